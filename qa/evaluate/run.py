"""Running a question set: each question is asked once and searched for once."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from qa.evaluate.cache import AnswerCache
from qa.evaluate.metrics.page_texts import PageTexts
from qa.evaluate.metrics.per_question import all_values
from qa.evaluate.metrics.record import Observation, QuestionRecord, make_record
from qa.evaluate.question import Question
from qa.model import Answer, Hit

SEARCHED = 50
"""Passages asked of search: enough for 10 pages and 10 documents."""


class EvaluatedEngine(Protocol):
    """What is measured: anything that searches and answers as `qa.FactsheetQA` does."""

    def search(self, question: str, k: int = 5, *, documents: Sequence[str] | None = None) -> list[Hit]:
        """The k passages that bear most on the question."""
        ...

    def ask(
        self, question: str, history: Sequence[tuple[str, str]] = (), *, documents: Sequence[str] | None = None
    ) -> Answer:
        """The answer, or a refusal."""
        ...


def evaluate_engine(
    engine: EvaluatedEngine,
    questions: Sequence[Question],
    *,
    documents: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
    sources: PageTexts | None = None,
    cache: AnswerCache | None = None,
    progress: Callable[[], None] = lambda: None,
) -> list[QuestionRecord]:
    """Run all questions and measure what comes back.

    Args:
        engine: What is measured.
        questions: The questions, with their gold answers.
        documents: Ask only these documents, or by a question's id only these of each question; None asks them all.
        sources: The text of the documents' pages, to check quotes against; None leaves that measure out.
        cache: Answers that the same engine gave before; None asks everything anew.
        progress: Called after each question.
    """
    seen = []
    for question in questions:
        asked = documents[question.id] if isinstance(documents, Mapping) else documents
        seen.append(_remembered(engine, question, asked, cache))
        progress()
    return judge(seen, sources)


def judge(seen: Sequence[Observation], sources: PageTexts | None) -> list[QuestionRecord]:
    """Measure what an engine gave for each question."""
    return [make_record(one, values) for one, values in zip(seen, all_values(seen, sources), strict=True)]


def _remembered(
    engine: EvaluatedEngine, question: Question, documents: Sequence[str] | None, cache: AnswerCache | None
) -> Observation:
    """What the cache holds for the question, else what the engine says now."""
    if cache is None:
        return _observe(engine, question, documents)
    seen = cache.get(question, documents)
    if seen is None:
        seen = _observe(engine, question, documents)
        cache.put(seen, documents)
    return seen


def _observe(engine: EvaluatedEngine, question: Question, documents: Sequence[str] | None) -> Observation:
    """Ask, then search, so that nothing which search may leave behind makes the answer look quick.

    Search knows no history, so the question before a follow-up is put in front of it.
    """
    history = [(turn.question, turn.answer) for turn in question.history]
    start = time.perf_counter()
    answer = engine.ask(question.question, history=history, documents=documents)
    milliseconds = (time.perf_counter() - start) * 1000
    before = f"{question.history[-1].question} " if question.history else ""
    hits = engine.search(before + question.question, k=SEARCHED, documents=documents)
    return Observation(question, hits, answer, milliseconds)
