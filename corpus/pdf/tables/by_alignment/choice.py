"""Choose, for each region of a page, the reading of its table that keeps most numbers apart."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.pdf.page_model import RawCell, RawTable
from corpus.pdf.tables.by_alignment.alignment import aligned_areas, split_texts
from corpus.pdf.tables.by_alignment.records import is_record_list
from corpus.pdf.tables.by_alignment.text_tables import Drawn, read_area
from corpus.pdf.tables.ruled import SNAP
from corpus.pdf.words import Line, PdfWord, group_lines
from corpus.text_analysis.figures import is_figure, is_missing, is_year

FEWEST_FIGURES = 4
"""Minimum number of figures in cells of their own for texts to be a table."""
FEWEST_LINES = 2
"""Minimum number of lines with several figures before a page is searched for tables of numbers."""
MOST_TEXTS = 2_000
"""Maximum number of texts among which tables are searched for; the time for it grows with their square."""
FIGURES = 0.5
"""Minimum share of figures among the values of a table of numbers."""
SOUND = 0.85
"""Minimum share of a table's figures that rivals without figures in common cells must have to be kept."""
LABELLED = 0.5
"""Minimum share of rows with a label."""


def number_tables(
    words: Sequence[PdfWord], tables: Sequence[RawTable], drawn: Drawn, size: tuple[float, float]
) -> list[RawTable]:
    """Return the tables of a page, read by alignment where that keeps more figures apart than reading by rules.

    Args:
        words: All words of the page.
        tables: The tables found by rules.
        drawn: The horizontal rules and the coloured areas of the page.
        size: The page's width and height.
    """
    lines = group_lines(words)
    if len(_loose_lines(lines, tables)) < FEWEST_LINES:
        return list(tables)
    chosen = list(tables)
    texts = [text for line in lines for text in split_texts(line)]
    if len(texts) > MOST_TEXTS:
        return list(tables)
    for area in aligned_areas(texts, size):
        for table in read_area(area, lines, drawn):
            if is_number_table(table):
                chosen = _better(chosen, table)
            elif is_record_list(table) and not any(_overlap(table, other) for other in chosen):
                chosen.append(table)
    return chosen


def _better(tables: Sequence[RawTable], table: RawTable) -> list[RawTable]:
    """Return the tables of a page with one in place of those that it overlaps, if it is read better."""
    rivals = [other for other in tables if _overlap(table, other)]
    kept = score(table)
    unsound = any(_mixed(other) or _names_rows_of(table, other) for other in rivals)
    total = sum(map(score, rivals))
    if kept < total or (total >= SOUND * kept and not unsound):
        return list(tables)
    return [*(other for other in tables if other not in rivals), table]


def _loose_lines(lines: Sequence[Line], tables: Sequence[RawTable]) -> list[Line]:
    """Return the lines with a figure beside other texts that is in no cell of its own below a header.

    Figures in tables without labels count too: the labels may be beside the frame.
    """
    alone = {(text.x0, text.top) for table in tables if _has_names(table) for text in _headed(table)}
    found = []
    for line in lines:
        texts = split_texts(line)
        if len(texts) > 1 and any(is_figure(text.text) and (text.x0, text.top) not in alone for text in texts):
            found.append(line)
    return found


def cell_texts(cell: RawCell) -> list[Line]:
    """Return the texts of a cell: its lines, split at wide gaps."""
    return [text for line in cell.lines for text in split_texts(line)]


def score(table: RawTable) -> float:
    """Return the number of figures in cells of their own, half of it without a header, less those that share a cell."""
    alone = sum(len(texts := cell_texts(cell)) == 1 and is_figure(texts[0].text) for cell in table.cells)
    return (alone + len(_headed(table))) / 2 - _mixed(table)


def _mixed(table: RawTable) -> int:
    """Return the number of figures that share a cell with another one."""
    counts = (sum(is_figure(text.text) for text in cell_texts(cell)) for cell in table.cells)
    return sum(count for count in counts if count > 1)


