"""Split text into sentences."""

import re

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’»)\]]*[¹²³⁴-⁹]*\s+(?=[\"“‘«(\[]*[A-ZÀ-Þ0-9])")
_MARKS = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|ca|al|approx|incl|resp|no|nr|vol|pp?|art|sec|fig|tab|st|dr|mr|mrs|ms|prof|mio|mrd|bn"
    r"|z\.b|d\.h|u\.a|bzw|p\.ej|ej|núm|págs?|sr|sra)|\b[A-Z])\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of a line, without footnote marks; abbreviations do not end a sentence."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.start() + len(match.group().rstrip())
        if _ABBREVIATION.search(text[start : match.start()]):
            continue
        spans.append((start, end))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    unmarked = [(first, first + len(text[first:last].rstrip(_MARKS))) for first, last in spans]
    return [(first, last) for first, last in unmarked if first < last]
