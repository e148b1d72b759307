"""Running a question set: each question is searched for once and asked once."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from qa.evaluate import ranking
from qa.evaluate.questions import Question
from qa.evaluate.record import Observation, Record, answer_values, make_record
from qa.evaluate.sources import PageTexts
from qa.model import Answer, Hit


class Engine(Protocol):
    """What is measured: anything that searches and answers as `qa.FactsheetQA` does."""

    def search(self, question: str, k: int = 5, *, documents: Sequence[str] | None = None) -> list[Hit]:
        """The k passages that bear most on the question."""
        ...

    def ask(
        self, question: str, history: Sequence[tuple[str, str]] = (), *, documents: Sequence[str] | None = None
    ) -> Answer:
        """The answer, or a refusal."""
        ...


def evaluate(
    engine: Engine,
    questions: Sequence[Question],
    *,
    documents: Sequence[str] | None = None,
    sources: PageTexts | None = None,
    progress: Callable[[], None] = lambda: None,
) -> list[Record]:
    """Run all questions and measure what comes back.

    Args:
        engine: What is measured.
        questions: The questions, with their gold answers.
        documents: Ask only these documents (the known-document arm); None asks the whole corpus.
        sources: The text of the documents' pages, to check quotes against; None leaves that measure out.
        progress: Called after each question.
    """
    seen = []
    for question in questions:
        seen.append(_observe(engine, question, documents))
        progress()
    values = {one.question.id: answer_values(one) for one in seen}
    _add_ranking(values, [one for one in seen if one.question.answerable])
    if sources is not None:
        for one in seen:
            if one.answer.citations:
                values[one.question.id]["verbatim quotes"] = sources.share_verbatim(one.answer.citations)
    return [make_record(one, values[one.question.id]) for one in seen]


def _observe(engine: Engine, question: Question, documents: Sequence[str] | None) -> Observation:
    """Search and ask. Search knows no history, so the question before a follow-up is put in front of it."""
    before = f"{question.history[-1].question} " if question.history else ""
    hits = engine.search(before + question.question, k=ranking.DEPTH, documents=documents)
    history = [(turn.question, turn.answer) for turn in question.history]
    start = time.perf_counter()
    answer = engine.ask(question.question, history=history, documents=documents)
    return Observation(question, hits, answer, (time.perf_counter() - start) * 1000)


def _add_ranking(values: dict[str, dict[str, float]], seen: Sequence[Observation]) -> None:
    """Add the ranking measures, of passages and of pages, to the values of each question."""
    passages = ranking.by_question({one.question.id: one.rank for one in seen}, ranking.PASSAGE_MEASURES)
    pages = ranking.by_question({one.question.id: one.page_rank for one in seen}, ranking.PAGE_MEASURES)
    for one in seen:
        values[one.question.id] |= passages[one.question.id]
        values[one.question.id] |= {f"page {name}": value for name, value in pages[one.question.id].items()}
