"""Select by what the cells of one row say, or one sentence of each document."""

from collections.abc import Sequence

from qa.answering.across.findings import Finding, Topic, statements_of
from qa.answering.across.selection.conditions import Condition, Judged, judge_findings
from qa.answering.across.selection.existence import judge_entries
from qa.answering.across.selection.row_choice import RowCandidate, candidates
from qa.answering.spans.answer_type_checks import states_absence

_COVERED = 0.5
"""Minimum share of a condition's weight in what it is judged by."""
_COVERED_TRANSLATED = 0.25
"""The same for a translated condition: some of its words are other words' translations."""


def judge_words(
    topic: Topic, rows: Sequence[Sequence[Finding]], sentences: Sequence[Finding], condition: Condition
) -> list[Judged]:
    """Judge by the row that fits the condition best, or by sentences; nothing is returned if none has enough of it.

    A row in which no cell affirms the condition shows nothing.
    """
    enough = _COVERED_TRANSLATED if topic.query.is_foreign else _COVERED
    for candidate in candidates(topic, rows, sentences, condition):
        if candidate.covered < enough:
            continue
        judged = _judged(candidate)
        if any(each.matches for each in judged):
            return judged
    return []


def row_on(topic: Topic, rows: Sequence[Sequence[Finding]], condition: Condition) -> RowCandidate | None:
    """Return the row that fits a condition best; None if none has enough of it."""
    enough = _COVERED_TRANSLATED if topic.query.is_foreign else _COVERED
    return next((each for each in candidates(topic, rows, (), condition) if each.covered >= enough), None)


def judge_missing(topic: Topic, rows: Sequence[Sequence[Finding]], condition: Condition) -> list[Judged]:
    """Judge by which cells of the row that a condition is about say that there are no data."""
    found = row_on(topic, rows, condition)
    row = found.findings if found is not None else ()
    judged = [Judged(each, states_absence(statements_of(each)[0].analyzed)) for each in row]
    return judged if any(each.matches for each in judged) else []


def _judged(candidate: RowCandidate) -> list[Judged]:
    """Judge by the words beyond the row's label; without any by whether there is an entry."""
    if candidate.is_row and not candidate.condition.total:
        return judge_entries([[each] for each in candidate.findings])
    return judge_findings(candidate.findings, candidate.condition)
