"""Answer a question for a fact that policy tables state from the row of that fact, where a search misses it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Document, Passage
from qa.answering.answer_finder import AskedQuestion
from qa.answering.citations import place_label
from qa.answering.direct.facts import fact_of, generic_stems
from qa.answering.direct.quoted_lines import QuotedLine, leads, quoted_answer
from qa.answering.pipeline import AnswerPipeline
from qa.answering.spans.empty_cells import explanation_of_empty
from qa.answering.spans.span import Span
from qa.model import Answer
from qa.question.countries import countries_named
from qa.question.kind_classifier import words_of_fact
from qa.question.plan import Plan
from qa.retrieval.column_match import column_fit
from qa.text.analyzed_text import analyzed
from qa.text.normalize import content_words, fold, stem, words
from qa.text.patterns import word_pattern

_HOW_LONG = word_pattern("how_long")
_PERIOD = ("start", "end")
"""Facts that tell how long something lasts."""
_LASTING = analyzed(
    "long last lasts lasting take run running go going exist duration total overall altogether tiempo dura durar duro"
    " temps dure duree tout lange dauert lauft jahr gesamt insgesamt year ano an annee"
).stems
"""Stems of verbs and nouns of a question for a duration."""
_BEGINNING = 6
"""Minimum number of first letters that forms of a word share."""
_WORDS = 60
"""Maximum number of words quoted of a cell, its first sentence aside."""


def stated_fact(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Quote the cells that state the fact asked for; None if there are none, or a search finds one by itself."""
    topics = fact_topics(plan)
    is_other = plan.expected == "reason" or len(plan.scope.documents) != 1
    if not topics or is_other or not asks_only_for(plan, topics):
        return None
    document = plan.scope.documents[0]
    in_tables = _cells(pipeline, document)
    known = {cell.id: fact for cell in in_tables if (fact := _fact(pipeline, cell)) in topics}
    stating = _of_one_table([cell for cell in in_tables if cell.id in known])
    cells = _in_asked_columns(plan, stating)
    if {known[cell.id] for cell in cells} != set(topics):
        return None
    asked = AskedQuestion.of(plan)
    if _is_found(pipeline, plan, asked, cells):
        return None
    name_countries = len(pipeline.finder.countries) > 1
    lines = [
        QuotedLine(
            place_label(document, span.passage, name_countries=name_countries).removesuffix(": "), span, document
        )
        for cell in sorted(cells, key=lambda cell: topics.index(known[cell.id] or ""))
        for span in _quotes(pipeline, cell)
    ]
    with asked.clock.step("answer"):
        answer = quoted_answer(plan, lines)
    return replace(answer, timings=asked.clock.timings())


def asks_how_long(question: str) -> bool:
    """Return True if a question asks how long something lasts, which its first and its last year tell."""
    return _HOW_LONG.search(fold(question)) is not None


def _quotes(pipeline: AnswerPipeline, cell: Passage) -> list[Span]:
    """Return the beginning of a cell; if it is empty, with the sentence that explains it."""
    explanation = explanation_of_empty(cell, pipeline.index.document_passages(cell.document_id))
    return [*leads(cell, _WORDS), *([explanation] if explanation is not None else [])]


def fact_topics(plan: Plan) -> tuple[str, ...]:
    """Return the facts that answer a question: its topic, or the start and the end if it asks how long."""
    if asks_how_long(plan.text):
        return _PERIOD
    return (plan.topic,) if plan.topic else ()


def _is_found(pipeline: AnswerPipeline, plan: Plan, asked: AskedQuestion, cells: Sequence[Passage]) -> bool:
    """Return True if a search finds one of the rows by itself, or a sentence that answers yes or no, or how long."""
    attempt = pipeline.finder.find(asked)
    if not pipeline.finder.is_confident(attempt):
        return False
    best = attempt.spans[0]
    if fact_topics(plan) == _PERIOD:
        is_row = best.span.passage.row is not None
        return is_row and bool(_LASTING & best.span.analyzed.stems) and best.signals["meets"] > 0
    return plan.expected == "yes_no" or any(best.span.passage.row == cell.row for cell in cells)


def _cells(pipeline: AnswerPipeline, document: Document) -> list[Passage]:
    return [passage for passage in pipeline.index.document_passages(document.id) if passage.kind == "cell"]


def _of_one_table(cells: list[Passage]) -> list[Passage]:
    """Return the cells of the table that has most of them: another one may explain how countries are assessed."""
    counts = Counter(cell.table for cell in cells)
    return [cell for cell in cells if cell.table == counts.most_common(1)[0][0]]


def _fact(pipeline: AnswerPipeline, cell: Passage) -> str | None:
    """Return the fact that the row of a cell states, by its own label or by that of other languages' rows."""
    field = pipeline.finder.fields.of(cell)
    fact = fact_of(cell.row or "") or (fact_of(field.label) if field is not None else None)
    return fact[0] if fact is not None else None


def _in_asked_columns(plan: Plan, cells: list[Passage]) -> list[Passage]:
    """Return the cells of the columns that the question means; all of them if it means none."""
    named = [cell for cell in cells if any(fold(name) in fold(cell.column or "") for name in plan.subject.policies)]
    labels = [cell.column or "" for cell in cells]
    fits = [
        column_fit(analyzed(plan.text), label, [other for other in labels if other != label]) if label else 0.0
        for label in labels
    ]
    fitting = [cell for cell, fit in zip(cells, fits, strict=True) if fit > 0]
    return named or fitting or cells


def asks_only_for(plan: Plan, topics: tuple[str, ...]) -> bool:
    """Return True if all words of the question ask for the facts or name its subject."""
    named = {word for name in plan.subject.policies for word in words(name)}
    asked = {
        stem(word)
        for word in content_words(plan.asked)
        if word not in named and not countries_named(word, plan.subject.countries)
    }
    known = frozenset[str]().union(*(words_of_fact(topic) for topic in topics))
    beside = asked - known - generic_stems() - (_LASTING if topics == _PERIOD else frozenset())
    return all(any(_is_form_of(word, other) for other in known) for word in beside)


def _is_form_of(word: str, other: str) -> bool:
    """Return True if two stems begin alike, as those of one word in several forms do: "prioriz", "prioritario"."""
    return len(word) >= _BEGINNING and word[:_BEGINNING] == other[:_BEGINNING]
