"""Decide whether a quote plainly affirms or denies what a yes/no question asks."""

from collections.abc import Sequence

from corpus.text_analysis.sentences import sentences
from qa.answering.spans.boxes import Verdict, has_box, state_of_boxes, ticked_answer
from qa.answering.spans.span_ranker import RankedSpan
from qa.retrieval.query import Query
from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.patterns import word_pattern

_NEGATES = word_pattern("negating")
_LIMITS = word_pattern("limiting")
"""Words that make a sentence say less, or a question ask more, than its other words: "if", "still", "only"."""
LISTING_STEMS = analyzed("include comprise list mention target address count among part").content_stems
"""Stems of what a list does with its items; the list itself does not say it."""


def with_verdict(query: Query, quoted: Sequence[RankedSpan]) -> tuple[Sequence[RankedSpan], Verdict | None]:
    """Return what to quote, and the verdict if a span states one that no other cell of its row leaves open."""
    verdicts = {_verdict(query, each) for each in quoted} - {None}
    if len(verdicts) != 1:
        return quoted, None
    best = next(each for each in quoted if _verdict(query, each))
    place = best.span.passage
    others = [c for c in quoted if c.span.passage.row == place.row and c.span.passage.column != place.column]
    if any(_verdict(query, each) is None for each in others):
        return quoted, None
    return [best, *others], verdicts.pop()


def _verdict(query: Query, ranked: RankedSpan) -> Verdict | None:
    """Return yes or no if a sentence or an entry of the quote says all that was asked; None in any doubt."""
    if query.expected != "yes_no" or _NEGATES.search(query.translation.folded) or ranked.signals["contradicts"]:
        return None
    if ranked.signals["column"] < 0:
        return None
    if query.is_foreign and len(query.stems) < len(query.question.content_stems):
        return None
    verdicts = {_verdict_of(analyzed(statement), query, ranked) for statement in _statements(ranked)} - {None}
    return verdicts.pop() if len(verdicts) == 1 else None


def _statements(ranked: RankedSpan) -> list[str]:
    """Split a quote into sentences; a list of short entries is one statement, entries that deny something aside."""
    text = ranked.span.text
    if ranked.span.kind in ("whole", "list") and not _NEGATES.search(ranked.span.analyzed.folded):
        return [text]
    return [line[start:end] for line in text.split("\n") for start, end in sentences(line)]


def _verdict_of(statement: AnalyzedText, query: Query, ranked: RankedSpan) -> Verdict | None:
    """Return what one statement says, if it has each word of the question that its place does not have."""
    passage = ranked.span.passage
    parts = (part for part in (passage.context, passage.row, passage.column) if part)
    place = analyzed(" ".join(parts)).content_stems
    asked = (query.own_stems or query.stems) - (LISTING_STEMS if ranked.span.kind != "sentence" else frozenset())
    option = ticked_answer(statement.text) if ranked.span.kind == "chosen" else None
    if option is not None:
        return option if asked <= place else None
    if statement.text.rstrip().endswith("?"):
        return None
    if _LIMITS.search(query.translation.folded) or _LIMITS.search(statement.folded):
        return None
    if not asked <= statement.content_stems | place or not asked & statement.content_stems:
        return None
    if _NEGATES.search(statement.folded):
        return None if has_box(statement.text) else "no"
    return state_of_boxes(statement.text) if has_box(statement.text) else "yes"
