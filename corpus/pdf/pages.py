"""Read a PDF page's words, tables and loose lines, before deciding what they mean."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import TypeAlias

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from corpus.pdf.file.drawing import Drawing, Glyph, page_count, plain_drawing, read_drawing
from corpus.pdf.file.drawn_boxes import with_drawn_boxes
from corpus.pdf.file.hidden_text import visible_text
from corpus.pdf.page_model import Fill, Grid, GridCell, PageFaults, RawCell, RawPage, RawTable, Zone
from corpus.pdf.sideways import QuarterTurn, upright
from corpus.pdf.tables.by_alignment.choice import number_tables
from corpus.pdf.tables.header_above import with_header_above
from corpus.pdf.tables.implied_borders import Borders, Canvas, is_open, page_grids, same_borders
from corpus.pdf.tables.jumbled import as_lines, is_jumbled
from corpus.pdf.tables.ruled import cell_fill, page_fills, page_rules
from corpus.pdf.tables.stacked_rows import split_stacked_rows
from corpus.pdf.tables.title_rows import without_titles
from corpus.pdf.tables.unruled_body import with_ruled_body
from corpus.pdf.words import Line, PdfWord, group_lines, is_scattered, page_words, split_columns
from corpus.pdf.zones import page_zones, part_of

HEAVY = ValueError("its drawing instructions are too long to be interpreted in reasonable time")
"""The fault of a page that has too many drawing instructions."""


TypedText: TypeAlias = Mapping[int, Sequence[Sequence[Glyph]]]
"""Letters of the form fields of each page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as drawn, upright: its rules, coloured areas and words, its images, and how it was turned.

    `zones` are the parts of it that may have tables of their own; `hidden` is the number of words that nobody sees.
    """

    canvas: Canvas
    zones: list[Zone]
    images: int
    turn: QuarterTurn | None
    hidden: int


def read_pages(
    path: Path, password: str | None, heavy: Set[int], typed: TypedText, faults: PageFaults
) -> tuple[list[RawPage], int]:
    """Read all pages of a PDF in order, and count hidden words.

    Tables with missing borders take those of the pages beside them.

    Args:
        path: The file.
        password: Opens an encrypted file.
        heavy: Pages with too many drawing instructions for their layout to be read.
        typed: The letters of form fields, which are not part of a page.
        faults: Takes the pages that cannot be read.
    """
    drawings = _drawings(path, password, heavy, faults)
    sheets = []
    for number, drawing in enumerate(drawings, 1):
        see = partial(visible_text, drawing, path, number, password)
        seen, hidden = faults.attempt(number, see, partial(_all_visible, drawing))
        if not drawing.glyphs or is_scattered(page_words(seen.glyphs, number)):
            seen = _gathered(seen, plain_drawing(path, number, password), number)
        seen = with_drawn_boxes(seen)
        sheets.append(_sheet(_with_typed(seen, typed.get(number, ())), number, hidden, faults))
    grids = _all_grids(sheets, faults)
    before = [found[-1].xs if found else () for found in ([], *grids)]
    pages = []
    for number, (sheet, found, above) in enumerate(zip(sheets, grids, before[:-1], strict=True), 1):
        build = partial(build_page, number, sheet.canvas, sheet.zones, found, above)
        page = faults.attempt(number, build, partial(plain_page, number, sheet.canvas))
        pages.append(replace(page, images=sheet.images, turn=sheet.turn))
    return pages, sum(sheet.hidden for sheet in sheets)


def _all_visible(drawing: Drawing) -> tuple[Drawing, int]:
    """Return a drawing as it is, without hidden words."""
    return drawing, 0


def _gathered(drawing: Drawing, plain: Drawing, number: int) -> Drawing:
    """Return a page without letters, or of single ones, with its letters as PDFium reads them, if they make words."""
    scattered = is_scattered(page_words(plain.glyphs, number))
    return drawing if scattered else replace(drawing, glyphs=plain.glyphs)


def _with_typed(drawing: Drawing, typed: Sequence[Sequence[Glyph]]) -> Drawing:
    """Return a page with the letters of its form fields, except of those whose value it draws itself."""
    missing = [glyph for field in typed if not _is_drawn(field, drawing.glyphs) for glyph in field]
    return replace(drawing, glyphs=[*drawing.glyphs, *missing]) if missing else drawing


def _is_drawn(field: Sequence[Glyph], glyphs: Sequence[Glyph]) -> bool:
    """Return True if a page has letters where the value of a field is."""
    left, right = min(glyph.x0 for glyph in field), max(glyph.x1 for glyph in field)
    top, bottom = min(glyph.top for glyph in field), max(glyph.bottom for glyph in field)
    return any(
        left < (glyph.x0 + glyph.x1) / 2 < right and top < (glyph.top + glyph.bottom) / 2 < bottom
        for glyph in glyphs
        if not glyph.text.isspace()
    )


def _drawings(path: Path, password: str | None, heavy: Set[int], faults: PageFaults) -> list[Drawing]:
    """Read what the pages draw; a page that pdfplumber cannot read is read by PDFium, without its layout."""

    def read(number: int, step: Callable[[], Drawing]) -> Drawing:
        step = partial(_fail, HEAVY) if number in heavy else step
        return faults.attempt(number, step, partial(plain_drawing, path, number, password))

    try:
        with pdfplumber.open(path, password=password or "") as pdf:
            return [read(number, partial(_drawing, page)) for number, page in enumerate(pdf.pages, 1)]
    except (PdfminerException, PSException, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        fault = error
    return [read(number, partial(_fail, fault)) for number in range(1, page_count(path, password) + 1)]


def _fail(fault: Exception) -> Drawing:
    """Raise a fault of the whole file again for one of its pages."""
    raise fault


def _drawing(page: Page) -> Drawing:
    """Read what a page draws, and free it."""
    drawing = read_drawing(page)
    page.close()
    return drawing


def _sheet(drawing: Drawing, number: int, hidden: int, faults: PageFaults) -> Sheet:
    """Return a page upright, its letters as words."""
    drawing, turn = upright(drawing)
    words, fills = page_words(drawing.glyphs, number), page_fills(drawing.shapes)
    size = (drawing.width, drawing.height)
    canvas = Canvas(page_rules(drawing.shapes), fills, words, size)
    zones = faults.attempt(number, partial(page_zones, canvas), lambda: [Zone(0.0, 0.0, *size)])
    return Sheet(canvas, zones, drawing.images, turn, hidden)


def _all_grids(sheets: Sequence[Sheet], faults: PageFaults) -> list[list[Grid]]:
    """Find the tables of all pages."""
    grids = [_grids_or([], sheet, n, faults) for n, sheet in enumerate(sheets)]
    numbers = [number for number, sheet in enumerate(sheets) if is_open(sheet.canvas)]
    for number in (*numbers, *reversed(numbers)):
        above = next((found[-1].xs for found in grids[max(number - 1, 0) : number] if found), ())
        below = next((found[0].xs for found in grids[number + 1 : number + 2] if found), ())
        if above or below:
            grids[number] = _grids_or(grids[number], sheets[number], number, faults, above, below)
    return grids


def _grids_or(
    found: list[Grid], sheet: Sheet, index: int, faults: PageFaults, above: Borders = (), below: Borders = ()
) -> list[Grid]:
    """Find the tables of a page, or return those known already if that fails."""
    return faults.attempt(index + 1, partial(zone_grids, sheet.canvas, sheet.zones, above, below), lambda: found)


def zone_grids(canvas: Canvas, zones: Sequence[Zone], above: Borders = (), below: Borders = ()) -> list[Grid]:
    """Find the tables of all zones of a page; `above` and `below` are column borders on the pages beside it."""
    return [grid for zone in zones for grid in page_grids(part_of(canvas, zone), above, below)]


def plain_page(number: int, canvas: Canvas) -> RawPage:
    """Return a page of lines only."""
    lines = [part for line in group_lines(canvas.words) for part in split_columns(line)]
    return RawPage(number, *canvas.size, [], lines, zones=[Zone(0.0, 0.0, *canvas.size)])


def build_page(
    number: int, canvas: Canvas, zones: Sequence[Zone], grids: Sequence[Grid], above: Borders = ()
) -> RawPage:
    """Build a page from its drawing and tables; `above` are the column borders of the previous page's last table."""
    tables: list[RawTable] = []
    lines: list[Line] = []
    jumbled = False
    for zone in zones:
        words = part_of(canvas, zone).words
        inside = [grid for grid in grids if zone.holds((grid.xs[0] + grid.xs[-1]) / 2, (grid.ys[0] + grid.ys[-1]) / 2)]
        ruled, rest = _tables(words, inside, canvas.fills, above)
        whole = [with_ruled_body(without_titles(table)) for table in ruled]
        headed = [with_header_above(table, group_lines(rest), canvas.rules[0]) for table in whole]
        found = number_tables(words, headed, (canvas.rules[0], canvas.fills), canvas.size)
        if found != ruled:
            taken = {_key(w) for table in found for cell in table.cells for line in cell.lines for w in line.words}
            rest = [word for word in words if _key(word) not in taken]
        tables += [as_lines(table) if is_jumbled(table) else split_stacked_rows(table) for table in found]
        jumbled = jumbled or any(map(is_jumbled, found))
        lines += [part for line in group_lines(rest) for part in split_columns(line)]
    return RawPage(
        number, *canvas.size, tables, lines, canvas.rules[0], list(canvas.fills), list(zones), jumbled=jumbled
    )


