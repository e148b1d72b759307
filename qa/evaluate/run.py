"""Run a question set: ask each question once and search for it once."""

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
"""Number of passages requested from search: enough for 10 pages and 10 documents."""


class EvaluatedEngine(Protocol):
    """An engine under evaluation: anything that searches and answers as `qa.FactsheetQA` does."""

    def search(self, question: str, k: int = 5, *, documents: Sequence[str] | None = None) -> list[Hit]:
        """Return the k passages most relevant to the question."""
        ...

    def ask(
        self, question: str, history: Sequence[tuple[str, str]] = (), *, documents: Sequence[str] | None = None
    ) -> Answer:
        """Return the answer, or a refusal."""
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
    """Run all questions and measure the results.

    Args:
        engine: The engine to measure.
        questions: The questions, with their gold answers.
        documents: Search only these documents, or by question id those for each question; None searches all.
        sources: The text of the documents' pages, to check quotes against; None omits that measure.
        cache: Earlier answers of the same engine; None asks every question again.
        progress: Called after each question.
    """
    seen = []
    for question in questions:
        asked = documents[question.id] if isinstance(documents, Mapping) else documents
        seen.append(_remembered(engine, question, asked, cache))
        progress()
    return judge(seen, sources)


def judge(seen: Sequence[Observation], sources: PageTexts | None) -> list[QuestionRecord]:
    """Measure an engine's output for each question."""
    return [make_record(one, values) for one, values in zip(seen, all_values(seen, sources), strict=True)]


def _remembered(
    engine: EvaluatedEngine, question: Question, documents: Sequence[str] | None, cache: AnswerCache | None
) -> Observation:
    """Return the cached output for the question, or the engine's current one."""
    if cache is None:
        return _observe(engine, question, documents)
    seen = cache.get(question, documents)
    if seen is None:
        seen = _observe(engine, question, documents)
        cache.put(seen, documents)
    return seen


def _observe(engine: EvaluatedEngine, question: Question, documents: Sequence[str] | None) -> Observation:
    """Ask, then search, so that nothing which search caches makes the answer look faster.

    Search takes no history, so a follow-up is searched for with the previous question in front of it.
    """
    history = [(turn.question, turn.answer) for turn in question.history]
    start = time.perf_counter()
    answer = engine.ask(question.question, history=history, documents=documents)
    milliseconds = (time.perf_counter() - start) * 1000
    before = f"{question.history[-1].question} " if question.history else ""
    hits = engine.search(before + question.question, k=SEARCHED, documents=documents)
    return Observation(question, hits, answer, milliseconds)
