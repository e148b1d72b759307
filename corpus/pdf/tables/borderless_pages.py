"""Find borderless tables over all pages of a file, with their continuations and their parts on neighbouring pages."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from corpus.pdf.page_model import PageFaults, RawPage, RawTable
from corpus.pdf.page_pieces import Book, contents_pieces, is_cover
from corpus.pdf.paragraphs import Spacing
from corpus.pdf.tables.borderless import NeighbourTables, column_lefts, find_borderless_tables, side_by_side_texts
from corpus.pdf.tables.continued import OpenTable, is_last, open_table, rest_of_table
from corpus.pdf.words import Line

Found: TypeAlias = tuple[RawPage, OpenTable | None]
"""A page with its tables, and the one that continues on the next page."""


def with_borderless(pages: Sequence[RawPage], book: Book, faults: PageFaults) -> list[RawPage]:
    """Return pages with borderless tables moved from their lines to their tables."""
    margin = max((line.x1 for page in pages for line in page.lines), default=0.0)
    plain = {page.number for page in pages if contents_pieces(page) is None and not is_cover(page, book)}
    found = _first_pass(pages, plain, book.spacing, margin, faults)
    near = _neighbours(found)
    return [
        _retried(page, near[page.number], book.spacing, margin, faults) if page.number in plain else page
        for page in found
    ]


def _retried(page: RawPage, near: NeighbourTables, spacing: Spacing, margin: float, faults: PageFaults) -> RawPage:
    """Return a page with its remaining tables, or as it is if they cannot be found."""
    return faults.attempt(page.number, partial(_second_pass, page, near, spacing, margin), lambda: page)


def _first_pass(
    pages: Sequence[RawPage], plain: set[int], spacing: Spacing, margin: float, faults: PageFaults
) -> list[RawPage]:
    """Find borderless tables page by page, together with their continuations on the next page."""
    done: list[RawPage] = []
    opened = None
    for page in pages:
        if page.number in plain:
            step = partial(_with_continued, page, opened, spacing, margin)
            page, opened = faults.attempt(page.number, step, partial(_untouched, page))
        else:
            opened = None
        done.append(page)
    return done


def _untouched(page: RawPage) -> Found:
    """Return a page without further tables."""
    return page, None


def _with_continued(page: RawPage, opened: OpenTable | None, spacing: Spacing, margin: float) -> Found:
    """Return a page with its borderless tables, the first of which may continue the last page's."""
    hints, lines, rest = (page.rules, page.fills), page.lines, None
    if opened is not None and not opened.is_repeated(lines):
        rest, lines = rest_of_table(lines, hints, spacing, margin, opened)
    tables, lines = _find(page, lines, spacing, margin, NeighbourTables())
    if opened is not None and opened.is_repeated(lines):
        rest, lines = rest_of_table(lines, hints, spacing, margin, opened)
    found = replace(page, lines=lines, tables=[*page.tables, *([rest] if rest else []), *tables])
    if tables or rest is None or not is_last(found, rest):
        opened = open_table(found, tables)
    return found, opened


def _second_pass(page: RawPage, near: NeighbourTables, spacing: Spacing, margin: float) -> RawPage:
    """Return a page with those tables that are known only from the pages beside it."""
    tables, lines = _find(page, page.lines, spacing, margin, near)
    return replace(page, lines=lines, tables=[*page.tables, *tables])


def _find(
    page: RawPage, lines: Sequence[Line], spacing: Spacing, margin: float, near: NeighbourTables
) -> tuple[list[RawTable], list[Line]]:
    """Find the borderless tables of each zone of a page, and return them with the lines outside."""
    tables: list[RawTable] = []
    rest: list[Line] = []
    for zone in page.zones:
        inside = [line for line in lines if zone.holds((line.x0 + line.x1) / 2, (line.top + line.bottom) / 2)]
        right = max((line.x1 for line in inside), default=margin) if len(page.zones) > 1 else margin
        found, outside = find_borderless_tables(inside, (page.rules, page.fills), spacing, right, near)
        tables += found
        rest += outside
    return tables, rest


def _neighbours(pages: Sequence[RawPage]) -> dict[int, NeighbourTables]:
    """Return for each page what is known of tables on the pages before and after it."""
    lefts: dict[int, list[tuple[float, ...]]] = {}
    for page in pages:
        tables = sorted(page.tables, key=lambda table: table.top)
        for number, table in ((page.number + 1, tables[-1]), (page.number - 1, tables[0])) if tables else ():
            lefts.setdefault(number, []).append(column_lefts(table))
    side_by_side = {page.number: side_by_side_texts(page.lines) for page in pages}
    none: frozenset[tuple[str, ...]] = frozenset()
    return {
        number: NeighbourTables(
            tuple(lefts.get(number, ())), side_by_side.get(number - 1, none) | side_by_side.get(number + 1, none)
        )
        for number in side_by_side
    }
