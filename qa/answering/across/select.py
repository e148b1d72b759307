"""Select the countries, policies or documents that satisfy a condition, and name those that do not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.model import Document
from qa.answering.across.editions import newest_editions
from qa.answering.across.findings import Finding, Topic, tables_of, topic_in
from qa.answering.across.selection.conditions import Condition, Judged, coverage_of, denial, idf_of, judge_findings
from qa.answering.across.selection.existence import judge_existence
from qa.answering.across.selection.kinds import judge_kinds
from qa.answering.across.selection.limits import Limit, limit_of, without_limit
from qa.answering.across.selection.quoted_options import judge_quoted
from qa.answering.across.selection.within_limit import judge_values
from qa.answering.across.table_answer import TableAnswer, message, write_table
from qa.answering.across.wording import (
    asks_to_select,
    comparison_pattern,
    extreme_of,
    quoted_words,
    selects_absence,
    selects_policies,
    without_selection,
    year_row_of,
)
from qa.answering.answer_finder import AskedQuestion
from qa.answering.direct.facts import generic_stems
from qa.answering.multi_document import topic_of
from qa.answering.pipeline import AnswerPipeline
from qa.answering.spans.yes_no import HAVING_STEMS, LISTING_STEMS
from qa.answering.timer import Stopwatch
from qa.model import Answer
from qa.question.plan import Plan
from qa.retrieval.query import Query
from qa.text.analyzed_text import analyzed
from qa.text.normalize import stem

_EMPTY = LISTING_STEMS | analyzed("open eligible allowed available covered per").content_stems
"""Stems of words that say of an item only that it is one, and of "per", which the translation of "annual" has."""
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
    limit = limit_of(plan.text, plan.language)
    topic = _topic(plan, finder.countries, limit)
    with clock.step("embed"):
        query = finder.retriever.query(topic, plan.language)
    if limit is not None:
        query = replace(query, expected=limit.expected)
    found = topic_in(finder, query, documents, clock)
    unknown = _unknown(pipeline, query)
    judged = _judged(plan, _material(pipeline, plan, found, unknown), limit)
    best = max((attempt for _, attempt in found.attempts), key=lambda attempt: attempt.confidence)
    if any(each.matches is not None for each in judged):
        return _written(pipeline, clock, plan, judged, documents, best.confidence)
    if not unknown or not asks_to_select(plan.text):
        return None
    return replace(pipeline.writer.refused(AskedQuestion.of(plan), best), plan=plan)


def _topic(plan: Plan, countries: Collection[str], limit: Limit | None) -> str:
    """Return the condition of a selection, with the name of the row on years that a limit is about."""
    topic = without_selection(topic_of(plan, countries, without_limit(plan.text, limit))) or plan.text
    names = {"date": ("start", "end"), "amount": ("each",)}.get(limit.expected if limit else "", ())
    return f"{topic} {year_row_of(plan.text, *names)}".strip()


def select_if_asked(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Answer a plan of another kind if its question plainly asks to select; None for one that ranks."""
    limit = limit_of(plan.text, plan.language)
    is_ranking = extreme_of(without_limit(plan.text, limit)) is not None
    has_several = len(plan.scope.documents) > 1 or selects_policies(plan.text)
    return select(pipeline, plan) if asks_to_select(plan.text) and has_several and not is_ranking else None


def _is_selection(plan: Plan) -> bool:
    """Return True if a question asks which countries or policies, not for something else that several of them state."""
    if plan.expected == "reason":
        return False
    return asks_to_select(plan.text) or selects_absence(plan.text) or plan.expected == "any"


@dataclass(frozen=True, slots=True)
class _Material:
    """What can be judged: rows that are shared, sentences, and the condition; `is_known` if documents use its words."""

    topic: Topic
    tables: Sequence[Mapping[str, Sequence[Finding]]]
    rows: Sequence[Sequence[Finding]]
    sentences: Sequence[Finding]
    condition: Condition
    is_known: bool


def _material(pipeline: AnswerPipeline, plan: Plan, topic: Topic, unknown: Collection[str]) -> _Material:
    """Collect what the documents of a topic say, and weigh the words of the condition by it."""
    tables = tables_of(pipeline.index, [document for document, _ in topic.attempts])
    rows = _shared_rows(topic, tables)
    sentences = [
        Finding(document, each)
        for document, attempt in topic.attempts
        for each in attempt.spans
        if each.span.kind == "sentence" and not each.source.signals["repeated"]
    ]
    generic = generic_stems() if selects_policies(plan.text) else frozenset[str]()
    stems = topic.query.stems - _EMPTY - generic
    idf = idf_of(stems, [*(cell for row in rows for cell in row), *sentences], unknown)
    condition = Condition(topic.query.translation, selects_absence(plan.text), idf)
    positive = replace(condition, negated=False)
    most = max(_most_covered(rows, positive), _most_covered([[each] for each in sentences], positive))
    return _Material(topic, tables, rows, sentences, condition, not unknown or most > _COVERED)


