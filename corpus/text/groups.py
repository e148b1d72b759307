"""Split a text into groups of lines between blank lines; running headers are dropped, page marks moved."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.text.markup import is_item, strip_markup
from corpus.text.wrapped_lines import indent, is_rule, parts_of_line
from corpus.text_analysis.text_cues import ends_sentence, starts_midway

PAGE_BREAK = 3
"""Minimum number of blank lines for a page break."""
RUNNING = 3
"""Minimum number of pages for a block outside tables to be a running header, and of repetitions for a page mark."""
MOST_CUT = 2000
"""Maximum number of lines of a paragraph, and of characters of a line, that a page break may cut."""
MARK_WORDS = 6
"""Maximum number of words of a page mark."""
_PAGE_MARK = re.compile(r"\W*(?:(?:page|seite|p[áa]gina|pag|p)\b.*\d|\d{1,4})\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring lines without a blank line between them; `page` counts page breaks."""

    lines: tuple[str, ...]
    page: int

    @property
    def text(self) -> str:
        """Return the lines with single spaces between their words."""
        return " ".join(" ".join(self.lines).split())


def split_groups(text: str) -> Iterator[Group]:
    """Yield the groups of lines between blank lines; tables, prose and underlined headings are separated."""
    page, blanks = 0, 0
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if lines and (not line.strip() or is_row(line) != is_row(lines[-1]) or _underlines(lines, line)):
            yield Group(tuple(lines), page)
            lines = []
        if line.strip():
            page += blanks >= PAGE_BREAK
            blanks = 0
            lines.append(line)
        else:
            blanks += 1


def is_row(line: str) -> bool:
    """Return True if a line is a table row: its cells are separated by tabs, or by bars as in Markdown."""
    return "\t" in line.rstrip("\n") or line.lstrip().startswith("|")


def drop_running(groups: Sequence[Group]) -> list[Group]:
    """Remove groups that recur on many pages, and groups without visible words."""
    pages: dict[str, set[int]] = defaultdict(set)
    for group in groups:
        pages[group.text].add(group.page)
    visible = [group for group in groups if strip_markup(group.text).strip()]
    return [group for group in visible if len(pages[group.text]) < RUNNING or is_row(group.lines[0])]


def move_page_marks(groups: Sequence[Group]) -> list[Group]:
    """Move the marks of pages in front of the paragraphs that they cut, and join those paragraphs."""
    counts: dict[str, int] = defaultdict(int)
    for group in groups:
        counts[_masked(group.text)] += _is_page_mark(group)
    moved: list[Group] = []
    start = 0
    while start < len(groups):
        end = start
        while end < len(groups) and counts[_masked(groups[end].text)] >= RUNNING:
            end += 1
        if start < end < len(groups) and moved and _is_cut(moved[-1], groups[end]):
            joined = _join(moved.pop(), groups[end])
            moved += [*groups[start:end], joined]
        else:
            moved += groups[start : end + 1]
        start = end + 1
    return moved


def _underlines(lines: Sequence[str], line: str) -> bool:
    """Return True if a line of dashes underlines the only line above it, which is not in columns."""
    return len(lines) == 1 and is_rule(line) and not is_rule(lines[0]) and len(parts_of_line(lines[0])) == 1


def _is_page_mark(group: Group) -> bool:
    """Return True if a group may mark the end of a page: "[Page 12]" or its number alone."""
    short = len(group.lines) == 1 and len(group.text.split()) <= MARK_WORDS
    return short and _PAGE_MARK.fullmatch(group.text) is not None


def _masked(text: str) -> str:
    """Return a text with its numbers masked, as page marks differ by them only."""
    return re.sub(r"\d+", "#", text)


def _is_cut(group: Group, after: Group) -> bool:
    """Return True if a page break cuts a sentence: it is open, and continues in lower case or at the same indent."""
    last, first = group.lines[-1].rstrip(), after.lines[0]
    if max(len(group.lines), len(last)) > MOST_CUT or is_row(last) or is_row(first):
        return False
    if ends_sentence(last) or last.endswith(("--", "—")) or last.isupper():
        return False
    return not is_item(first.strip()) and (starts_midway(first.strip()) or indent(first) == indent(last))


def _join(group: Group, after: Group) -> Group:
    """Join two parts of a paragraph; the last line of the first and the first line of the second become one."""
    middle = f"{group.lines[-1].rstrip()} {after.lines[0].strip()}"
    return replace(group, lines=(*group.lines[:-1], middle, *after.lines[1:]))
