"""Judge what the engine found for a question before it decides whether to answer: which spans are right."""

from qa.answering.answer_finder import AskedQuestion, Attempt
from qa.answering.citations import citations_of
from qa.answering.spans.span_ranker import RankedSpan
from qa.engine import FactsheetQA
from qa.evaluate.metrics.correctness import says_it
from qa.evaluate.metrics.evidence_match import on_page
from qa.evaluate.metrics.text_match import comparison_words
from qa.evaluate.question import Question

_QUOTED = 2
"""Number of best spans of which one must be right for the answer to be right."""


def as_asked(engine: FactsheetQA, question: Question) -> AskedQuestion:
    """Return a question as the engine understands it."""
    history = [(turn.question, turn.answer) for turn in question.history]
    return AskedQuestion.of(engine.plan(question.question, history))


def is_right_span(engine: FactsheetQA, question: Question, ranked: RankedSpan) -> bool:
    """Return True if a span says the answer in the place of the evidence."""
    document = next(each for each in engine.documents() if each.id == ranked.span.passage.document_id)
    if not says_it(question.model_copy(update={"note": ""}), ranked.span.text):
        return False
    return any(
        on_page(citation, evidence)
        and (not citation.column or not evidence.column or is_same_column(citation.column, evidence.column))
        for citation in citations_of(ranked, document)
        for evidence in question.evidence
    )


def is_right_answer(engine: FactsheetQA, question: Question, attempt: Attempt) -> bool:
    """Return True if what would be quoted is right; an answer that the documents do not state never is."""
    spans = attempt.spans[:_QUOTED]
    return question.answerable and any(is_right_span(engine, question, ranked) for ranked in spans)


def is_same_column(label: str, gold: str) -> bool:
    """Return True if a column's label begins with the words of the gold label."""
    return comparison_words(label)[: len(comparison_words(gold))] == comparison_words(gold)
