"""Answer a fact from every document that states it, so that no document is picked silently."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Document
from qa.answering.across.editions import newest_editions
from qa.answering.across.fields.fact_rows import fact_rows
from qa.answering.across.fields.named_field import named_field
from qa.answering.across.findings import (
    Finding,
    Topic,
    best_of_each,
    cells_of_row,
    found_in,
    named_policies,
    topic_in,
    without_shared,
)
from qa.answering.across.rank import computed_rank, rank, rank_heading
from qa.answering.across.select import select
from qa.answering.across.selection.limits import limit_of, without_limit
from qa.answering.across.sides import measured_by, question_of_each, rank_sides
from qa.answering.across.table_answer import TableAnswer, message, write_table
from qa.answering.across.wording import asks_for_one, asks_of_range, asks_to_select, extreme_of, operation_of
from qa.answering.answer_finder import AnswerFinder, AskedQuestion, Attempt
from qa.answering.multi_document import goes_across, topic_of
from qa.answering.pipeline import AnswerPipeline
from qa.answering.spans.span_ranker import RankedSpan
from qa.answering.timer import Stopwatch
from qa.model import Answer
from qa.question.answer_type import Expected
from qa.question.document_filter import names_of
from qa.question.plan import Plan
from qa.retrieval.features import coverage, names_row, stems_of
from qa.retrieval.query import Query
from qa.text.analyzed_text import analyzed
from qa.text.normalize import fold, stem

_OF_NAMED = 0.5
"""Share of the threshold at which a document that the question names is quoted beside a more confident one."""
_ON_TOPIC = 0.3
"""Minimum share of a question's content words in a passage, with its labels, for it to state the answer."""
_NEAR_BEST = 3.0
"""Maximum distance in score to the best span at which another document may state the answer too."""


