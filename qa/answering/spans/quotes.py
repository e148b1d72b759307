"""Decide which spans an answer quotes: the best one, those that complete it, and a close second when in doubt."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from qa.answering.spans.answer_type_checks import BY_LIST, IN_SENTENCE_BEFORE, meets
from qa.answering.spans.span import (
    Span,
    announces,
    explanation_of,
    join_spans,
    leans_on_previous,
    sentence_before,
    states_result,
    with_announced,
    with_compared,
)
from qa.answering.spans.span_ranker import RankedSpan
from qa.retrieval.features import names_row
from qa.retrieval.query import Query
from qa.text.analyzed_text import analyzed
from qa.text.patterns import word_pattern

_COMPARES = word_pattern("compares")
_JOINS = word_pattern("joining")
_ALTERNATIVE = word_pattern("alternative")
_SECOND_WITHIN = 1.0
"""Maximum distance in score at which a second span is quoted too: it is then right at least every fourth time."""
_DECIDED = 0.5
"""Minimum column fit for a question to be about that one column; below, it names several or none."""
_SURE = 0.9
"""Minimum confidence at which one quote is enough."""
_GROUP_SEPARATOR = " / "
"""Between the label of a group of rows and that of a row in it: "BUDGET / Overall"."""


def led_by_a_cell(query: Query, ranked: Sequence[RankedSpan]) -> Sequence[RankedSpan]:
    """Return the spans; for a question that compares columns, with the best cell first if it is hardly worse."""
    if not _compares(query):
        return ranked
    cells = [each for each in ranked if each.span.passage.column is not None and each.span.kind != "chosen"]
    if not cells or ranked[0].score - cells[0].score > _SECOND_WITHIN:
        return ranked
    return [cells[0], *(each for each in ranked if each is not cells[0])]


def rows_to_quote(query: Query, best: RankedSpan, labels: Collection[str]) -> list[str]:
    """Return the row labels, out of a document's, that complete an answer; none if the best span is enough.

    A question that names a group of rows and none of its rows ("the budget") is answered by the group. One that
    compares columns or names none is answered by the row in each column.
    """
    row = best.span.passage.row
    if row is None:
        return []
    named = _named_together(query, row, labels)
    if named:
        return named
    group = [label for label in labels if label.partition(_GROUP_SEPARATOR)[0] == row.partition(_GROUP_SEPARATOR)[0]]
    if len(group) > 1 and _asks_of_group(query, group):
        return group
    return [row] if _of_all_columns(query, best) or best.signals["column"] < 0 else []


def spans_to_quote(
    query: Query, ranked: Sequence[RankedSpan], confidence: float, completing: Sequence[RankedSpan]
) -> list[RankedSpan]:
    """Return the spans to quote: the best one, with those of the completing rows that belong to it."""
    best = _in_named_column(ranked[0], completing)
    if best is not ranked[0]:
        return [_in_full(query, best)]
    continued = [each for each in ranked if each.span.kind == "list" and each.span.follows(best.span)]
    others = _others(query, best, completing)
    if continued and not _compares(query) and query.expected in BY_LIST:
        return [best, continued[0]]
    if others:
        return others
    if query.expected in BY_LIST - {"number"} and (explanation := explanation_of(best.span)) is not None:
        return [best, replace(best, span=explanation)]
    if query.expected != "number" and announces(best.span):
        return [replace(best, span=with_announced(best.span))]
    if _contrasts(query) and (both := with_compared(best.span, query.question.content_stems)) is not best.span:
        return [replace(best, span=both)]
    quoted = [best] if confidence >= _SURE else [best, *_close_second(ranked)]
    return _as_runs([_in_full(query, each) for each in quoted])


def _in_named_column(best: RankedSpan, completing: Sequence[RankedSpan]) -> RankedSpan:
    """Return the best span, or the first of its row in the column that is named, where that is another one."""
    if best.signals["column"] >= 0:
        return best
    row = best.span.passage.row
    return next((each for each in completing if each.span.passage.row == row and each.signals["column"] > 0), best)


def _compares(query: Query) -> bool:
    return _COMPARES.search(query.question.folded) is not None


def _contrasts(query: Query) -> bool:
    """Return True if a question compares or names alternatives, of which one sentence may state only one."""
    return _compares(query) or _ALTERNATIVE.search(query.question.folded) is not None


def _in_full(query: Query, ranked: RankedSpan) -> RankedSpan:
    """Add the sentence that a span leans on, where the question asks for what that one says."""
    before = sentence_before(ranked.span)
    leans = leans_on_previous(ranked.span) or (query.expected == "reason" and states_result(ranked.span))
    if before is None or not leans or not _adds(query, before, ranked.span):
        return ranked
    return replace(ranked, span=join_spans(before, ranked.span))


def _adds(query: Query, before: Span, span: Span) -> bool:
    """Return True if the sentence before has words of the question that this one lacks, or the reason or name."""
    if query.expected == "reason" and states_result(span):
        return True
    if query.expected in IN_SENTENCE_BEFORE:
        return meets(query.expected, query.translation, before.analyzed)
    known = analyzed(span.passage.context).content_stems | span.analyzed.content_stems
    return bool((query.own_stems or query.stems) & before.analyzed.content_stems - known)


def _as_runs(ranked: Sequence[RankedSpan]) -> list[RankedSpan]:
    """Join spans that share or continue sentences of one paragraph into one quote."""
    runs: list[RankedSpan] = []
    for each in ranked:
        if runs and _touch(runs[-1].span, each.span):
            first, last = sorted((runs[-1].span, each.span), key=lambda span: span.start)
            runs[-1] = replace(runs[-1], span=join_spans(first, max(first, last, key=lambda span: span.end)))
        else:
            runs.append(each)
    return runs


def _touch(one: Span, other: Span) -> bool:
    """Return True if two sentences overlap or follow each other."""
    if one.kind != "sentence" or other.kind != "sentence":
        return False
    return one.overlaps(other) or one.continues(other) or other.continues(one)


def _named_together(query: Query, row: str, labels: Collection[str]) -> list[str]:
    """Return the rows of the best span's group that a question names at once: "starting and ending year"."""
    if not _JOINS.search(query.question.folded):
        return []
    group = row.rpartition(_GROUP_SEPARATOR)[0]
    named = [label for label in labels if label.rpartition(_GROUP_SEPARATOR)[0] == group and names_row(query, label)]
    return named if len(named) > 1 else []


