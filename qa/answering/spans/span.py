"""Split a passage into the spans that an answer may quote: a short cell, a sentence, a list with its lead-in."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from corpus.model import Passage
from corpus.text_analysis.sentences import sentences
from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.patterns import word_pattern

SpanKind: TypeAlias = Literal["whole", "sentence", "item", "list", "chosen"]

SHORT_CELL = 30
"""Maximum number of words of a table cell that is quoted whole."""
LONGEST_LIST = 150
"""Maximum number of words of a list that is quoted in full."""
LONGEST_RUN = 80
"""Maximum number of words of sentences that are quoted in one run."""

_SHORT_LINE = 16
"""Maximum number of words of a line that is an entry of a cell."""
_SHORT_SENTENCE = 12
"""Maximum number of words of a sentence with a number that only announces what follows."""
_NUMBERS = {"two": 2, "three": 3, "four": 4}
_FEW = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b")

_PRONOUN = re.compile(r"(?:it|they|this|these|he|she|its|their|both)\b", re.IGNORECASE)
_LEANS = word_pattern("leaning", opening=True)
_RESULTS = word_pattern("resulting", opening=True)
_HENCE = word_pattern("hence")
_GAP = 4
"""Maximum number of characters between two sentences of one paragraph: white space and footnote marks."""
_ITEM = re.compile(r"^\s*(?:[-–•▪◦‣*·]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")


@dataclass(frozen=True)
class Span:
    """A quotable part of a passage: `text[start:end]`."""

    passage: Passage
    start: int
    end: int
    kind: SpanKind

    @cached_property
    def text(self) -> str:
        """Return the verbatim words of the span."""
        return self.passage.text[self.start : self.end]

    @cached_property
    def analyzed(self) -> AnalyzedText:
        """Return the span's text with its normalized form, words, stems, years and numbers."""
        return analyzed(self.text)

    def follows(self, other: "Span") -> bool:
        """Return True if this span begins where the other one ends."""
        return self.passage.id == other.passage.id and 0 <= self.start - other.end <= 2

    def overlaps(self, other: "Span") -> bool:
        """Return True if two spans share words of one passage."""
        return self.passage.id == other.passage.id and self.start < other.end and other.start < self.end

    def continues(self, other: "Span") -> bool:
        """Return True if this span comes right after another one of its paragraph."""
        return self.passage.id == other.passage.id and 0 <= self.start - other.end <= _GAP


def spans_of(passage: Passage) -> list[Span]:
    """Return all quotable spans of a passage in reading order; lists come both whole and item by item."""
    if passage.chosen is not None:
        return [Span(passage, *passage.chosen, "chosen")]
    if passage.kind == "reference" or (passage.kind == "cell" and len(passage.text.split()) <= SHORT_CELL):
        return [Span(passage, 0, len(passage.text), "whole")]
    if passage.kind == "contents":
        return [Span(passage, start, end, "whole") for start, end in _lines(passage.text)]
    lists = list(_lists(passage))
    return [*lists, *(span for span in _sentences_and_items(passage) if not _leads_into(span, lists))]


def with_antecedents(spans: Sequence[Span]) -> list[tuple[Span, int]]:
    """Return each span with where its context begins: at the sentence before, if it opens with a pronoun."""
    starts: dict[int, int] = {}
    before: Span | None = None
    for span in sorted(spans, key=lambda span: span.start):
        if span.kind == "sentence":
            needs_it = before is not None and span.continues(before) and _PRONOUN.match(span.text)
            starts[span.start] = before.start if before is not None and needs_it else span.start
            before = span
    return [(span, starts.get(span.start, span.start)) for span in spans]


def sentence_before(span: Span) -> Span | None:
    """Return the sentence right before a sentence in its paragraph; None if there is none."""
    if span.kind != "sentence":
        return None
    earlier = [each for each in _sentences_of(span.passage) if span.continues(each)]
    return earlier[-1] if earlier else None


def leans_on_previous(span: Span) -> bool:
    """Return True if a sentence opens with a pronoun or a connective, so that it needs the one before."""
    return span.kind == "sentence" and _LEANS.match(span.analyzed.folded) is not None


def states_result(span: Span) -> bool:
    """Return True if a sentence is the result of the one before: "Accordingly, …", "The shock therefore …"."""
    folded = span.analyzed.folded
    return span.kind == "sentence" and (_RESULTS.match(folded) or _HENCE.search(folded)) is not None


def announces(span: Span) -> bool:
    """Return True if a sentence only says how many things follow: "The institute found two weak points."."""
    return span.kind == "sentence" and _announced(span) > 0 and bool(_sentences_after(span))