def _key(word: PdfWord) -> tuple[str, float, float]:
    """Return what identifies a word on its page."""
    return word.text, word.x0, word.top


def _tables(
    words: Sequence[PdfWord], grids: Sequence[Grid], fills: Sequence[Fill], above: Borders
) -> tuple[list[RawTable], list[PdfWord]]:
    """Fill tables with their words, and return the words outside.

    A grid with words in only one cell is not a table, unless it ends the one on the page before.
    """
    tables: list[RawTable] = []
    rest = list(words)
    for number, grid in enumerate(grids):
        contents = _contents(grid, rest)
        rest_of_table = number == 0 and same_borders(grid.xs, above)
        if sum(1 for contained in contents if contained) < (1 if rest_of_table else 2):
            continue
        pairs = zip(grid.cells, contents, strict=True)
        tables.append(RawTable(grid, tuple(_cell(cell, contained, fills) for cell, contained in pairs)))
        taken = {id(word) for contained in contents for word in contained}
        rest = [word for word in rest if id(word) not in taken]
    return tables, rest


def _contents(grid: Grid, words: Sequence[PdfWord]) -> list[list[PdfWord]]:
    """Return the words of each cell of a grid: those that have their centre in it."""
    cells: dict[tuple[int, int], int] = {}
    for number, cell in enumerate(grid.cells):
        for place in product(range(cell.row, cell.row_end), range(cell.col, cell.col_end)):
            cells.setdefault(place, number)
    contents: list[list[PdfWord]] = [[] for _ in grid.cells]
    for word in words:
        row = bisect_right(grid.ys, (word.top + word.bottom) / 2) - 1
        found = cells.get((row, bisect_right(grid.xs, (word.x0 + word.x1) / 2) - 1))
        if found is not None:
            contents[found].append(word)
    return contents


def _cell(cell: GridCell, words: Sequence[PdfWord], fills: Sequence[Fill]) -> RawCell:
    """Return a cell with its words as lines."""
    return RawCell(cell, tuple(group_lines(words)), cell_fill(cell, fills))
