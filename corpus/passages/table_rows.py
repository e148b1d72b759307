"""Select the parts of a table that become passages: rows, cells, and groups of short rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.layout import Paragraph
from corpus.model import PassageKind
from corpus.passages.token_budget import MAX_LABEL_TOKENS, MAX_ROW_TOKENS, MAX_TOKENS, length
from corpus.tables.join import Table
from corpus.tables.rows import Option, TableRow

FEWEST_OPTIONS = 3
"""Minimum number of parts for a row to offer options if none is marked as chosen, as in text files."""


@dataclass(frozen=True, slots=True)
class RowPart:
    """A part of a table that becomes a passage.

    `title` is the column's full label, `corner` the label above those of the rows, `choice` the text of the chosen
    option and `chosen` its range of words.
    """

    kind: PassageKind
    paragraphs: tuple[Paragraph, ...]
    row: str | None
    column: str | None = None
    title: str | None = None
    corner: str | None = None
    choice: str | None = None
    chosen: tuple[int, int] | None = None


def table_parts(table: Table, country: str | None = None) -> Iterator[RowPart]:
    """Yield the parts of a table in reading order: each row, then its cells; after the rows of a group, the group.

    A row of options is not repeated as cells. The header of a single column is left out, because every row has it as
    its label; its corner goes into the context, unless it names the document's country, as the context does already.
    """
    headers = [row for row in table.rows if row.header]
    bare = len(headers) == 1 == len(table.columns) < len(table.rows)
    corner = headers[0].group if bare and headers[0].group != country else None
    for _, rows in groupby(table.rows, key=lambda row: (row.group, row.header)):
        group = list(rows)
        parts = [part for row in group if not (row.header and bare) for part in _row_and_cells(table, row)]
        yield from (replace(part, corner=corner or None) for part in (*parts, *_group_part(table, group)))


def _row_and_cells(table: Table, row: TableRow) -> Iterator[RowPart]:
    """Yield a row and its cells; of a row that is too long its label, if the cells do not have all of it."""
    base = _base(table, row.name)
    whole = list(_row_parts(base, row))
    yield from whole
    if whole and len(table.columns) == 1 and _offers_options(row):
        return
    cells = list(_cell_parts(table, row))
    label = (*row.label, *row.sublabel, *row.late)
    if not whole and label and (not cells or length(label) > MAX_LABEL_TOKENS):
        yield replace(base, paragraphs=label)
    yield from cells


def _base(table: Table, name: str) -> RowPart:
    """Return an empty part of a row; in a table of one column, it belongs to that column."""
    if len(table.columns) != 1:
        return RowPart("row", (), name or None)
    return RowPart("row", (), name or None, table.columns[0] or None, table.titles[0] or None)


def _offers_options(row: TableRow) -> bool:
    """Return True if the parts of a row are options: one is chosen, or there are too many for a value and its text."""
    chosen = any(option.chosen for options in row.cells.values() for option in options)
    return chosen or row.depth >= FEWEST_OPTIONS


def _row_parts(base: RowPart, row: TableRow) -> Iterator[RowPart]:
    """Yield the whole row if it is short or offers options, else those of its parts that are short."""
    paragraphs = tuple(_row_paragraphs(row, range(max(row.depth, 1))))
    chosen = _chosen(row, paragraphs)
    if paragraphs and (length(paragraphs) <= MAX_ROW_TOKENS or chosen):
        words = [word.text for paragraph in paragraphs for word in paragraph.words]
        choice = " ".join(words[slice(*chosen)]) if chosen else None
        yield replace(base, paragraphs=paragraphs, choice=choice, chosen=chosen)
        return
    if base.column:
        return
    for part in range(row.depth if row.depth > 1 else 0):
        paragraphs = tuple(_row_paragraphs(row, range(part, part + 1)))
        if paragraphs and length(paragraphs) <= MAX_ROW_TOKENS:
            yield replace(base, paragraphs=paragraphs)


def _row_paragraphs(row: TableRow, parts: range) -> list[Paragraph]:
    """Return the labels as printed, with the first part, and the cells' parts, in reading order."""
    paragraphs = [*row.label, *row.sublabel] if 0 in parts else []
    for part in parts:
        for _, options in sorted(row.cells.items()):
            if part < len(options) and not options[part].repeated:
                paragraphs += options[part].paragraphs
    paragraphs += row.late if parts.stop >= row.depth else []
    return sorted(paragraphs, key=lambda paragraph: paragraph.page or 0)


def _group_part(table: Table, rows: Sequence[TableRow]) -> Iterator[RowPart]:
    """Yield rows that share a label as one passage if they are short: a question may need several of them."""
    paragraphs = [paragraph for row in rows for paragraph in _row_paragraphs(row, range(row.depth))]
    if len(rows) > 1 and all(row.sub for row in rows) and 0 < length(paragraphs) <= MAX_TOKENS:
        yield replace(_base(table, rows[0].group), paragraphs=tuple(paragraphs))


def _cell_parts(table: Table, row: TableRow) -> Iterator[RowPart]:
    """Yield the parts of each cell of a row."""
    for column, options in sorted(row.cells.items()):
        label, title = table.columns[column] or None, table.titles[column] or None
        if row.header and _is_label_only(row, column, label):
            continue
        for option in _merged(options):
            if option.paragraphs:
                yield RowPart("cell", tuple(option.paragraphs), row.name or None, label, title)


def _is_label_only(row: TableRow, column: int, label: str | None) -> bool:
    """Return True if a header cell says nothing but its label, or is over several columns; its row has it, too."""
    spans = any(option.repeated for place in (column, column + 1) for option in row.cells.get(place, []))
    return spans or " ".join(paragraph.label for paragraph in row.parts(column)) == label


def _merged(options: Sequence[Option]) -> list[Option]:
    """Merge the parts of a cell if together they are short."""
    paragraphs = [paragraph for option in options for paragraph in option.paragraphs]
    return [Option(paragraphs, None)] if length(paragraphs) <= MAX_TOKENS else list(options)


def _chosen(row: TableRow, paragraphs: Sequence[Paragraph]) -> tuple[int, int] | None:
    """Return the range of words of the first chosen option within paragraphs, as far as they are contiguous."""
    for options in row.cells.values():
        for option in options:
            if option.chosen and option.paragraphs:
                own = [any(paragraph is part for part in option.paragraphs) for paragraph in paragraphs]
                first = own.index(True)
                end = own.index(False, first) if False in own[first:] else len(own)
                start = sum(len(paragraph.words) for paragraph in paragraphs[:first])
                return start, start + sum(len(paragraph.words) for paragraph in paragraphs[first:end])
    return None
