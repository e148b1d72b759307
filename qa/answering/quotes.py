"""Which pieces an answer quotes: the best one, those that complete it, and a close second when in doubt."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from qa.answering.answer_type_checks import meets
from qa.answering.span_ranker import RankedSpan
from qa.answering.spans import (
    Span,
    announces,
    continues_span,
    join_spans,
    leans,
    sentence_before,
    states_result,
    with_announced,
)
from qa.question.answer_type import Expected
from qa.retrieval.features import names_row
from qa.retrieval.query import Query, content_stems
from qa.text.normalize import fold
from qa.text.patterns import word_pattern as phrase

_COMPARES = phrase("compares")
_JOINS = phrase("joining")
_SECOND_WITHIN = 1.0
"""A second piece is quoted too if its score is at most this much lower: it then is right at least every fourth time."""
_DECIDED = 0.5
"""From this fit on, up to 1, a question means one column; below, it names several or none."""
_SURE = 0.9
"""From this confidence one quote is enough."""
_NAMES: tuple[Expected, ...] = ("organisation", "person", "reason")
"""Kinds of answers that often stand in the sentence before: the name, or the reason, of what "it" did."""
_PARTED = " / "
"""Between the label of a group of rows and that of a row in it: "BUDGET / Overall"."""


def led_by_a_cell(query: Query, choices: Sequence[RankedSpan]) -> Sequence[RankedSpan]:
    """The choices; for a question that compares columns, with the best cell first if it is hardly worse."""
    if not _compares(query):
        return choices
    cells = [choice for choice in choices if choice.unit.passage.column is not None and choice.unit.kind != "chosen"]
    if not cells or choices[0].score - cells[0].score > _SECOND_WITHIN:
        return choices
    return [cells[0], *(choice for choice in choices if choice is not cells[0])]


def rows_to_quote(query: Query, best: RankedSpan, labels: Collection[str]) -> list[str]:
    """The row labels, out of a document's, from which an answer is completed; none if the best piece is enough.

    A question that names a group of rows and none of its rows ("the budget") is answered by the group. One that
    compares columns or names none is answered by the row in each column.
    """
    row = best.unit.passage.row
    if row is None:
        return []
    named = _named_together(query, row, labels)
    if named:
        return named
    group = [label for label in labels if label.partition(_PARTED)[0] == row.partition(_PARTED)[0]]
    if len(group) > 1 and _asks_of_group(query, group):
        return group
    return [row] if _of_all_columns(query, best) or best.signals["column"] < 0 else []


def cited(
    query: Query, choices: Sequence[RankedSpan], confidence: float, completing: Sequence[RankedSpan]
) -> list[RankedSpan]:
    """The pieces to quote: the best of the choices, with those of the completing rows that belong to it."""
    best = _in_named_column(choices[0], completing)
    if best is not choices[0]:
        return [_in_full(query, best)]
    continued = [choice for choice in choices if choice.unit.kind == "list" and choice.unit.follows(best.unit)]
    others = _others(query, best, completing)
    if continued and not _compares(query) and query.expected in ("list", "any", "definition", "number"):
        return [best, continued[0]]
    if others:
        return others
    if query.expected != "number" and announces(best.unit):
        return [replace(best, unit=with_announced(best.unit))]
    quoted = [best] if confidence >= _SURE else [best, *_close_second(choices)]
    return _as_runs([_in_full(query, choice) for choice in quoted])


def _in_named_column(best: RankedSpan, completing: Sequence[RankedSpan]) -> RankedSpan:
    """The best piece; where its column is not the one named, the first of its row that stands in the one named."""
    if best.signals["column"] >= 0:
        return best
    row = best.unit.passage.row
    return next((c for c in completing if c.unit.passage.row == row and c.signals["column"] > 0), best)


def _compares(query: Query) -> bool:
    return _COMPARES.search(fold(query.text)) is not None


def _in_full(query: Query, choice: RankedSpan) -> RankedSpan:
    """The choice with the sentence that it leans on, where the question asks for what that one says."""
    before = sentence_before(choice.unit)
    if before is None or not leans(choice.unit) or not _adds(query, before, choice.unit):
        return choice
    return replace(choice, unit=join_spans(before, choice.unit))


def _adds(query: Query, before: Span, unit: Span) -> bool:
    """Whether the sentence before holds words of the question that this one lacks, or the reason or name asked for."""
    if query.expected == "reason" and states_result(unit):
        return True
    if query.expected in _NAMES:
        return meets(query.expected, query.gloss, before.text)
    return bool(
        (query.own or query.stems) & content_stems(before.text) - content_stems(f"{unit.passage.context} {unit.text}")
    )


def _as_runs(choices: Sequence[RankedSpan]) -> list[RankedSpan]:
    """The choices, those that share or continue sentences of one paragraph as one quote."""
    runs: list[RankedSpan] = []
    for choice in choices:
        if runs and _touch(runs[-1].unit, choice.unit):
            first, last = sorted((runs[-1].unit, choice.unit), key=lambda unit: unit.start)
            runs[-1] = replace(runs[-1], unit=join_spans(first, max(first, last, key=lambda unit: unit.end)))
        else:
            runs.append(choice)
    return runs


def _touch(one: Span, other: Span) -> bool:
    """Whether two sentences overlap or follow each other."""
    if one.kind != "sentence" or other.kind != "sentence":
        return False
    return one.overlaps(other) or continues_span(one, other) or continues_span(other, one)


def _named_together(query: Query, row: str, labels: Collection[str]) -> list[str]:
    """The rows, of the best piece's group, that a question names at once: "starting and ending year"."""
    if not _JOINS.search(fold(query.text)):
        return []
    group = row.rpartition(_PARTED)[0]
    named = [label for label in labels if label.rpartition(_PARTED)[0] == group and names_row(query, label)]
    return named if len(named) > 1 else []


