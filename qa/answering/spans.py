"""The pieces of a passage that an answer may quote: a short cell, a sentence, a list with its lead-in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from corpus.model import Passage
from qa.text.normalize import fold
from qa.text.patterns import word_pattern
from qa.text.sentences import sentences

UnitKind: TypeAlias = Literal["whole", "sentence", "item", "list", "chosen"]

SHORT_CELL = 30
"""Words up to which a table cell is quoted whole."""
LONGEST_LIST = 150
"""Words up to which a list is quoted in full."""

LONGEST_RUN = 80
"""Words up to which sentences that belong together are quoted in one run."""

_SHORT_LINE = 16
_SHORT_SENTENCE = 8
"""Words up to which a sentence with a number announces what follows, and says nothing more."""
_NUMBERS = {"two": 2, "three": 3, "four": 4}
_FEW = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b")

_PRONOUN = re.compile(r"(?:it|they|this|these|he|she|its|their|both)\b", re.IGNORECASE)
_LEANS = word_pattern("leaning", opening=True)
_RESULTS = word_pattern("resulting", opening=True)
_GAP = 4
"""Characters that may stand between two sentences of one paragraph: white space and footnote marks."""
_ITEM = re.compile(r"^\s*(?:[-–•▪◦‣*·]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """A quotable piece: `text[start:end]` of a passage."""

    passage: Passage
    start: int
    end: int
    kind: UnitKind

    @property
    def text(self) -> str:
        """The verbatim words of the piece."""
        return self.passage.text[self.start : self.end]

    def follows(self, other: "Span") -> bool:
        """Whether this piece begins where the other one ends."""
        return self.passage.id == other.passage.id and 0 <= self.start - other.end <= 2

    def overlaps(self, other: "Span") -> bool:
        """Whether two units quote some of the same words of one passage."""
        return self.passage.id == other.passage.id and self.start < other.end and other.start < self.end


def spans_of(passage: Passage) -> list[Span]:
    """All pieces of a passage that may be quoted, in reading order; lists come both whole and item by item."""
    if passage.chosen is not None:
        return [Span(passage, *passage.chosen, "chosen")]
    if passage.kind == "reference" or (passage.kind == "cell" and len(passage.text.split()) <= SHORT_CELL):
        return [Span(passage, 0, len(passage.text), "whole")]
    if passage.kind == "contents":
        return [Span(passage, start, end, "whole") for start, end in _lines(passage.text)]
    lists = list(_lists(passage))
    return [*lists, *(piece for piece in _pieces(passage) if not _leads_into(piece, lists))]


def with_antecedents(pieces: Sequence[Span]) -> list[tuple[Span, int]]:
    """Each piece with where reading must begin to understand it: at the sentence before, if it opens with a pronoun."""
    starts: dict[int, int] = {}
    before: Span | None = None
    for piece in sorted(pieces, key=lambda piece: piece.start):
        if piece.kind == "sentence":
            follows = before is not None and 0 <= piece.start - before.end <= _GAP
            starts[piece.start] = before.start if before and follows and _PRONOUN.match(piece.text) else piece.start
            before = piece
    return [(piece, starts.get(piece.start, piece.start)) for piece in pieces]


def sentence_before(unit: Span) -> Span | None:
    """The sentence that stands right before a sentence in its paragraph; None if there is none."""
    if unit.kind != "sentence":
        return None
    earlier = [piece for piece in _pieces(unit.passage) if piece.kind == "sentence" and continues_span(unit, piece)]
    return earlier[-1] if earlier else None


def continues_span(unit: Span, before: Span) -> bool:
    """Whether a sentence stands right after another piece of its paragraph."""
    return unit.passage.id == before.passage.id and 0 <= unit.start - before.end <= _GAP


def leans(unit: Span) -> bool:
    """Whether a sentence opens with a pronoun or a connective, so that it is understood from the one before."""
    return unit.kind == "sentence" and _LEANS.match(fold(unit.text)) is not None


def states_result(unit: Span) -> bool:
    """Whether a sentence opens as the result of what the one before says: "Accordingly", "For this reason"."""
    return unit.kind == "sentence" and _RESULTS.match(fold(unit.text)) is not None


def announces(unit: Span) -> bool:
    """Whether a sentence only says how many things are told next: "The institute found two weak points."."""
    return unit.kind == "sentence" and _announced(unit) > 0 and bool(_sentences_after(unit))


def with_announced(unit: Span) -> Span:
    """A sentence that announces, with as many of the next sentences as it says, within the longest list."""
    for after in _sentences_after(unit)[: _announced(unit)]:
        longer = join_spans(unit, after)
        if len(longer.text.split()) > LONGEST_RUN:
            break
        unit = longer
    return unit


def _announced(unit: Span) -> int:
    """How many things a short sentence announces; 0 if none."""
    found = _FEW.search(fold(unit.text)) if len(unit.text.split()) <= _SHORT_SENTENCE else None
    return _NUMBERS[found[0]] if found else 0


def _sentences_after(unit: Span) -> list[Span]:
    """The sentences that follow one in its paragraph."""
    after = [unit]
    for piece in _pieces(unit.passage):
        if piece.kind == "sentence" and continues_span(piece, after[-1]):
            after.append(piece)
    return after[1:]


def join_spans(first: Span, last: Span) -> Span:
    """Two sentences that follow each other as one contiguous piece."""
    return Span(first.passage, first.start, last.end, "sentence")


def _leads_into(piece: "Span", lists: Sequence["Span"]) -> bool:
    """Whether a piece is only the lead-in of a list, which says nothing without it."""
    return piece.text.endswith(":") and any(piece.start == whole.start for whole in lists)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line that is not blank, without surrounding white space."""
    place = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = place + line.index(stripped[0])
            yield start, start + len(stripped)
        place += len(line) + 1


def _pieces(passage: Passage) -> Iterator[Span]:
    """Sentences of paragraphs and items of lists."""
    for start, end in _lines(passage.text):
        line = passage.text[start:end]
        kind: UnitKind = "item" if _ITEM.match(line) else "sentence"
        for first, last in sentences(line):
            yield Span(passage, start + first, start + last, kind)


def _lists(passage: Passage) -> Iterator[Span]:
    """Each run of two or more items, with the line that leads in; in cells also each run of short lines."""
    lines = list(_lines(passage.text))
    for is_item in (_is_item, _is_short) if passage.kind == "cell" else (_is_item,):
        for first, last in _runs([is_item(passage.text[start:end]) for start, end in lines]):
            lead = lines[first - 1] if first and passage.text[slice(*lines[first - 1])].endswith(":") else None
            yield from _list_unit(passage, (lead or lines[first])[0], lines[last][1])


def _is_item(line: str) -> bool:
    return _ITEM.match(line) is not None


def _is_short(line: str) -> bool:
    """Whether a line of a cell is one of its entries, such as a standard category, and no sentence."""
    return len(line.split()) <= _SHORT_LINE and not line.endswith((".", ":")) and not _is_item(line)


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last place of each run of two or more true values."""
    start = None
    for place, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            if place - start >= 2:
                yield start, place - 1
            start = None


def _list_unit(passage: Passage, start: int, end: int) -> Iterator[Span]:
    """The list, unless it is too long to be quoted in full; its lead-in is cut to the last sentence."""
    lead_end = passage.text.find("\n", start)
    if 0 < lead_end < end:
        start += max((first for first, _ in sentences(passage.text[start:lead_end])), default=0)
    if len(passage.text[start:end].split()) <= LONGEST_LIST:
        yield Span(passage, start, end, "list")
