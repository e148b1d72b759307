"""Whether a quote plainly holds or denies what a yes/no question asks."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from qa.answering.span_ranker import RankedSpan
from qa.retrieval.query import Query, content_stems
from qa.text.normalize import fold
from qa.text.patterns import word_pattern as phrase
from qa.text.sentences import sentences

Verdict: TypeAlias = Literal["yes", "no"]

_NEGATES = phrase("negating")
_LIMITS = phrase("limiting")
"""Words by which a sentence says less, or a question asks more, than its other words tell: "if", "still", "only"."""
_LISTS = frozenset(content_stems("include list mention target address count among part"))
"""Stems of what a list does with its items; the list itself does not say it."""


def with_verdict(query: Query, chosen: Sequence[RankedSpan]) -> tuple[Sequence[RankedSpan], Verdict | None]:
    """What to quote, and the verdict where a piece states one that no other cell of its row leaves open or denies."""
    said = {_verdict(query, choice) for choice in chosen} - {None}
    if len(said) != 1:
        return chosen, None
    best = next(choice for choice in chosen if _verdict(query, choice))
    place = best.unit.passage
    others = [c for c in chosen if c.unit.passage.row == place.row and c.unit.passage.column != place.column]
    if any(_verdict(query, choice) is None for choice in others):
        return chosen, None
    return [best, *others], said.pop()


def _verdict(query: Query, choice: RankedSpan) -> Verdict | None:
    """Yes or no where a sentence or an entry of the quote says all that was asked; None in any doubt."""
    if query.expected != "yes_no" or _NEGATES.search(fold(query.gloss)) or choice.signals["contradicts"]:
        return None
    if choice.signals["column"] < 0:
        return None
    if query.is_foreign and len(query.stems) < len(content_stems(query.text)):
        return None
    told = {_verdict_of(statement, query, choice) for statement in _statements(choice)} - {None}
    return told.pop() if len(told) == 1 else None


def _statements(choice: RankedSpan) -> list[str]:
    """The sentences of a quote; a list of short entries is one statement, but for entries that deny something."""
    text = choice.unit.text
    lines = text.split("\n")
    if choice.unit.kind in ("whole", "list") and not _NEGATES.search(fold(text)):
        return [text]
    return [line[start:end] for line in lines for start, end in sentences(line)]


def _verdict_of(statement: str, query: Query, choice: RankedSpan) -> Verdict | None:
    """What one statement says, if it holds each word of the question that its place does not hold."""
    passage = choice.unit.passage
    place = content_stems(f"{passage.context} {passage.row} {passage.column}")
    asked = (query.own or query.stems) - (_LISTS if choice.unit.kind != "sentence" else frozenset())
    said = content_stems(statement)
    if _LIMITS.search(fold(query.gloss)) or _LIMITS.search(fold(statement)):
        return None
    if not asked <= said | place or not asked & said:
        return None
    return "no" if _NEGATES.search(fold(statement)) else "yes"