def _headed(table: RawTable) -> list[Line]:
    """Return the figures in cells of their own that have a header above; a row with figures is no header.

    Nor is a cell over several columns with figures right below it: it is the headers of all of them in one.
    """
    head, _ = _sizes(table)
    above = [(cell, text.text) for cell in table.cells if cell.place.row < head for text in cell_texts(cell)]
    if table.shape is None and any(is_figure(text) and not is_year(text) for cell, text in above if cell.place.col):
        return []
    named = {
        column
        for cell, text in above
        if any(char.isalnum() for char in text) and not _is_mixed_header(cell, table)
        for column in range(cell.place.col, cell.place.col_end)
    }
    body = (cell_texts(cell) for cell in table.cells if cell.place.row >= head and cell.place.col in named)
    return [texts[0] for texts in body if len(texts) == 1 and is_figure(texts[0].text)]


def _is_mixed_header(header: RawCell, table: RawTable) -> bool:
    """Return True if a header cell over several columns has figures of more than one of them right below it."""
    place = header.place
    if place.col_end - place.col < 2 or place.col == 0:
        return False
    below = (c for c in table.cells if c.place.row == place.row_end and place.col <= c.place.col < place.col_end)
    return sum(any(is_figure(text.text) and not is_year(text.text) for text in cell_texts(c)) for c in below) > 1


def is_number_table(table: RawTable) -> bool:
    """Return True if most rows have a label, most values are figures, and it is not a table of contents."""
    head, labels = _sizes(table)
    body = [cell for cell in table.cells if cell.place.row >= head]
    values = [texts for cell in body if cell.place.col >= labels and (texts := cell_texts(cell))]
    figures = [texts[0].text for texts in values if len(texts) == 1 and is_figure(texts[0].text)]
    missing = sum(len(texts) == 1 and is_missing(texts[0].text) for texts in values)
    if len(figures) < FEWEST_FIGURES or not _is_labelled(table):
        return False
    if len(table.grid.xs) - 1 - labels == 1 and _is_ascending(figures):
        return False
    return len(figures) + missing >= FIGURES * len(values)


def _sizes(table: RawTable) -> tuple[int, int]:
    """Return the number of header rows and of label columns of a table, one each if its shape is not known."""
    return (table.shape.headers, table.shape.labels) if table.shape else (1, 1)


def _is_labelled(table: RawTable) -> bool:
    """Return True if most rows of a table have a label, which may be a number below a header."""
    head, labels = _sizes(table)
    titled = any(_is_label(cell) for cell in table.cells if cell.place.row < head and cell.place.col < labels)
    body = [cell for cell in table.cells if cell.place.row >= head]
    named = {cell.place.row for cell in body if cell.place.col < labels and cell.lines and (titled or _is_label(cell))}
    return len(named) >= LABELLED * len({cell.place.row for cell in body})


def _has_names(table: RawTable) -> bool:
    """Return True if most rows with figures have a label that is a text or a year."""
    head, labels = _sizes(table)
    body = [cell for cell in table.cells if cell.place.row >= head]
    named = {
        row
        for cell in body
        if cell.place.col < labels and _is_label(cell)
        for row in range(cell.place.row, cell.place.row_end)
    }
    valued = {cell.place.row for cell in body if any(is_figure(text.text) for text in cell_texts(cell))}
    return len(named & valued) >= LABELLED * len(valued)


def _names_rows_of(table: RawTable, other: RawTable) -> bool:
    """Return True if a table has the labels that are left of the frame of another one."""
    _, labels = _sizes(table)
    right = max((line.x1 for c in table.cells if c.place.col_end <= labels for line in c.lines), default=other.x1)
    return right <= other.x0 + SNAP and _has_names(table) and not _has_names(other)


def _is_label(cell: RawCell) -> bool:
    """Return True if a cell has a year or a text that is not a number."""
    return any(
        is_year(line.text) or (not is_figure(line.text) and re.search(r"[^\W\d_]", line.text)) for line in cell.lines
    )


def _is_ascending(figures: Iterable[str]) -> bool:
    """Return True if figures are whole numbers in ascending order, like the pages in a table of contents."""
    numbers = [int(text) for text in figures if text.isdecimal()]
    return len(numbers) > 2 and all(one <= other for one, other in pairwise(numbers))


def _overlap(one: RawTable, other: RawTable) -> bool:
    """Return True if two tables share part of the page."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > 0 and high > 0
