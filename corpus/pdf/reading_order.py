"""Find the reading order: columns of text side by side are read one after the other."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

GUTTER = 8.0
"""Minimum gap between columns, in points."""


class Placed(Protocol):
    """An object with a place on a page: a line or a table. `size` is its font size in points."""

    @property
    def x0(self) -> float: ...  # noqa: D102 - the four sides
    @property
    def top(self) -> float: ...  # noqa: D102
    @property
    def x1(self) -> float: ...  # noqa: D102
    @property
    def bottom(self) -> float: ...  # noqa: D102
    @property
    def size(self) -> float: ...  # noqa: D102


Item = TypeVar("Item", bound=Placed)


def read_order(items: Sequence[Item]) -> list[list[Item]]:
    """Return items as columns in reading order (recursive X-Y cut, Nagy and Seth 1984), each from top to bottom."""
    ordered = sorted(items, key=lambda item: (item.top, item.x0))
    if len(ordered) < 2:
        return [ordered] if ordered else []
    for start, end in _bands(ordered):
        gutter = _gutter(ordered[start:end])
        if gutter is not None:
            band = ordered[start:end]
            left = [item for item in band if item.x1 <= gutter]
            right = [item for item in band if item.x1 > gutter]
            before, after = read_order(ordered[:start]), read_order(ordered[end:])
            return [*before, *read_order(left), *read_order(right), *after]
    return [ordered]


def _bands(items: Sequence[Placed]) -> list[tuple[int, int]]:
    """Return ranges of neighbouring items in columns: from the first pair side by side to the end of the gutter."""
    bands: list[tuple[int, int]] = []
    start = 0
    while start < len(items) - 1:
        end = start + 1
        beside = items[start].bottom > items[end].top
        while beside and end < len(items) and _gutter(items[start : end + 1]) is not None:
            end += 1
        if end - start > 1:
            end = _without_headings(items, start, end)
            bands.append((start, end))
        start = end if end - start > 1 else start + 1
    return bands


def _without_headings(items: Sequence[Placed], start: int, end: int) -> int:
    """Return the end of a band without trailing headings that span the columns of the text below."""
    if end == len(items):
        return end
    below, cut = items[end], end
    while cut - start > 2 and _is_alone(items[start:cut]):
        last, above = items[cut - 1], items[cut - 2]
        if last.size <= 1.05 * below.size and below.top - last.bottom >= last.top - above.bottom:
            break
        below, cut = last, cut - 1
    return cut


def _is_alone(items: Sequence[Placed]) -> bool:
    """Return True if nothing is beside the last item, and nothing would follow it in another column."""
    last = items[-1]
    gutter = _gutter(items)
    beside = [item for item in items if gutter is not None and (item.x1 <= gutter) != (last.x1 <= gutter)]
    return bool(beside) and all(item.bottom <= last.top + 1 for item in beside)


def _gutter(items: Sequence[Placed]) -> float | None:
    """Return the centre of a vertical gap that no item crosses, with items on both sides; None if there is none."""
    reach = -1.0
    for item in sorted(items, key=lambda item: item.x0):
        if reach >= 0 and item.x0 - reach >= GUTTER:
            return (reach + item.x0) / 2
        reach = max(reach, item.x1)
    return None