def with_announced(span: Span) -> Span:
    """Extend a sentence that announces by as many sentences as it says, up to the longest run."""
    for after in _sentences_after(span)[: _announced(span)]:
        longer = join_spans(span, after)
        if len(longer.text.split()) > LONGEST_RUN:
            break
        span = longer
    return span


def join_spans(first: Span, last: Span) -> Span:
    """Join two sentences that follow each other into one contiguous span."""
    return Span(first.passage, first.start, last.end, "sentence")


def explanation_of(span: Span) -> Span | None:
    """Return the sentences that explain a list of entries in the same cell; None if there are none, or too many."""
    passage = span.passage
    if span.kind != "list" or passage.kind != "cell":
        return None
    after = [each for each in _sentences_of(passage) if each.start >= span.end and each.text.endswith((".", "!"))]
    if not after:
        return None
    explanation = Span(passage, after[0].start, after[-1].end, "sentence")
    return explanation if len(explanation.text.split()) <= LONGEST_RUN else None


def with_compared(span: Span, asked: Collection[str]) -> Span:
    """Extend a sentence to those around it that have other stems of a comparison, up to the longest run."""
    missing = frozenset(asked) - span.analyzed.content_stems
    for other in _sentences_and_items(span.passage) if span.kind in ("sentence", "item") else ():
        if missing & other.analyzed.content_stems:
            first, last = sorted((span, other), key=lambda each: each.start)
            longer = join_spans(first, max(first, last, key=lambda each: each.end))
            if len(longer.text.split()) <= LONGEST_RUN:
                span, missing = longer, missing - other.analyzed.content_stems
    return span


def _announced(span: Span) -> int:
    """Return how many things a short sentence announces; 0 if none."""
    found = _FEW.search(span.analyzed.folded) if len(span.text.split()) <= _SHORT_SENTENCE else None
    return _NUMBERS[found[0]] if found else 0


def _sentences_after(span: Span) -> list[Span]:
    """Return the sentences that follow one in its paragraph."""
    after = [span]
    for each in _sentences_of(span.passage):
        if each.continues(after[-1]):
            after.append(each)
    return after[1:]


def _leads_into(span: Span, lists: Sequence[Span]) -> bool:
    """Return True if a span is only the lead-in of a list, which says nothing without it."""
    return span.text.endswith(":") and any(span.start == whole.start for whole in lists)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line that is not blank, without surrounding white space."""
    place = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = place + line.index(stripped[0])
            yield start, start + len(stripped)
        place += len(line) + 1


def _sentences_and_items(passage: Passage) -> Iterator[Span]:
    """Yield the sentences of paragraphs and the items of lists."""
    for start, end in _lines(passage.text):
        line = passage.text[start:end]
        kind: SpanKind = "item" if _is_item(line) or _is_listed(passage, line) else "sentence"
        for first, last in sentences(line):
            yield Span(passage, start + first, start + last, kind)


def _sentences_of(passage: Passage) -> list[Span]:
    return [span for span in _sentences_and_items(passage) if span.kind == "sentence"]


def _lists(passage: Passage) -> Iterator[Span]:
    """Yield each run of two or more items, with the line that leads in; in cells also each run of short lines."""
    lines = list(_lines(passage.text))
    texts = [passage.text[start:end] for start, end in lines]
    flags = [[_is_item(text) or _is_listed(passage, text) for text in texts]]
    if passage.kind == "cell":
        flags.append([_is_short(text) for text in texts])
    for are_items in flags:
        for first, last in _runs(are_items):
            lead = lines[first - 1] if first and passage.text[slice(*lines[first - 1])].endswith(":") else None
            yield from _list_span(passage, (lead or lines[first])[0], lines[last][1])


def _is_item(line: str) -> bool:
    return _ITEM.match(line) is not None


def _is_listed(passage: Passage, line: str) -> bool:
    """Return True if a line is an item of a list that was marked as one, such as in HTML, where bullets are no text."""
    return passage.kind == "list" and not line.endswith(":")


def _is_short(line: str) -> bool:
    """Return True if a line of a cell is one of its entries, such as a standard category, and not a sentence."""
    return len(line.split()) <= _SHORT_LINE and not line.endswith((".", ":")) and not _is_item(line)


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield first and last place of each run of two or more true values."""
    start = None
    for place, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            if place - start >= 2:
                yield start, place - 1
            start = None


def _list_span(passage: Passage, start: int, end: int) -> Iterator[Span]:
    """Yield the list, unless it is too long to be quoted in full; its lead-in is cut to the last sentence."""
    lead_end = passage.text.find("\n", start)
    if 0 < lead_end < end:
        start += max((first for first, _ in sentences(passage.text[start:lead_end])), default=0)
    if len(passage.text[start:end].split()) <= LONGEST_LIST:
        yield Span(passage, start, end, "list")
