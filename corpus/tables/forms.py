"""Recognise forms among tables: labels with boxes to tick, and labels printed below their values."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from corpus.layout import Cell, Fragment, Paragraph, Piece, Word
from corpus.text_analysis.text_cues import box_state

Part = TypeVar("Part")

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
    if not any(_is_box(cell) for cell in row):
        yield from (paragraph for cell in row for paragraph in cell.paragraphs)
        return
    for group in group_options(row, lambda cell: [word.text for word in _words(cell)]):
        yield Paragraph(tuple(word for cell in group for word in _words(cell)))


def group_options(parts: Sequence[Part], words_of: Callable[[Part], Sequence[str]]) -> list[list[Part]]:
    """Group the parts of a line that has boxes: a question with its options is whole, else each label has its box."""
    groups = _labelled_boxes(parts, words_of)
    words = [[word for part in group for word in words_of(part)] for group in groups]
    options = [texts for texts in words if any(box_state(text) is not None for text in texts)]
    if 1 < len(options) < len(groups) and all(len(texts) <= MAX_OPTION_WORDS + 1 for texts in options):
        return [list(parts)]
    return groups


def _labelled_boxes(parts: Sequence[Part], words_of: Callable[[Part], Sequence[str]]) -> list[list[Part]]:
    """Pair each box with the label before it, or after it if the boxes come first."""
    boxes = [_are_boxes(words_of(part)) for part in parts]
    groups: list[list[Part]] = []
    paired = False
    for number, part in enumerate(parts):
        fits = number > 0 and not paired and boxes[number] != boxes[number - 1] and boxes[number] != boxes[0]
        if fits:
            groups[-1].append(part)
        else:
            groups.append([part])
        paired = fits
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


def _is_box(cell: Cell) -> bool:
    """Return True if a cell has boxes and nothing else."""
    return _are_boxes([word.text for word in _words(cell)])


def _are_boxes(words: Sequence[str]) -> bool:
    """Return True if words are boxes, without a label."""
    return bool(words) and all(box_state(word) is not None for word in words)


def _has_box(cell: Cell) -> bool:
    """Return True if a cell has a box."""
    return any(box_state(word.text) is not None for word in _words(cell))


def _words(cell: Cell) -> tuple[Word, ...]:
    """Return the words of a cell."""
    return tuple(word for paragraph in cell.paragraphs for word in paragraph.words)
