"""Select the countries, policies or documents that satisfy a condition, and name those that do not."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Document
from qa.answering.across.conditions import Condition, Judged, coverage_of, denial, idf_of, judge_findings
from qa.answering.across.editions import newest_editions
from qa.answering.across.existence import judge_existence
from qa.answering.across.findings import Finding, Topic, tables_of, topic_in
from qa.answering.across.table_answer import TableAnswer, message, write_table
from qa.answering.across.values import limit_of, stated_value
from qa.answering.across.wording import asks_to_select, selects_absence, selects_policies, without_selection
from qa.answering.multi_document import topic_of
from qa.answering.pipeline import AnswerPipeline
from qa.answering.timer import Stopwatch
from qa.model import Answer
from qa.question.plan import Plan

_COVERED = 0.5
"""Minimum share of a condition's weight in one of the rows that were found; below it all rows are considered."""


_DENIED = 0.75
"""Minimum share of a condition's weight in a row and a statement that denies it, or says it if none denies it."""


def select(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Answer which countries or policies satisfy a condition; None if no document says anything on it."""
    if plan.scope.absent_countries or plan.scope.absent_years or not _is_selection(plan):
        return None
    clock = Stopwatch()
    finder, documents = pipeline.finder, newest_editions(plan.scope.documents)
    topic = without_selection(topic_of(plan, finder.countries)) or plan.text
    with clock.step("embed"):
        query = finder.retriever.query(topic, plan.language)
    found = topic_in(finder, query, documents, clock)
    condition = Condition(query.translation, limit_of(plan.text, plan.language), selects_absence(plan.text), {})
    judged = _judged(pipeline, found, condition, by_policy=selects_policies(plan.text))
    if not any(each.matches is not None for each in judged):
        return None
    confidence = max(attempt.confidence for _, attempt in found.attempts)
    return _written(pipeline, clock, plan, judged, documents, confidence)


def _is_selection(plan: Plan) -> bool:
    """Return True if a question asks which countries or policies, not for something else that several of them state."""
    return asks_to_select(plan.text) or selects_absence(plan.text) or plan.expected == "any"


def _judged(pipeline: AnswerPipeline, topic: Topic, condition: Condition, *, by_policy: bool) -> list[Judged]:
    """Judge the cells of the row whose label and statements cover the condition best; without one the sentences."""
    tables = tables_of(pipeline.index, [document for document, _ in topic.attempts])
    labels = dict.fromkeys([*topic.shared_rows, *(label for table in tables for label in table)])
    rows = [[cell for table in tables for cell in table.get(label, ())] for label in labels]
    alone = len(topic.attempts) == 1
    shared = [row for row in rows if len({cell.column if alone else cell.document.id for cell in row}) > 1]
    sentences = [
        Finding(document, each)
        for document, attempt in topic.attempts
        for each in attempt.spans
        if each.span.kind == "sentence" and not each.source.signals["repeated"]
    ]
    weighed = replace(condition, idf=idf_of(condition.words, [*(cell for row in shared for cell in row), *sentences]))
    if condition.limit is not None:
        valued = [row for row in shared if _has_value(row, condition)]
        row = next(iter(_covering(valued, weighed) if alone else valued), None) or _on_topic(sentences, weighed)
        return _by_document(judge_findings(row, condition), by_policy=by_policy)
    if not by_policy and (existing := judge_existence(tables, condition)):
        return existing
    if weighed.negated and _most_covered(shared, weighed) < _DENIED:
        positive = replace(weighed, negated=False)
        if _most_covered(shared, positive) < _DENIED:
            return []
        affirmed = _by_document(_best(shared, len(topic.shared_rows), sentences, positive), by_policy=by_policy)
        judged = [Judged(each.finding, not each.matches) for each in affirmed]
    else:
        judged = _by_document(_best(shared, len(topic.shared_rows), sentences, weighed), by_policy=by_policy)
    return _with_denials(judged, sentences, weighed)


def _covering(rows: Sequence[list[Finding]], condition: Condition) -> list[list[Finding]]:
    """Return the rows that cover enough of a condition, the most first: no search ranked those of one document."""
    ranked = sorted(rows, key=lambda row: coverage_of(row, condition), reverse=True)
    return [row for row in ranked if coverage_of(row, condition) >= _COVERED]


def _on_topic(sentences: Sequence[Finding], condition: Condition) -> list[Finding]:
    """Return the sentences with enough of a condition's words; a value in another one is that of something else."""
    return [each for each in sentences if coverage_of([each], condition) >= _COVERED]


def _best(
    rows: Sequence[Sequence[Finding]], found: int, sentences: Sequence[Finding], condition: Condition
) -> list[Judged]:
    """Judge by the row that covers the condition best, of those found, or of all if none found covers enough."""
    considered = rows[:found] if _most_covered(rows[:found], condition) >= _COVERED else rows
    judged = [judge_findings(row, condition) for row in considered]
    return max(judged, key=lambda row: _fit(row, condition), default=judge_findings(sentences, condition))


def _most_covered(rows: Sequence[Sequence[Finding]], condition: Condition) -> float:
    return max((coverage_of(row, condition) for row in rows), default=0.0)


def _fit(judged: Sequence[Judged], condition: Condition) -> tuple[float, float]:
    """Rank rows by how much of a condition they cover, then by how many documents match.

    Denials are compared by the length of the cells instead: in a short cell they are about the row, in a long one often
    about something else.
    """
    row = [each.finding for each in judged]
    matching = {each.finding.document.id for each in judged if each.matches}
    length = sum(len(finding.text.split()) for finding in row) / len(row)
    return round(coverage_of(row, condition), 1), -length if condition.negated else len(matching)


def _with_denials(judged: Sequence[Judged], sentences: Sequence[Finding], condition: Condition) -> list[Judged]:
    """Quote the sentence that denies the condition, once, where a document has one: it shows what does not meet it."""
    found: dict[object, Judged] = {}
    for each in judged:
        own = [sentence for sentence in sentences if sentence.document.id == each.finding.document.id]
        explicit = denial(own, condition) if each.matches is condition.negated else None
        place = explicit.ranked.span if explicit else each.finding.ranked.span
        found.setdefault((place.passage.id, place.start), Judged(explicit or each.finding, each.matches))
    return list(found.values())


def _has_value(findings: Sequence[Finding], condition: Condition) -> bool:
    limit = condition.limit
    return limit is not None and any(stated_value(each.text, [limit.unit], condition.words) for each in findings)


def _by_document(judged: Sequence[Judged], *, by_policy: bool) -> list[Judged]:
    """Keep of each document the findings that match; if none does, the first one that says something.

    If policies are selected, all findings are kept.
    """
    if by_policy:
        return list(judged)
    by_document: dict[str, list[Judged]] = {}
    for each in judged:
        by_document.setdefault(each.finding.document.id, []).append(each)
    return [
        each
        for found in by_document.values()
        for each in [one for one in found if one.matches] or [min(found, key=lambda one: one.matches is None)]
    ]


def _written(
    pipeline: AnswerPipeline,
    clock: Stopwatch,
    plan: Plan,
    judged: Sequence[Judged],
    documents: Sequence[Document],
    confidence: float,
) -> Answer:
    matching = [each.finding for each in judged if each.matches]
    others = [each.finding for each in judged if each.matches is False]
    speaking = {each.finding.document.id for each in judged if each.matches is not None}
    silent = [document for document in documents if document.id not in speaking]
    heading = "" if matching else message(plan.language, "none_matches")
    table = TableAnswer(matching, confidence, heading, others=others, silent=silent, selects=True)
    return write_table(pipeline.writer, clock, plan, table)
