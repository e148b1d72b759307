"""Split text into sentences."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from babel import Locale

_SENTENCE_END = re.compile(
    r"(?<=[.!?])[\"”’»)\]]*[¹²³⁴-⁹]*\s+(?=[\"“‘«(\[]*[A-ZÀ-Þ0-9])|(?<=[。！？])[」』”’）]*\s*(?=[^\s」』”’）])"
)
_MARKS = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|ca|al|approx|incl|resp|no|nr|vol|pp?|art|sec|fig|tab|st|dr|mr|mrs|ms|prof|mio|mrd|bn"
    r"|z\.b|d\.h|u\.a|bzw|p\.ej|ej|núm|págs?|sr|sra)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(?:\b(?P<before>am|zum|vom|im|beim|zur|der|die|das|den|dem|des|bis|ab|seit|und|eine?[mnrs]?)\s+)?\b\d{1,2}\.$",
    re.IGNORECASE,
)
_ORDINAL_LANGUAGES = ("de", "da", "nb", "fi", "cs", "sk", "sl", "hr", "hu", "et", "lv", "is")
"""Languages that write ordinal numbers with a full stop."""


@cache
def _months() -> frozenset[str]:
    """Return the names of months in the languages that write ordinal numbers with a full stop."""
    return frozenset(
        name.casefold()
        for language in _ORDINAL_LANGUAGES
        for forms in Locale(language).months.values()
        for names in forms.values()
        for name in names.values()
    )


def _ends_in_ordinal(text: str, after: str) -> bool:
    """Return True if a text ends in an ordinal number: "zum 1." before "Juli"."""
    found = _ORDINAL.search(text)
    following = re.match(r"\w+", after)
    return found is not None and (
        found["before"] is not None or (following is not None and following.group().casefold() in _months())
    )


def sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of a line, without footnote marks; abbreviations do not end a sentence."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.start() + len(match.group().rstrip())
        before = text[start : match.start()]
        if _ABBREVIATION.search(before) or _ends_in_ordinal(before, text[match.end() :]):
            continue
        spans.append((start, end))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    unmarked = [(first, first + len(text[first:last].rstrip(_MARKS))) for first, last in spans]
    return [(first, last) for first, last in unmarked if first < last]


def closing_words(words: Sequence[str]) -> list[int]:
    """Return the numbers of the words that end a sentence, and the last one; empty words belong to the one before."""
    ends = [last for _, last in sentences(" ".join(words))]
    after = list(accumulate(len(word) + 1 for word in words))
    numbers = {bisect_left(after, last + 1) for last in ends if last < after[-1]}
    starts = {number for number, word in enumerate(words) if word}
    extended = {min((other - 1 for other in starts if other > number), default=len(words) - 1) for number in numbers}
    return sorted(extended | {len(words) - 1}) if words else []