def _asks_of_group(query: Query, group: Sequence[str]) -> bool:
    """Return True if a question names a group of rows and none of the rows in it."""
    parent = analyzed(group[0].partition(_GROUP_SEPARATOR)[0]).content_stems
    own = {word for label in group for word in analyzed(label.partition(_GROUP_SEPARATOR)[2]).content_stems} - parent
    return bool(parent) and parent <= query.stems and not own & query.stems


def _of_all_columns(query: Query, best: RankedSpan) -> bool:
    """Return True if a question compares the columns of the best span's table, or names none of them."""
    if best.span.passage.column is None:
        return False
    return _compares(query) or abs(best.signals["column"]) <= _DECIDED


def _others(query: Query, best: RankedSpan, completing: Sequence[RankedSpan]) -> list[RankedSpan]:
    """Return the best span and the first one of each other cell of its row, or of rows named at once; else none."""
    passage = best.span.passage
    named = _named_together(query, passage.row or "", {each.span.passage.row or "" for each in completing})
    firsts: dict[tuple[str | None, str | None], RankedSpan] = {(passage.row, passage.column): best}
    for each in completing:
        if _completes(each, best, named, of_all_columns=_of_all_columns(query, best)):
            firsts.setdefault((each.span.passage.row, each.span.passage.column), each)
    if len(firsts) == 1:
        return []
    return [_in_full(query, each) for (row, _), each in firsts.items() if not named or row in named]


def _completes(other: RankedSpan, best: RankedSpan, named: Collection[str], *, of_all_columns: bool) -> bool:
    """Return True if a cell belongs beside the best one: of its row, a row named at once, or a short one that fits."""
    passage, place = best.span.passage, other.span.passage
    if place.column is None or not _same_table(other, best):
        return False
    if not of_all_columns and place.column != passage.column:
        return False
    if other.signals["contradicts"] > best.signals["contradicts"]:
        return False
    is_named = place.row == passage.row or place.row in named
    return is_named or (other.span.kind == "whole" and other.signals["meets"] > 0)


def _close_second(ranked: Sequence[RankedSpan]) -> list[RankedSpan]:
    """Return the next span apart from the first, if nearly as good and not in a rival column of the same table."""
    best = ranked[0]
    for each in ranked[1:]:
        if each.span.overlaps(best.span) or each.span.text == best.span.text or _rival_column(each, best):
            continue
        return [each] if best.score - each.score <= _SECOND_WITHIN else []
    return []


def _rival_column(one: RankedSpan, other: RankedSpan) -> bool:
    return _same_table(one, other) and one.span.passage.column != other.span.passage.column


def _same_table(one: RankedSpan, other: RankedSpan) -> bool:
    first, second = one.span.passage, other.span.passage
    return (first.document_id, first.table) == (second.document_id, second.table)