def _asks_of_group(query: Query, group: Sequence[str]) -> bool:
    """Whether a question names a group of rows and none of the rows in it."""
    parent, *_ = group[0].partition(_PARTED)
    asked = content_stems(parent)
    own = {word for label in group for word in content_stems(label.partition(_PARTED)[2])} - asked
    return bool(asked) and asked <= query.stems and not own & query.stems


def _of_all_columns(query: Query, best: RankedSpan) -> bool:
    """Whether a question compares the columns of the best piece's table, or names none of them."""
    if best.unit.passage.column is None:
        return False
    return _compares(query) or abs(best.signals["column"]) <= _DECIDED


def _others(query: Query, best: RankedSpan, completing: Sequence[RankedSpan]) -> list[RankedSpan]:
    """The best piece and the first one of each other cell of its row, or of the rows named at once; else none.

    Of other rows, such as those of a group, only short cells that meet the question are taken.
    """
    passage = best.unit.passage
    columns = _of_all_columns(query, best)
    named = _named_together(query, passage.row or "", {choice.unit.passage.row or "" for choice in completing})
    firsts: dict[tuple[str | None, str | None], RankedSpan] = {(passage.row, passage.column): best}
    for choice in completing:
        other = choice.unit.passage
        asked = other.row == passage.row or other.row in named
        fits = asked or (choice.unit.kind == "whole" and choice.signals["meets"] > 0)
        if (
            _same_table(choice, best)
            and other.column is not None
            and fits
            and (columns or other.column == passage.column)
        ):
            firsts.setdefault((other.row, other.column), choice)
    if len(firsts) == 1:
        return []
    return [_in_full(query, choice) for (row, _), choice in firsts.items() if not named or row in named]


def _close_second(choices: Sequence[RankedSpan]) -> list[RankedSpan]:
    """The next piece that is not part of the first, if it is nearly as good and no rival column of the same table."""
    best = choices[0]
    for choice in choices[1:]:
        if choice.unit.overlaps(best.unit) or choice.unit.text == best.unit.text or _rival_column(choice, best):
            continue
        return [choice] if best.score - choice.score <= _SECOND_WITHIN else []
    return []


def _rival_column(one: RankedSpan, other: RankedSpan) -> bool:
    return _same_table(one, other) and one.unit.passage.column != other.unit.passage.column


def _same_table(one: RankedSpan, other: RankedSpan) -> bool:
    first, second = one.unit.passage, other.unit.passage
    return (first.document_id, first.table) == (second.document_id, second.table)
