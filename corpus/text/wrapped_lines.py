"""Find the paragraphs, list items and columns of lines that were broken to a width, as in plain text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.text_analysis.text_cues import ends_sentence, is_marker, starts_midway

USUAL_SHARE = 0.9
"""Share of the lines within paragraphs that are at most as long as the width of the text."""
ROOM = 0.2
"""Minimum share of the width that is empty after a line whose end the author chose."""
ROOM_MIDWAY = 0.5
"""Minimum such share if the next line begins in lower case."""
WIDE_GAP = 3
"""Minimum number of blanks between columns of which only one is aligned."""
MOST_PARTS = 50
"""Maximum number of columns; a line with more parts is read as one."""
SLACK = 1
"""Maximum difference of indents, or centres of lines, that are equal, in characters."""

_PART = re.compile(r"\S+(?: \S+)*")
_LEADERS = re.compile(r"\.(?: ?\.){3,}")
_RULE = frozenset("-=_*~+ \t")
_NUMBERED_WORD = re.compile(r"\s*([^\W\d_]+\.?) \d+[a-z]?[.:)](?=\s)")
_OPEN_END = re.compile(r"(?:,|--|—|\b(?:and|or|und|oder|et|ou|y|o))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of a paragraph or list item, or those of a table in columns, which are kept as lines."""

    lines: tuple[str, ...]
    in_columns: bool = False


def text_width(groups: Sequence[Sequence[str]]) -> int:
    """Return the width that groups of lines are broken to, from the lines that another one follows."""
    lengths = sorted(len(line.rstrip()) for lines in groups for line in lines[:-1] if not is_rule(line))
    return lengths[int(USUAL_SHARE * (len(lengths) - 1))] if lengths else 0


def split_lines(lines: Sequence[str], width: int) -> Iterator[Part]:
    """Yield the paragraphs, list items and tables in columns of neighbouring lines, in order."""
    shown = [line for line in lines if not is_rule(line)]
    rows = _rows(shown)
    start = 0
    while start < len(shown):
        end = start
        while end < len(shown) and rows[end] == rows[start]:
            end += 1
        if rows[start]:
            yield Part(tuple(shown[start:end]), in_columns=True)
        else:
            yield from (Part(tuple(part)) for part in _paragraphs(shown[start:end], width))
        start = end


def indent(line: str) -> int:
    """Return the number of blanks at the beginning of a line."""
    return len(line) - len(line.lstrip())


def is_rule(line: str) -> bool:
    """Return True if a line consists of dashes or similar signs only."""
    return len(line.strip()) > 2 and _RULE.issuperset(line)


def are_centred(lines: Sequence[str]) -> bool:
    """Return True if lines of different indents have the same centre."""
    centres = [indent(line) + len(line.rstrip()) for line in lines]
    return len({indent(line) for line in lines}) > 1 and max(centres) - min(centres) <= 2 * SLACK + 1


def parts_of_line(line: str) -> list[tuple[int, int]]:
    """Return the start and end of the parts of a line that several blanks or leaders separate."""
    plain = _LEADERS.sub(lambda found: " " * len(found.group()), line)
    parts: list[tuple[int, int]] = []
    for found in _PART.finditer(plain):
        if parts and _belongs_together(plain, parts, found.start()):
            parts[-1] = (parts[-1][0], found.end())
        else:
            parts.append(found.span())
    return parts if len(parts) <= MOST_PARTS else [(parts[0][0], parts[-1][1])]


def _belongs_together(line: str, parts: Sequence[tuple[int, int]], start: int) -> bool:
    """Return True if blanks only follow the end of a sentence or the marker of a list item."""
    first, last = parts[-1]
    is_sentence_end = line[last - 1] in ".!?:;" and start - last < WIDE_GAP
    return is_sentence_end or (len(parts) == 1 and last - first < WIDE_GAP * 2 and is_marker(line[first:last]))


