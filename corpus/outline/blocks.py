"""Make blocks from elements; every word is in exactly one block."""

from collections.abc import Iterable, Iterator, Sequence

from corpus.layout import Paragraph, compose
from corpus.model import Block
from corpus.outline.sections import Element
from corpus.tables.rows import TableRow


def build_blocks(elements: Iterable[Element]) -> tuple[Block, ...]:
    """Return the blocks of elements, in reading order."""
    return tuple(block for element in elements for block in _blocks(element))


def _blocks(element: Element) -> Iterator[Block]:
    """Yield the blocks of one element."""
    if element.table is None:
        if element.kind == "contents":
            yield from (_block(element, [paragraph]) for paragraph in element.paragraphs)
        else:
            yield _block(element, element.paragraphs)
        return
    for row in element.table.rows:
        yield from _row_blocks(element, row, element.table.columns)


def _row_blocks(element: Element, row: TableRow, columns: Sequence[str]) -> Iterator[Block]:
    """Yield the label cells and value cells of a row; empty cells are kept."""
    for label in (row.label, row.sublabel, row.late):
        if label:
            yield _block(element, label, row=row.name)
    for column, options in sorted(row.cells.items()):
        for option in options:
            if option.repeated:
                continue
            yield _block(element, option.paragraphs, row.name, columns[column] or None, option.chosen)


def _block(
    element: Element,
    paragraphs: Sequence[Paragraph],
    row: str | None = None,
    column: str | None = None,
    selected: bool = False,
) -> Block:
    """Make one block."""
    text, boxes = compose(paragraphs)
    page = paragraphs[0].page if paragraphs else None
    return Block(element.kind, text, page, element.section, boxes, element.caption, row, column, selected)
