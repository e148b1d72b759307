"""Read text files: headings, paragraphs, lists, tab-separated and Markdown tables."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.layout import Cell, Fragment, Layout, Piece
from corpus.limits import Limits
from corpus.text.decode import decode
from corpus.text.groups import Group, drop_running, is_row, move_page_marks, split_groups
from corpus.text.headings import HEADING_WORDS, Headings, find_headings
from corpus.text.markup import cell_paragraphs
from corpus.text.prose import Prose, read_prose
from corpus.text_analysis.text_cues import is_page_number, strip_number


def read_text(path: Path, limits: Limits, password: str | None = None) -> Layout:  # noqa: ARG001 - a reader's signature
    """Read a text file.

    Raises:
        ReadError: It is binary or blank.
    """
    groups = move_page_marks(drop_running(list(split_groups(decode(path.name, path.read_bytes())))))
    return Layout(tuple(_pieces(groups)))


def _pieces(groups: Sequence[Group]) -> Iterator[Piece]:
    """Yield the pieces of all groups."""
    prose = read_prose(groups)
    headings = find_headings(groups, _listed_titles(groups))
    cover = _cover_end(groups)
    if cover:
        yield Piece("cover", tuple(prose.paragraph(line) for group in groups[:cover] for line in group.lines))
    number = cover
    while number < len(groups):
        group = groups[number]
        if _is_divider(group, groups[number + 1 :]):
            yield Piece("divider", (prose.paragraph(group.text), prose.paragraph(groups[number + 1].text)))
            number += 2
            continue
        after = groups[number + 1] if number + 1 < len(groups) else None
        yield from _group_pieces(group, after, headings, prose)
        number += 1


def _cover_end(groups: Sequence[Group]) -> int:
    """Return the number of groups on the cover: those before the first page break, if all are short."""
    end = next((number for number, group in enumerate(groups) if group.page > groups[0].page), 0)
    short = all(len(group.text.split()) <= HEADING_WORDS and not group.text.startswith("#") for group in groups[:end])
    return end if short and not any(is_row(group.lines[0]) for group in groups[:end]) else 0


def _is_divider(group: Group, after: Sequence[Group]) -> bool:
    """Return True if a group is a number alone and the next one is a title that recurs as a heading."""
    if not re.fullmatch(r"\d{1,2}", group.text) or not after:
        return False
    title = after[0].text.casefold()
    return any(strip_number(other.text).casefold() == title for other in after[1:])


def _listed_titles(groups: Sequence[Group]) -> set[str]:
    """Return the titles in the table of contents."""
    return {
        " ".join(entry[:-1]).rstrip(". ").casefold()
        for group in groups
        if _is_contents(group)
        for line in group.lines
        if len(entry := line.split()) > 1
    }


def _is_contents(group: Group) -> bool:
    """Return True if every line ends in a page number."""
    lines = [line.split() for line in group.lines]
    return len(lines) > 2 and all(len(line) > 1 and is_page_number(line[-1]) for line in lines)


def _group_pieces(group: Group, after: Group | None, headings: Headings, prose: Prose) -> Iterator[Piece]:
    """Yield the pieces of one group."""
    marked = re.match(r"#{1,6}(?=\s)", group.text)
    if _is_contents(group):
        yield Piece("contents", tuple(prose.paragraph(line) for line in group.lines))
    elif is_row(group.lines[0]):
        yield Piece("table", fragment=_fragment(group.lines))
    elif level := len(marked.group()) if marked else headings.level(group, after):
        yield Piece("heading", (prose.paragraph(group.text.lstrip("# ")),), level=level)
    else:
        yield from prose.pieces(group)


def _fragment(lines: Sequence[str]) -> Fragment:
    """Make a table from its rows."""
    rows = [_cells(line) for number, line in enumerate(lines) if not _is_ruler(line, number)]
    width = max(len(row) for row in rows)
    cells = tuple(
        Cell(number, number + 1, col, col + 1, cell_paragraphs(row[col]) if col < len(row) else ())
        for number, row in enumerate(rows)
        for col in range(width)
    )
    return Fragment(cells, len(rows), width)


def _is_ruler(line: str, number: int) -> bool:
    """Return True if a line is the delimiter row below a Markdown table's header, not a row of dashes as values."""
    dashes = "\t" not in line and re.fullmatch(r"[|\s:+-]*-[|\s:+-]*", line) is not None
    return dashes and (number == 1 or "--" in line)


def _cells(line: str) -> list[str]:
    """Split a row into its cells."""
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
