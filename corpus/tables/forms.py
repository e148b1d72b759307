"""Recognise forms among tables: labels with boxes to tick, and labels printed below their values."""

from collections.abc import Iterator, Sequence

from corpus.layout import Cell, Fragment, Paragraph, Piece, Word
from corpus.text_analysis.text_cues import box_state

MAX_OPTION_WORDS = 4
"""Maximum number of words of an option that stands for an answer, such as "Yes" or "Not applicable"."""


def form_pieces(fragment: Fragment) -> list[Piece] | None:
    """Return a form as paragraphs and facts, each label with its box or value, None if a table is not a form."""
    rows = [[cell for cell in fragment.row(n) if cell.row == n and cell.text] for n in range(fragment.rows)]
    boxed = any(_has_box(cell) for row in rows for cell in row)
    captioned = any(_are_captions(above, below) for above, below in zip(rows, rows[1:], strict=False))
    if not (boxed or captioned) or _is_matrix(rows):
        return None
    return list(_pieces(rows))


def _pieces(rows: Sequence[Sequence[Cell]]) -> Iterator[Piece]:
    """Yield the pieces of a form, row by row."""
    number = 0
    while number < len(rows):
        row = rows[number]
        if number + 1 < len(rows) and _are_captions(row, rows[number + 1]):
            yield Piece("table", fragment=_facts(rows[number + 1], row))
            number += 2
            continue
        for paragraph in _lines(row):
            yield Piece("list_item" if paragraph.item else "paragraph", (paragraph,))
        number += 1


def _lines(row: Sequence[Cell]) -> Iterator[Paragraph]:
    """Yield the lines of a row: a question with its options, or labels with their boxes, or the cells as they are."""
    boxes = [cell for cell in row if _is_box(cell)]
    if not boxes:
        yield from (paragraph for cell in row for paragraph in cell.paragraphs)
        return
    groups = _groups(row, box_first=_is_box(row[0]))
    options = [group for group in groups if any(_is_box(cell) for cell in group)]
    if 1 < len(options) < len(groups) and all(_is_short(group) for group in options):
        groups = [list(row)]
    for group in groups:
        yield Paragraph(tuple(word for cell in group for word in _words(cell)))


def _groups(row: Sequence[Cell], box_first: bool) -> list[list[Cell]]:
    """Pair each box with the label before it, or after it if the boxes come first."""
    groups: list[list[Cell]] = []
    for cell in row:
        last = groups[-1] if groups else []
        fits = (
            len(last) == 1 and _is_box(last[0] if box_first else cell) and not _is_box(cell if box_first else last[0])
        )
        if fits:
            last.append(cell)
        else:
            groups.append([cell])
    return groups


def _is_matrix(rows: Sequence[Sequence[Cell]]) -> bool:
    """Return True if boxes are below column headers, in several rows with a label each."""
    head = {column for cell in rows[0] if not _has_box(cell) for column in range(cell.col, cell.col_end)}
    boxed = [[cell for cell in row if _is_box(cell)] for row in rows]
    below = all(cell.col in head for row in boxed for cell in row)
    return not boxed[0] and sum(len(row) > 1 for row in boxed) > 1 and below


def _are_captions(values: Sequence[Cell], captions: Sequence[Cell]) -> bool:
    """Return True if the cells of a row in brackets are the labels of the values above them."""
    return (
        len(values) == len(captions) > 0
        and all(_in_brackets(cell) for cell in captions)
        and not any(_in_brackets(cell) or _has_box(cell) for cell in values)
        and all(value.col < label.col_end and label.col < value.col_end
                for value, label in zip(values, captions, strict=True))
    )  # fmt: skip


def _in_brackets(cell: Cell) -> bool:
    """Return True if a cell is a phrase in brackets; numbers in brackets are negative amounts."""
    text = cell.text
    return text.startswith("(") and text.endswith(")") and sum(char.isalpha() for char in text) > len(text) / 2


def _facts(labels: Sequence[Cell], values: Sequence[Cell]) -> Fragment:
    """Return labels and values as a table of facts."""
    cells = [
        Cell(row, row + 1, column, column + 1, cell.paragraphs)
        for row, pair in enumerate(zip(labels, values, strict=True))
        for column, cell in enumerate(pair)
    ]
    return Fragment(tuple(cells), len(labels), 2, headers=0)


def _is_short(cells: Sequence[Cell]) -> bool:
    """Return True if a label with its box is an option that answers a question."""
    return sum(len(_words(cell)) for cell in cells) <= MAX_OPTION_WORDS + 1


def _is_box(cell: Cell) -> bool:
    """Return True if a cell has boxes and nothing else."""
    words = _words(cell)
    return bool(words) and all(box_state(word.text) is not None for word in words)


def _has_box(cell: Cell) -> bool:
    """Return True if a cell has a box."""
    return any(box_state(word.text) is not None for word in _words(cell))


def _words(cell: Cell) -> tuple[Word, ...]:
    """Return the words of a cell."""
    return tuple(word for paragraph in cell.paragraphs for word in paragraph.words)
