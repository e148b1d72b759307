"""Which of several options a table shows as chosen, by the colour of its cell."""

from collections import Counter
from collections.abc import Sequence

from corpus.rows import Option, Row

CLEAR_SHARE = 0.8
"""The share of rows with options in which exactly one must stand out; striped tables fail this."""


def mark_choices(rows: Sequence[Row]) -> None:
    """Mark, in each column where rows offer options, those filled in another colour than the column's options are."""
    body = [row for row in rows if not row.header]
    for column in sorted({column for row in body for column in row.cells}):
        groups = [options for row in body if len(options := row.cells.get(column, [])) > 1]
        fills = Counter(option.fill for options in groups for option in options)
        if len(fills) > 1:
            _mark(groups, fills.most_common(1)[0][0])


def _mark(groups: Sequence[Sequence[Option]], plain: tuple[float, ...] | None) -> None:
    """Mark the options that are not plain, if nearly every row has exactly one."""
    counts = [sum(option.fill != plain for option in options) for options in groups]
    if sum(count == 1 for count in counts) < CLEAR_SHARE * len(counts) or _two_shades(groups, plain):
        return
    for options, count in zip(groups, counts, strict=True):
        for option in options:
            option.chosen = option.fill != plain and count < len(options)


def _two_shades(groups: Sequence[Sequence[Option]], plain: tuple[float, ...] | None) -> bool:
    """Whether every row is a pair whose same half is coloured: a layout, such as a category above its explanation."""
    pairs = {tuple(option.fill != plain for option in options) for options in groups}
    return len(groups) > 1 and len(pairs) == 1 and len(next(iter(pairs))) == 2
