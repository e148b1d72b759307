"""Answer a question for a fact that policy tables state from the row of that fact, where a search misses it."""

from dataclasses import replace

from corpus.model import Document, Passage
from qa.answering.answer_finder import AskedQuestion
from qa.answering.citations import place_label
from qa.answering.direct.facts import fact_of, generic_stems
from qa.answering.direct.quoted_lines import QuotedLine, leads, quoted_answer
from qa.answering.pipeline import AnswerPipeline
from qa.model import Answer
from qa.question.countries import countries_named
from qa.question.kind_classifier import words_of_fact
from qa.question.plan import Plan
from qa.retrieval.column_match import column_fit
from qa.text.analyzed_text import analyzed
from qa.text.normalize import content_words, fold, stem, words

_WORDS = 60
"""Maximum number of words quoted of a cell, its first sentence aside."""


def stated_fact(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Quote the cells that state the fact asked for; None if there are none, or a search finds one by itself."""
    if not plan.topic or len(plan.scope.documents) != 1 or not _asks_nothing_else(plan):
        return None
    document = plan.scope.documents[0]
    cells = _in_asked_columns(plan, [cell for cell in _cells(pipeline, document) if _states(cell, plan.topic)])
    if not cells:
        return None
    asked = AskedQuestion.of(plan)
    attempt = pipeline.finder.find(asked)
    found = attempt.spans[0].span.passage if pipeline.finder.is_confident(attempt) else None
    if found is not None and (plan.expected == "yes_no" or any(found.row == cell.row for cell in cells)):
        return None
    name_countries = len(pipeline.finder.countries) > 1
    lines = [
        QuotedLine(place_label(document, cell, name_countries=name_countries).removesuffix(": "), span, document)
        for cell in cells
        for span in leads(cell, _WORDS)
    ]
    with asked.clock.step("answer"):
        answer = quoted_answer(plan, lines)
    return replace(answer, timings=asked.clock.timings())


def _cells(pipeline: AnswerPipeline, document: Document) -> list[Passage]:
    return [passage for passage in pipeline.index.document_passages(document.id) if passage.kind == "cell"]


def _states(cell: Passage, topic: str) -> bool:
    """Return True if the row of a cell states a fact."""
    fact = fact_of(cell.row or "")
    return fact is not None and fact[0] == topic


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


def _asks_nothing_else(plan: Plan) -> bool:
    """Return True if all words of the question ask for the fact or name its subject."""
    named = {word for name in plan.subject.policies for word in words(name)}
    asked = {
        stem(word)
        for word in content_words(plan.asked)
        if word not in named and not countries_named(word, plan.subject.countries)
    }
    return asked <= words_of_fact(plan.topic) | generic_stems()
