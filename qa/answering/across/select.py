"""Select the countries, policies or documents that satisfy a condition, and name those that do not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.model import Document
from qa.answering.across.editions import newest_editions
from qa.answering.across.fields.named_field import fields_named
from qa.answering.across.findings import Finding, Topic, found_in, meant, of_years, tables_of, topic_in
from qa.answering.across.selection.all_conditions import satisfying_all
from qa.answering.across.selection.by_words import judge_missing, judge_words
from qa.answering.across.selection.conditions import Condition, Judged, coverage_of, denial, idf_of
from qa.answering.across.selection.existence import judge_existence
from qa.answering.across.selection.kinds import judge_kinds
from qa.answering.across.selection.limits import Limit, limit_of, without_limit
from qa.answering.across.selection.quoted_options import judge_quoted
from qa.answering.across.selection.sole import judge_sole
from qa.answering.across.selection.within_limit import judge_values
from qa.answering.across.table_answer import TableAnswer, message, write_table
from qa.answering.across.wording import (
    asks_of_all,
    asks_to_select,
    comparison_pattern,
    conditions_of,
    extreme_of,
    names_level_of_policy,
    offers_alternatives,
    quoted_words,
    selects_absence,
    selects_alone,
    selects_missing_data,
    selects_policies,
    selects_sole,
    without_selection,
    year_row_of,
)
from qa.answering.answer_finder import AskedQuestion, Attempt
from qa.answering.direct.facts import generic_stems
from qa.answering.messages import verdict_word
from qa.answering.multi_document import topic_of
from qa.answering.pipeline import AnswerPipeline
from qa.answering.spans.yes_no import HAVING_STEMS, LISTING_STEMS
from qa.answering.timer import Stopwatch
from qa.model import Answer
from qa.question.kind_classifier import asking_stems
from qa.question.plan import Plan
from qa.retrieval.column_match import LEVELS
from qa.retrieval.query import Query
from qa.text.analyzed_text import analyzed
from qa.text.normalize import stem

_EMPTY = (
    LISTING_STEMS
    | analyzed(
        "open eligible allowed available covered per known given already yet still also ever currently now right moment"
        " today present all any"
    ).content_stems
)
"""Stems of words that say of an item only that it is one, and of "per", which the translation of "annual" has."""
_SUPPORTING = analyzed("support supports help aid assist assistance offer give").stems
"""Stems of words for what all policies do, which tell none of them apart."""
_MOST, _ANY = 0.75, 0.4
"""Minimum weight in a statement, as a share of the most in any, to satisfy a condition, or one with alternatives."""
_COVERED = 0.5
"""Minimum share of a condition's weight in one of the rows that were found; below it all rows are considered."""