def several(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Answer from each document that states the answer if the question names several or none; None for one alone."""
    if plan.scope.absent_countries or plan.scope.absent_years:
        return None
    if goes_across(plan):
        return across(pipeline, plan)
    documents = newest_editions(plan.scope.documents)
    extreme = extreme_of(without_limit(plan.text, limit_of(plan.text, plan.language)))
    is_open = not plan.subject.has_names and len(documents) > 1
    is_ranking = is_open and extreme is not None and asks_for_one(plan.text)
    if (is_ranking or _computes(plan)) and (ranked := rank(pipeline, plan)):
        return ranked
    if asks_to_select(plan.text) and len(documents) > 1 and (selected := select(pipeline, plan)):
        return selected
    if not is_open:
        return None
    if stated := fact_rows(pipeline, plan, documents, _edition_note(plan, documents)):
        return stated
    if stated := named_field(pipeline, plan, documents, _edition_note(plan, documents)):
        return stated
    clock = Stopwatch()
    finder = pipeline.finder
    candidates = _candidates(pipeline, plan, documents)
    if len(candidates) < 2:
        return None
    with clock.step("embed"):
        query = finder.retriever.query(plan.text, plan.language)
    topic = topic_in(finder, query, candidates, clock)
    confidence = max(attempt.confidence for _, attempt in topic.attempts)
    findings = _stating(pipeline, topic, documents, clock) if confidence >= finder.threshold else []
    if len(stating := tuple({finding.document.id: finding.document for finding in findings}.values())) < 2:
        named = bool(named_policies(findings, query.bilingual))
        alone = pipeline.ask(replace(plan, scope=replace(plan.scope, documents=stating))) if named else None
        return alone if alone is not None and alone.answered else None
    table = TableAnswer(findings, confidence, note=_edition_note(plan, documents))
    return write_table(pipeline.writer, clock, plan, table)


def _computes(plan: Plan) -> bool:
    """Return True if a question asks for an average, or for the sum of the values of several years."""
    operation = operation_of(plan.text)
    return operation == "average" or (operation == "sum" and asks_of_range(analyzed(plan.text).folded))


def _candidates(pipeline: AnswerPipeline, plan: Plan, documents: Sequence[Document]) -> list[Document]:
    """Return the documents that one search over all of them finds; none if the best spans are all of one document."""
    asked = replace(AskedQuestion.of(plan), scope=replace(plan.scope, documents=tuple(documents)))
    attempt = pipeline.finder.find(asked)
    near = {
        each.span.passage.document_id for each in attempt.spans if each.score >= attempt.spans[0].score - _NEAR_BEST
    }
    if len(near) < 2 or not pipeline.finder.is_confident(attempt):
        return []
    found = {each.passage.document_id for each in attempt.passages}
    return [document for document in documents if document.id in found]


def across(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Answer a question on several documents: which of them, which is the largest, or what each says."""
    if plan.scope.absent_countries or plan.scope.absent_years:
        return None
    if asks_to_select(plan.text) and (selected := select(pipeline, plan)):
        return selected
    if (extreme_of(plan.text) or operation_of(plan.text) != "rank") and (ranked := rank(pipeline, plan)):
        return ranked
    return side_by_side(pipeline, plan)


def side_by_side(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Answer from each document of the scope, by the same table row where one answers in all; None for one alone."""
    documents = newest_editions(plan.scope.documents)
    clock = Stopwatch()
    finder = pipeline.finder
    if len(documents) < 2:
        return None
    with clock.step("embed"):
        asked = _asked_of_each(pipeline, plan, documents)
    found = list(finder.each(asked, clock))
    best = max((attempt for _, attempt in found), key=lambda attempt: attempt.confidence)
    if not finder.is_confident(best):
        return None
    quoted = _quoted_by_each(pipeline, plan, found, clock)
    table = TableAnswer(
        [found_in(finder, document, ranked) for document, spans in quoted for ranked in spans],
        best.confidence,
        note=_edition_note(plan, documents),
        silent=[document for document, spans in quoted if not spans],
    )
    sides = [
        (found_in(finder, document, spans[0]), attempt.query)
        for (document, spans), (_, attempt) in zip(quoted, found, strict=True)
        if spans
    ]
    return _with_winner(pipeline, clock, plan, table, sides)


def _quoted_by_each(
    pipeline: AnswerPipeline, plan: Plan, found: Sequence[tuple[Document, Attempt]], clock: Stopwatch
) -> list[tuple[Document, Sequence[RankedSpan]]]:
    """Return the spans to quote of each document, none of those that say nothing."""
    finder = pipeline.finder
    confident = [attempt for _, attempt in found if finder.is_confident(attempt)]
    rows = {_field(finder, attempt) for attempt in confident} - {None}
    enough = finder.threshold * (_OF_NAMED if len(plan.subject.documents) > 1 else 1)
    return [
        (document, finder.quoted(replace(attempt, confidence=1.0), clock))
        if attempt.spans and (attempt.confidence >= enough or _field(finder, attempt) in rows)
        else (document, ())
        for document, attempt in found
    ]


def _field(finder: AnswerFinder, attempt: Attempt) -> str | None:
    """Return the common label of the field that the best span states; None outside tables."""
    field = finder.fields.of(attempt.spans[0].span.passage)
    return field.label if field is not None else None


def _with_winner(
    pipeline: AnswerPipeline,
    clock: Stopwatch,
    plan: Plan,
    table: TableAnswer,
    sides: Sequence[tuple[Finding, Query]],
) -> Answer:
    """Return the answer, headed by the document with the extreme value if one is asked for and all state it."""
    extreme = extreme_of(plan.text)
    names = analyzed(" ".join(names_of(side.document) for side, _ in sides)).stems
    ranking = rank_sides(sides, names, extreme) if extreme is not None and not table.silent else None
    if extreme is None or ranking is None:
        return write_table(pipeline.writer, clock, plan, table)
    headed = replace(table, heading=rank_heading(plan.language, ranking, extreme))
    answer = write_table(pipeline.writer, clock, plan, headed)
    return replace(answer, computed=(computed_rank(ranking, extreme),))


def _asked_of_each(pipeline: AnswerPipeline, plan: Plan, documents: Sequence[Document]) -> list[tuple[Document, Query]]:
    """Return what is asked of each document; which of several named ones has more is asked of each as a figure."""
    retriever = pipeline.finder.retriever
    questions = question_of_each(plan.text, documents)
    if len(set(questions)) < len(documents):
        query = retriever.query(topic_of(plan, pipeline.finder.countries), plan.language)
        return [(document, query) for document in documents]
    extreme = extreme_of(plan.text)
    if extreme is not None:
        questions = [measured_by(extreme, question, plan.language) for question in questions]
    queries = [retriever.query(question, plan.language) for question in questions]
    if extreme is not None:
        expected: Expected = "date" if extreme.cue else "number"
        queries = [replace(query, expected=expected) for query in queries]
    return list(zip(documents, queries, strict=True))


def _stating(pipeline: AnswerPipeline, topic: Topic, documents: Sequence[Document], clock: Stopwatch) -> list[Finding]:
    """Return the cells of the row that answers best in all documents, else the sentences of those that state it.

    Their passages must have all words of the question that the surest passage has, and its rare words, which are mostly
    names: what only one document knows is not answered by another. Of a policy that the question names, only its cells
    are returned.
    """
    surest = max(topic.attempts, key=lambda each: each[1].confidence)[1]
    needed = _rare_stems(pipeline, topic) | (topic.query.stems & stems_of(surest.spans[0].span.passage))
    named = [row for row in topic.shared_rows if topic.rows and names_row(topic.query, row)]
    rows = dict.fromkeys([*topic.rows, *named]) if topic.query.expected != "definition" else ()
    by_row = ((row, cells_of_row(pipeline.finder, topic.query, documents, row, clock)) for row in rows)
    row, cells = next(((row, own) for row, cells in by_row if (own := without_shared(cells))), (None, []))
    if cells:
        needed = needed & analyzed(row or "").stems if names_row(topic.query, row) else needed
        found = named_policies(cells, topic.query.bilingual) or cells
    else:
        found = best_of_each(pipeline.finder, topic)
    queries = {each.document.id: pipeline.finder.retriever.towards(topic.query, each.document) for each in found}
    target = surest.query.target
    stating = (
        each
        for each in found
        if needed <= stems_of(each.ranked.span.passage) or (cells and queries[each.document.id].target != target)
    )
    return [each for each in stating if coverage(queries[each.document.id], each.ranked.span.passage) >= _ON_TOPIC]


def _rare_stems(pipeline: AnswerPipeline, topic: Topic) -> frozenset[str]:
    """Return the stems of words that the documents use, but rarely: mostly names."""
    vocabulary = pipeline.index.vocabulary
    common = {stem(fold(word)) for word in vocabulary.common}
    known = {stem(word) for word in topic.query.translation.content_words if word in vocabulary.known}
    return frozenset(known - common)


def _edition_note(plan: Plan, documents: Sequence[Document]) -> str:
    """Return the line that names the newest editions if older ones were left out."""
    if len(documents) == len(plan.scope.documents):
        return ""
    labels = (f"{document.country or document.title} {document.year or ''}".strip() for document in documents)
    return message(plan.language, "newest", labels)
