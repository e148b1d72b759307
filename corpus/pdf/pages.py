"""Read a PDF page's words, tables and loose lines, before deciding what they mean."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pdfplumber

from corpus.pdf.drawing import read_drawing
from corpus.pdf.page_model import Fill, Grid, GridCell, RawCell, RawPage, RawTable
from corpus.pdf.tables.implied_borders import Borders, Canvas, is_open, page_grids, same_borders
from corpus.pdf.tables.ruled import cell_fill, page_fills, page_rules
from corpus.pdf.words import PdfWord, group_lines, page_words, split_columns


def read_pages(path: Path, password: str | None) -> list[RawPage]:
    """Read all pages of a PDF in order; tables with missing borders take those of the pages beside them."""
    canvases: list[tuple[Canvas, int]] = []
    with pdfplumber.open(path, password=password or "") as pdf:
        for number, page in enumerate(pdf.pages, 1):
            drawing = read_drawing(page)
            words, fills = page_words(drawing.glyphs, number), page_fills(drawing.shapes)
            size = (drawing.width, drawing.height)
            canvases.append((Canvas(page_rules(drawing.shapes), fills, words, size), drawing.images))
            page.close()
    grids = _all_grids([canvas for canvas, _ in canvases])
    before = [found[-1].xs if found else () for found in ([], *grids)]
    return [
        replace(build_page(number, canvas, found, above), images=images)
        for number, ((canvas, images), found, above) in enumerate(zip(canvases, grids, before[:-1], strict=True), 1)
    ]


def _all_grids(canvases: Sequence[Canvas]) -> list[list[Grid]]:
    """Find the tables of all pages."""
    grids = [page_grids(canvas) for canvas in canvases]
    numbers = [number for number, canvas in enumerate(canvases) if is_open(canvas)]
    for number in (*numbers, *reversed(numbers)):
        above = next((found[-1].xs for found in grids[max(number - 1, 0) : number] if found), ())
        below = next((found[0].xs for found in grids[number + 1 : number + 2] if found), ())
        if above or below:
            grids[number] = page_grids(canvases[number], above, below)
    return grids


def build_page(number: int, canvas: Canvas, grids: Sequence[Grid], above: Borders = ()) -> RawPage:
    """Build a page from its drawing and tables; `above` are the column borders of the previous page's last table."""
    tables, rest = _tables(canvas.words, grids, canvas.fills, above)
    lines = [part for line in group_lines(rest) for part in split_columns(line)]
    return RawPage(number, *canvas.size, tables, lines, canvas.rules[0], list(canvas.fills))


def _tables(
    words: Sequence[PdfWord], grids: Sequence[Grid], fills: Sequence[Fill], above: Borders
) -> tuple[list[RawTable], list[PdfWord]]:
    """Fill tables with their words, and return the words outside.

    A grid with words in only one cell is not a table, unless it ends the one on the page before.
    """
    tables: list[RawTable] = []
    rest = list(words)
    for grid in grids:
        inside = [(cell, [word for word in rest if _contains(cell, word)]) for cell in grid.cells]
        rest_of_table = grid is grids[0] and same_borders(grid.xs, above)
        if sum(1 for _, contained in inside if contained) < (1 if rest_of_table else 2):
            continue
        tables.append(RawTable(grid, tuple(_cell(cell, contained, fills) for cell, contained in inside)))
        taken = {id(word) for _, contained in inside for word in contained}
        rest = [word for word in rest if id(word) not in taken]
    return tables, rest


def _cell(cell: GridCell, words: Sequence[PdfWord], fills: Sequence[Fill]) -> RawCell:
    """Return a cell with its words as lines."""
    return RawCell(cell, tuple(group_lines(words)), cell_fill(cell, fills))


def _contains(cell: GridCell, word: PdfWord) -> bool:
    """Return True if the centre of a word lies in a cell."""
    return cell.x0 <= (word.x0 + word.x1) / 2 < cell.x1 and cell.top <= (word.top + word.bottom) / 2 < cell.bottom