def select(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Answer which countries or policies satisfy a condition; None if no document says anything on it."""
    if plan.scope.absent_countries or plan.scope.absent_years or not _is_selection(plan):
        return None
    clock = Stopwatch()
    documents = newest_editions(plan.scope.documents)
    plans = [replace(plan, text=text) for text in conditions_of(plan.text)]
    verdicts = [_verdict(pipeline, each, documents, clock) for each in plans]
    judged = satisfying_all([each.judged for each in verdicts], by_policy=selects_policies(plan.text))
    worst = min(verdicts, key=lambda each: each.best.confidence)
    if any(each.matches is not None for each in judged):
        return _written(pipeline, clock, plan, judged, documents, worst.best.confidence)
    if not any(each.unknown for each in verdicts) or not asks_to_select(plan.text):
        return None
    return replace(pipeline.writer.refused(AskedQuestion.of(plan), worst.best), plan=plan)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What satisfies one condition, the best attempt at it, and its words that no document has."""

    judged: Sequence[Judged]
    best: Attempt
    unknown: frozenset[str]


def _verdict(pipeline: AnswerPipeline, plan: Plan, documents: Sequence[Document], clock: Stopwatch) -> _Verdict:
    """Judge what documents say on the one condition of a plan."""
    finder = pipeline.finder
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
    return _Verdict(judged, best, unknown)


def _topic(plan: Plan, countries: Collection[str], limit: Limit | None) -> str:
    """Return the condition of a selection, with the name of the row on years that a limit is about."""
    topic = without_selection(topic_of(plan, countries, without_limit(plan.text, limit))) or plan.text
    names = {"date": ("start", "end"), "amount": ("each",)}.get(limit.expected if limit else "", ())
    return f"{topic} {year_row_of(plan.text, *names)}".strip()


def select_if_asked(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Answer a plan of another kind if its question plainly asks to select; None for one that ranks."""
    limit = limit_of(plan.text, plan.language)
    is_ranking = extreme_of(without_limit(plan.text, limit)) is not None
    has_several = len(plan.scope.documents) > 1 or (selects_policies(plan.text) and not plan.subject.policies)
    return select(pipeline, plan) if asks_to_select(plan.text) and has_several and not is_ranking else None


def _is_selection(plan: Plan) -> bool:
    """Return True if a question asks which countries or policies, not for something else that several of them state."""
    if plan.expected == "reason":
        return False
    is_open = plan.expected == "any" or (plan.kind == "select" and selects_alone(plan.text))
    has_several = len(plan.scope.documents) > 1 or selects_policies(plan.text)
    return asks_to_select(plan.text) or (selects_absence(plan.text) and has_several) or is_open


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
    tables = tables_of(pipeline.finder, [document for document, _ in topic.attempts])
    rows = [of_years(row, plan.text) for row in _shared_rows(topic, tables)]
    if selects_policies(plan.text):
        rows = [row for row in rows if _is_by_policy(row)] or rows
    sentences = [
        found_in(pipeline.finder, document, each)
        for document, attempt in topic.attempts
        for each in attempt.spans
        if each.span.kind == "sentence" and not each.source.signals["repeated"]
    ]
    generic = generic_stems() if selects_policies(plan.text) else frozenset[str]()
    meanings = pipeline.finder.retriever.meanings(topic.query.question.text, plan.language)
    said = _likeliest(topic.query.stems, meanings, tables) if topic.query.is_foreign else topic.query.stems
    stems = said - _EMPTY - generic - HAVING_STEMS
    stems = stems - _SUPPORTING or stems
    if names_level_of_policy(plan.text):
        stems = (
            frozenset(word for word in stems if not any(level.fullmatch(word) for level in LEVELS.values())) or stems
        )
    idf = idf_of(stems, [*(cell for row in rows for cell in row), *sentences], unknown)
    enough = _ANY if offers_alternatives(plan.text) else _MOST
    condition = Condition(topic.query.translation, selects_absence(plan.text), idf, enough)
    most = max(_most_covered(rows, condition), _most_covered([[each] for each in sentences], condition))
    return _Material(topic, tables, rows, sentences, condition, not unknown or most > _COVERED)


def _likeliest(
    stems: frozenset[str], meanings: Sequence[frozenset[str]], tables: Sequence[Mapping[str, Sequence[Finding]]]
) -> frozenset[str]:
    """Return the stems of a translated condition, of each word only the meaning that the best named field has."""
    best = analyzed(next(iter(fields_named(meanings, tables)), "")).stems
    of_field = [(meant_here, each) for each in meanings if (meant_here := each & best)]
    others = frozenset[str]().union(*(each - meant_here for meant_here, each in of_field))
    return (stems - others).union(*(meant_here for meant_here, _ in of_field))


def _judged(plan: Plan, material: _Material, limit: Limit | None) -> list[Judged]:
    """Judge by what is put in quotation marks or by a limit, else by the kind of policy, a row, or what is said."""
    condition, by_policy = material.condition, selects_policies(plan.text)
    if selects_missing_data(plan.text):
        return _by_document(judge_missing(material.topic, material.rows, condition), by_policy=by_policy)
    if quoted := judge_quoted(material.rows, quoted_words(plan.text), negated=condition.negated):
        return _by_document(quoted, by_policy=by_policy)
    if limit is not None:
        return _by_document(_within_limit(material, limit), by_policy=by_policy)
    kinds = judge_kinds(material.rows, without_selection(plan.text), negated=condition.negated, by_policy=by_policy)
    if kinds:
        return _with_denials(_by_document(kinds, by_policy=by_policy), material.sentences, condition)
    if selects_sole(plan.text) and (sole := judge_sole(material.topic, material.rows, condition)):
        return _by_document(sole, by_policy=by_policy)
    if existing := _existing(plan, material, by_policy=by_policy):
        return existing
    judged = _by_words(plan, material, by_policy=by_policy) if material.is_known else []
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
    return frozenset(unknown - _EMPTY - HAVING_STEMS - asking_stems())


def _shared_rows(topic: Topic, tables: Sequence[Mapping[str, Sequence[Finding]]]) -> list[list[Finding]]:
    """Return the rows that several documents have, or of one document those of several columns, found ones first."""
    labels = dict.fromkeys([*topic.shared_rows, *(label for table in tables for label in table)])
    rows = [[cell for table in tables for cell in table.get(label, ())] for label in labels]
    alone = len(topic.attempts) == 1
    return [row for row in rows if len({cell.column if alone else cell.document.id for cell in row}) > 1]


def _is_by_policy(row: Sequence[Finding]) -> bool:
    """Return True unless all cells of a row are in one column: they are on countries, not on policies."""
    return len({cell.column for cell in row}) > 1


def _by_words(plan: Plan, material: _Material, *, by_policy: bool) -> list[Judged]:
    """Judge by what a row or the sentences say, on policies of the level that is named.

    A country lacks what none of its policies has; a sentence of a single document shows no more than what it says.
    """
    named, topic = names_level_of_policy(plan.text), material.topic
    rows = [meant(row, analyzed(plan.text), ()) if named else row for row in material.rows]
    sentences = () if material.condition.negated and len(topic.attempts) == 1 else material.sentences
    judged = _by_document(judge_words(topic, rows, sentences, material.condition), by_policy=by_policy)
    if not material.condition.negated:
        return judged
    return [Judged(each.finding, None if each.matches is None else not each.matches) for each in judged]


def _most_covered(rows: Sequence[Sequence[Finding]], condition: Condition) -> float:
    return max((coverage_of(row, condition) for row in rows), default=0.0)


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
    if asks_of_all(plan.text) and (others or not silent):
        verdict = verdict_word(plan.language, "no" if others else "yes")
        table = TableAnswer([*others, *matching], confidence, verdict, silent=silent)
    else:
        table = TableAnswer(matching, confidence, heading, others=others, silent=silent, selects=True)
    return write_table(pipeline.writer, clock, plan, table)
