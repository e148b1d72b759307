"""Recognise the headings of plain text: by number, by capitals, by the contents, or by the paragraph below."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.text.groups import Group, is_row
from corpus.text.markup import is_item
from corpus.text.wrapped_lines import are_centred, parts_of_line
from corpus.text_analysis.text_cues import ends_sentence, is_caption, is_contents, starts_midway

HEADING_WORDS = 14
"""Maximum number of words of a heading."""
LONG_HEADING_WORDS = 40
"""Maximum number of words of a heading in capitals that is numbered or centred."""
CAPITALS = 0.6
"""Minimum share of capitals among the letters of a numbered heading in capitals."""
ALL_CAPITALS = 0.95
"""Minimum share of capitals among the letters of other headings in capitals."""
LOWEST = 4
"""Level of headings that neither a number nor the contents place."""
DIVISIONS = (
    r"division|book|part|title|annex|appendix|schedule|partie|titre|annexe|t[íi]tulo|anexo|teil|titel|anhang|anlage",
    r"subtitle|subpart|chapter|chapitre|cap[íi]tulo|kapitel",
    r"subchapter|section|sec|secci[óo]n|abschnitt|article|art|art[íi]culo|artikel|paragraph|§",
)
"""Names of the divisions of laws and contracts, by level."""
_DIVISION = re.compile(
    "(?:"
    + "|".join(f"(?P<level{level}>{names})" for level, names in enumerate(DIVISIONS, 1))
    + r")\.?\s*(?:\d+[a-z]?|[ivxlc]+|[a-z])\b(?P<end>\s*(?:[.:–—-]|$))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a text: `listed` has the titles in its contents, folded."""

    listed: Collection[str] = ()
    has_divisions: bool = False

    def level(self, group: Group, after: Group | None) -> int:
        """Return the level of a heading, 0 if a group is not a heading.

        Divisions of laws are of level 1 to 3. Titles listed in the contents and numbered titles are of level 1 (deeper
        for "2.1"), and so are titles in capitals if the text has no divisions. A short line without a full stop above a
        paragraph is of level 4.
        """
        text = group.text
        if is_row(group.lines[0]) or any(len(parts_of_line(line)) > 1 for line in group.lines):
            return 0
        division = division_level(group)
        if division or is_caption(text):
            return division
        if after is not None and _is_in_capitals(group):
            return LOWEST if self.has_divisions else 1
        if len(group.lines) > 1 or len(text.split()) > HEADING_WORDS or ends_sentence(text):
            return 0
        if is_contents(text) or text.casefold() in self.listed:
            return 1
        numbered = re.match(r"(\d+(?:\.\d+)*)\.?\s+[^\W\d_]", text)
        if numbered:
            return 1 + numbered.group(1).count(".")
        return LOWEST if _is_above_paragraph(text, after) else 0


def find_headings(groups: Sequence[Group], listed: Collection[str] = ()) -> Headings:
    """Return the headings of a text, given the titles in its contents."""
    return Headings(listed, any(division_level(group) for group in groups))


def division_level(group: Group) -> int:
    """Return the level of a numbered division of a law, such as "SEC. 102. TITLE" or "Part II", 0 for others."""
    found = _DIVISION.match(group.text)
    length = len(group.text.split())
    if found is None or length > LONG_HEADING_WORDS:
        return 0
    in_capitals = found.group()[:3].isupper() and _capitals(group.text) >= CAPITALS
    is_set_off = found["end"] is not None or group.text[found.end() :].lstrip()[:1].isupper()
    is_short = length <= HEADING_WORDS and is_set_off and not ends_sentence(group.text)
    if in_capitals or (is_short and (len(group.lines) == 1 or are_centred(group.lines))):
        return next(level for level in range(1, len(DIVISIONS) + 1) if found[f"level{level}"])
    return 0


def _is_in_capitals(group: Group) -> bool:
    """Return True if a group is a title in capitals: one line, or several with the same centre."""
    words = group.text.split()
    most = LONG_HEADING_WORDS if len(group.lines) > 1 and are_centred(group.lines) else HEADING_WORDS
    if len(words) > most or (len(group.lines) > 1 and most == HEADING_WORDS) or ends_sentence(group.text):
        return False
    long_words = [word for word in words if sum(map(str.isalpha, word)) > 3]
    return bool(long_words) and not is_item(group.text) and _capitals(group.text) >= ALL_CAPITALS


def _capitals(text: str) -> float:
    """Return the share of capitals among the letters that have cases."""
    cased = [char for char in text if char.isupper() or char.islower()]
    return sum(map(str.isupper, cased)) / len(cased) if cased else 0.0


def _is_above_paragraph(text: str, after: Group | None) -> bool:
    """Return True if a short line begins with a capital and is followed by a paragraph."""
    if after is None or is_row(after.lines[0]) or len(after.text.split()) <= len(text.split()):
        return False
    whole = ends_sentence(after.text) and not starts_midway(after.text)
    return whole and text[:1].isupper() and not is_item(text)
