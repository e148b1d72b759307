"""The labels of a document's tables."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Labelled(Protocol):
    """The labels of a passage."""

    @property
    def table(self) -> str | None:
        """Return the caption of its table."""
        ...

    @property
    def row(self) -> str | None:
        """Return the label of its row."""
        ...

    @property
    def column(self) -> str | None:
        """Return the label of its column."""
        ...


@dataclass(frozen=True, slots=True)
class Labels:
    """The rows and columns of a document's tables, in the order of their first cell.

    `rows` has the positions in the document of the passages with each row label; `columns` has the column labels of
    each table, by its caption.
    """

    rows: Mapping[str, Sequence[int]]
    columns: Mapping[str | None, Sequence[str]]


def labels_of(passages: Iterable[Labelled]) -> Labels:
    """Collect the labels of a document's passages."""
    rows: dict[str, list[int]] = defaultdict(list)
    columns: dict[str | None, dict[str, None]] = defaultdict(dict)
    for position, passage in enumerate(passages):
        if passage.row is not None:
            rows[passage.row].append(position)
        if passage.column is not None:
            columns[passage.table][passage.column] = None
    return Labels(dict(rows), {table: tuple(labels) for table, labels in columns.items()})
