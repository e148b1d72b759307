"""Read text files: headings, paragraphs, lists, tab-separated and Markdown tables."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.layout import Cell, Fragment, Layout, Paragraph, Piece
from corpus.limits import Limits
from corpus.text.decode import decode
from corpus.text.markup import cell_paragraphs, is_item, strip_bullet, strip_markup
from corpus.text.runs import words_of
from corpus.text_analysis.text_cues import (
    ends_sentence,
    is_caption,
    is_contents,
    is_footnote,
    is_page_number,
    starts_midway,
    strip_number,
)

PAGE_BREAK = 3
"""Minimum number of blank lines for a page break."""
HEADING_WORDS = 14
"""Maximum number of words of a heading."""
RUNNING = 3
"""Minimum number of repetitions for a block outside tables to be a running header."""


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring lines without a blank line between them; `page` counts page breaks."""

    lines: tuple[str, ...]
    page: int

    @property
    def text(self) -> str:
        """The lines with single spaces between their words."""
        return " ".join(" ".join(self.lines).split())


def read_text(path: Path, limits: Limits, password: str | None = None) -> Layout:  # noqa: ARG001 - a reader's signature
    """Read a text file.

    Raises:
        ReadError: It is binary or blank.
    """
    groups = _drop_running(list(_groups(decode(path.name, path.read_bytes()))))
    return Layout(tuple(_pieces(groups)))


def _groups(text: str) -> Iterator[Group]:
    """Yield the groups of lines between blank lines; adjacent tables and prose are separated."""
    page, blanks = 0, 0
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if lines and (not line.strip() or _is_row(line) != _is_row(lines[-1])):
            yield Group(tuple(lines), page)
            lines = []
        if line.strip():
            page += blanks >= PAGE_BREAK
            blanks = 0
            lines.append(line)
        else:
            blanks += 1


def _is_row(line: str) -> bool:
    """Return True if a line is a table row: its cells are separated by tabs, or by bars as in Markdown."""
    return "\t" in line.rstrip("\n") or line.lstrip().startswith("|")


def _drop_running(groups: Sequence[Group]) -> list[Group]:
    """Remove groups that recur on many pages, and groups without visible words."""
    counts = Counter(group.text for group in groups if not _is_row(group.lines[0]))
    visible = [group for group in groups if strip_markup(group.text).strip()]
    return [group for group in visible if counts[group.text] < RUNNING or _is_row(group.lines[0])]


def _pieces(groups: Sequence[Group]) -> Iterator[Piece]:
    """Yield the pieces of all groups."""
    titles = _listed_titles(groups)
    cover = _cover_end(groups)
    if cover:
        yield Piece("cover", tuple(_paragraph(line) for group in groups[:cover] for line in group.lines))
    number = cover
    while number < len(groups):
        group = groups[number]
        if _is_divider(group, groups[number + 1 :]):
            yield Piece("divider", (_paragraph(group.text), _paragraph(groups[number + 1].text)))
            number += 2
            continue
        after = groups[number + 1] if number + 1 < len(groups) else None
        yield from _group_pieces(group, after, titles)
        number += 1


def _cover_end(groups: Sequence[Group]) -> int:
    """Return the number of groups on the cover: those before the first page break, if all are short."""
    end = next((number for number, group in enumerate(groups) if group.page > groups[0].page), 0)
    short = all(len(group.text.split()) <= HEADING_WORDS and not group.text.startswith("#") for group in groups[:end])
    return end if short and not any(_is_row(group.lines[0]) for group in groups[:end]) else 0


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


def _group_pieces(group: Group, after: Group | None, titles: set[str]) -> Iterator[Piece]:
    """Yield the pieces of one group."""
    if _is_contents(group):
        yield Piece("contents", tuple(_paragraph(line) for line in group.lines))
    elif _is_row(group.lines[0]):
        yield Piece("table", fragment=_fragment(group.lines))
    elif level := _heading_level(group, after, titles):
        yield Piece("heading", (_paragraph(group.text.lstrip("# ")),), level=level)
    else:
        yield from _prose(group)


def _heading_level(group: Group, after: Group | None, titles: set[str]) -> int:
    """Return the level of a heading, 0 if a group is not a heading.

    In Markdown it is the number of "#" signs. Titles listed in the contents and numbered titles are of level 1 (deeper
    for "2.1"), a short line without a full stop above a paragraph is of level 4.
    """
    text = group.text
    marked = re.match(r"#{1,6}(?=\s)", text)
    if marked:
        return len(marked.group())
    if len(group.lines) > 1 or len(text.split()) > HEADING_WORDS or ends_sentence(text) or is_caption(text):
        return 0
    if is_contents(text) or text.casefold() in titles:
        return 1
    numbered = re.match(r"(\d+(?:\.\d+)*)\.?\s+[^\W\d_]", text)
    if numbered:
        return 1 + numbered.group(1).count(".")
    return 4 if _is_above_paragraph(text, after) else 0


def _is_above_paragraph(text: str, after: Group | None) -> bool:
    """Return True if a short line begins with a capital and is followed by a paragraph."""
    if after is None or _is_row(after.lines[0]) or len(after.text.split()) <= len(text.split()):
        return False
    whole = ends_sentence(after.text) and not starts_midway(after.text)
    return whole and text[:1].isupper() and not is_item(text)


def _prose(group: Group) -> Iterator[Piece]:
    """Yield a paragraph, caption or footnote, or the items of a list with their continuation lines."""
    parts: list[list[str]] = []
    for line in group.lines:
        if parts and not is_item(line.strip()):
            parts[-1].append(line)
        else:
            parts.append([line])
    for part in parts:
        text = " ".join(part)
        paragraph = _paragraph(text)
        if not paragraph.words:
            continue
        if is_caption(paragraph.text):
            yield Piece("caption", (paragraph,))
        elif is_footnote(paragraph.text) and not text[:1].isdecimal():
            yield Piece("footnote", (paragraph,))
        else:
            yield Piece("list_item" if paragraph.item else "paragraph", (paragraph,))


def _paragraph(text: str) -> Paragraph:
    """Make a paragraph from one or several lines."""
    text = text.strip()
    return Paragraph(words_of(strip_markup(strip_bullet(text))), item=is_item(text))


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