def _rows(lines: Sequence[str]) -> list[bool]:
    """Return for each line whether it is a row of a table in columns."""
    parts = [parts_of_line(line) for line in lines]
    rows = [False] * len(lines)
    for number in range(1, len(lines)):
        if _are_aligned(lines, parts, number - 1, number):
            rows[number - 1] = rows[number] = True
    wide = [_has_wide_gap(part) for part in parts]
    for number in range(len(lines)):
        before, after = rows[max(number - 1, 0)], rows[min(number + 1, len(lines) - 1)]
        wraps = before and number > 0 and parts[number][0][0] in {start for start, _ in parts[number - 1][1:]}
        rows[number] |= (before and after) or wraps or (wide[number] and (before or after))
    return rows


def _are_aligned(lines: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]], one: int, other: int) -> bool:
    """Return True if two lines share a column after a wide gap, or all of their columns."""
    first, second = parts[one], parts[other]
    pairs = [(a, b) for a in first[1:] for b in second[1:] if _share_edge(lines[one], a, lines[other], b)]
    if not pairs:
        return False
    if _has_wide_gap(first) and _has_wide_gap(second):
        return True
    return len(first) == len(second) > 2 and len(pairs) >= len(first) - 1


def _share_edge(one: str, a: tuple[int, int], other: str, b: tuple[int, int]) -> bool:
    """Return True if two parts begin at the same place, or are figures that end at the same place."""
    figures = any(char.isdigit() for char in one[slice(*a)]) and any(char.isdigit() for char in other[slice(*b)])
    return a[0] == b[0] or (figures and a[1] == b[1])


def _has_wide_gap(parts: Sequence[tuple[int, int]]) -> bool:
    """Return True if a line has a wide gap between two of its parts."""
    return any(after[0] - before[1] >= WIDE_GAP for before, after in pairwise(parts))


def _paragraphs(lines: Sequence[str], width: int) -> list[list[str]]:
    """Group lines into paragraphs and list items."""
    parts: list[list[str]] = []
    for line in lines:
        if parts and _continues(parts[-1], line, width):
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _continues(part: Sequence[str], line: str, width: int) -> bool:
    """Return True if a line belongs to the paragraph above it."""
    if _begins_item(part, line, width):
        return False
    is_midway = starts_midway(line.strip()) and not ends_sentence(part[-1])
    if not is_midway and not are_centred([part[-1], line]) and _is_indented(part, line):
        return False
    return not _had_room(part[-1], line, width)


def _is_indented(part: Sequence[str], line: str) -> bool:
    """Return True if the indent of a line begins a paragraph: that of a paragraph is set by its second line."""
    if len(part) > 1:
        return abs(indent(line) - indent(part[1])) > SLACK
    return not _is_item(part[0]) and ends_sentence(part[0]) and indent(line) > indent(part[0]) + SLACK


def _is_item(line: str) -> bool:
    """Return True if a line begins with the marker of a list item."""
    words = line.split(maxsplit=1)
    return len(words) > 1 and is_marker(words[0].lstrip("`'\"“„«"))


def _begins_item(part: Sequence[str], line: str, width: int) -> bool:
    """Return True if a line begins a list item, rather than with a number or dash in the middle of a sentence."""
    if _numbered_word(line) and _numbered_word(line) == _numbered_word(part[0]):
        return True
    if not _is_item(line):
        return False
    last = part[-1]
    if ends_sentence(last) or _OPEN_END.search(last.rstrip()) or _had_room(last, line, width):
        return True
    wraps = len(part) > 1 and indent(line) == indent(last) != indent(part[0])
    return not wraps and (_is_item(part[0]) or indent(line) != indent(last))


def _numbered_word(line: str) -> str:
    """Return the word and masked number that a line begins with, such as "Sec. #.", or nothing."""
    found = _NUMBERED_WORD.match(line)
    return f"{found[1]} #" if found else ""


def _had_room(last: str, line: str, width: int) -> bool:
    """Return True if the next line's first word would have fitted well after a line: then the author broke it."""
    room = width - len(last.rstrip()) - len(line.split()[0]) - 1
    if ends_sentence(last) and not starts_midway(line.strip()):
        return room > 0
    return room > (ROOM_MIDWAY if starts_midway(line.strip()) else ROOM) * width