def _judged(plan: Plan, material: _Material, limit: Limit | None) -> list[Judged]:
    """Judge by what is put in quotation marks or by a limit, else by the kind of policy, a row, or what is said."""
    condition, by_policy = material.condition, selects_policies(plan.text)
    if quoted := judge_quoted(material.rows, quoted_words(plan.text), negated=condition.negated):
        return _by_document(quoted, by_policy=by_policy)
    if limit is not None:
        return _by_document(_within_limit(material, limit), by_policy=by_policy)
    kinds = judge_kinds(material.rows, without_selection(plan.text), negated=condition.negated, by_policy=by_policy)
    if kinds:
        return _with_denials(_by_document(kinds, by_policy=by_policy), material.sentences, condition)
    if existing := _existing(plan, material, by_policy=by_policy):
        return existing
    judged = _by_words(material, by_policy=by_policy) if material.is_known else []
    return judged if by_policy else _with_denials(judged, material.sentences, condition)


def _within_limit(material: _Material, limit: Limit) -> list[Judged]:
    """Judge by values; of a condition with words that no document has, only by those of a row with most of it."""
    rows = [row for row in material.rows if material.is_known or coverage_of(row, material.condition) > _COVERED]
    return judge_values(rows, material.sentences, material.topic, material.condition, limit)


def _existing(plan: Plan, material: _Material, *, by_policy: bool) -> list[Judged]:
    """Judge countries by whether they have a row's entry, and policies by whether they have an end."""
    negated = material.condition.negated
    lacking = year_row_of(plan.text, "end") if negated else ""
    if by_policy and not lacking:
        return []
    words = analyzed(lacking) if lacking else material.condition.words
    return judge_existence(material.tables, words, negated=negated, by_policy=by_policy)


def _unknown(pipeline: AnswerPipeline, query: Query) -> frozenset[str]:
    """Return the stems of a question in the documents' language that no document has, those of usual verbs aside."""
    known, verbs = pipeline.index.vocabulary.known, comparison_pattern("selection", "verbs")
    words = () if query.is_foreign else query.question.content_words
    unknown = {stem(word) for word in words if word not in known and not verbs.fullmatch(word)}
    return frozenset(unknown - _EMPTY - HAVING_STEMS)


def _shared_rows(topic: Topic, tables: Sequence[Mapping[str, Sequence[Finding]]]) -> list[list[Finding]]:
    """Return the rows that several documents have, or of one document those of several columns, found ones first."""
    labels = dict.fromkeys([*topic.shared_rows, *(label for table in tables for label in table)])
    rows = [[cell for table in tables for cell in table.get(label, ())] for label in labels]
    alone = len(topic.attempts) == 1
    return [row for row in rows if len({cell.column if alone else cell.document.id for cell in row}) > 1]


def _by_words(material: _Material, *, by_policy: bool) -> list[Judged]:
    """Judge the cells of the row whose label and statements cover the condition best; without one the sentences.

    What lacks something is what denies it where the row's label names it, else what does not say it.
    """
    rows, sentences, condition = material.rows, material.sentences, material.condition
    found = len(material.topic.shared_rows)
    if not condition.negated:
        return _by_document(_best(rows, found, sentences, condition), by_policy=by_policy)
    positive = replace(condition, negated=False)
    denied, said = _most_covered(rows, condition), _most_covered(rows, positive)
    is_label = any(condition.weight_of_label(row) >= _DENIED * condition.total for row in rows)
    if denied >= _DENIED and (is_label or said < _DENIED):
        return _by_document(_best(rows, found, sentences, condition), by_policy=by_policy)
    if said < _DENIED:
        return []
    affirmed = _by_document(_best(rows, found, sentences, positive), by_policy=by_policy)
    return [Judged(each.finding, not each.matches) for each in affirmed]


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
    heading = "" if matching or silent else message(plan.language, "none_matches")
    table = TableAnswer(matching, confidence, heading, others=others, silent=silent, selects=True)
    return write_table(pipeline.writer, clock, plan, table)
