"""What does everything right has the best value in every measure, and what does nothing right the worst."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.evaluate.metrics.measures import estimates
from qa.evaluate.metrics.page_texts import PageTexts
from qa.evaluate.question import Evidence, Question
from qa.evaluate.run import evaluate_engine
from qa.model import Answer, Citation, Hit, Reason

KINDS = ("factoid", "list", "yes_no", "table_cell", "comparison", "number", "follow_up")
GOLDS = {"list": "cars; light trucks", "yes_no": "Yes", "number": "12"}
REASONS: tuple[Reason, ...] = ("off_topic", "not_held", "not_stated")
COSTS = ("latency p50", "latency p95", "answer words p50")
LOWER_IS_BETTER = ("false refusals", "AURC", "ECE")
QUESTIONS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(1, 3)) | st.tuples(st.just("unanswerable"), st.sampled_from(REASONS)),
    min_size=1, max_size=6,
)  # fmt: skip


def question(number: int, kind: str, more: int | Reason) -> Question:
    """A question with `more` places of evidence; of an unanswerable one it is the reason to refuse."""
    asked = f"Question {number}?"
    if isinstance(more, str):
        return Question(id=asked, question=asked, language="en", kind="unanswerable", answer=None, answers=(),
                        evidence=(), note=f"{more}: it is not there")  # fmt: skip
    places = tuple(
        Evidence(quote=f"the {word} of {number} is here", document=f"{word}.txt", row="R / r", column="C")
        for word in ("mill", "tower", "bridge")[:more]
    )
    answer = GOLDS.get(kind, "twelve metres")
    return Question(id=asked, question=asked, language="en", kind=kind, answer=answer, answers=(answer,),
                    evidence=places)  # fmt: skip


def cite(place: Evidence, quote: str) -> Citation:
    return Citation(document=str(place.document), title="", country=None, year=None, page=None, section="",
                    row=place.row, column=place.column, quote=quote, boxes=(), score=1.0)  # fmt: skip


def hit(document: str, text: str) -> Hit:
    return Hit(text=text, context="", document=document, country=None, year=None, page=None, section="", row=None,
               column=None, boxes=(), score=1.0)  # fmt: skip


def answered(question: Question, text: str, citations: Sequence[Citation], confidence: float) -> Answer:
    return Answer(question.question, True, text, None, confidence, "en", tuple(citations))


def refused(question: Question, reason: Reason, confidence: float) -> Answer:
    return Answer(question.question, False, "No.", reason, confidence, "en")


class System:
    """Knows the questions. Does everything right or, by `wrong`, answers falsely or refuses what has an answer."""

    def __init__(self, questions: Sequence[Question], wrong: str | None = None) -> None:
        self._questions = {one.question: one for one in questions}
        self._wrong = wrong

    def search(self, question: str, k: int = 5, *, documents: Sequence[str] | None = None) -> list[Hit]:
        if self._wrong:
            return [hit("elsewhere.txt", f"nothing {number}") for number in range(k)]
        return [hit(str(place.document), place.quote) for place in self._questions[question].evidence]

    def ask(
        self, question: str, history: Sequence[tuple[str, str]] = (), *, documents: Sequence[str] | None = None
    ) -> Answer:
        asked = self._questions[question]
        if self._wrong:
            if self._wrong == "refuses" and asked.answerable:
                return refused(asked, "off_topic", 0.0)
            nowhere = Evidence(quote="x", document="elsewhere.txt", row="Q", column="D")
            return answered(asked, "Elephants", [cite(nowhere, "a quote that nobody wrote")], 1.0)
        if not asked.answerable:
            return refused(asked, asked.gold_reason or "not_stated", 0.0)
        return answered(asked, asked.answer or "", [cite(place, place.quote) for place in asked.evidence], 1.0)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> PageTexts:
    """The documents, which hold every place of the evidence."""
    folder = tmp_path_factory.mktemp("texts")
    files: dict[str, Path] = {}
    for word in ("mill", "tower", "bridge", "elsewhere"):
        files[f"{word}.txt"] = folder / f"{word}.txt"
        files[f"{word}.txt"].write_text("\n".join(f"the {word} of {number} is here" for number in range(6)))
    return PageTexts(files)


def values(questions: Sequence[Question], sources: PageTexts, wrong: str | None) -> dict[str, float]:
    found = estimates(evaluate_engine(System(questions, wrong), questions, sources=sources))
    return {name: one.value for name, one in found.items() if name not in COSTS}


@settings(deadline=None, max_examples=40)  # the machine may be busy
@given(QUESTIONS)
def test_a_perfect_system_has_the_best_value_of_every_measure(
    sources: PageTexts, asked: list[tuple[str, int | Reason]]
) -> None:
    questions = [question(number, *one) for number, one in enumerate(asked)]
    found = values(questions, sources, None)
    # A comparison's places and a question's documents that all count cannot all be the first one.
    several = {"document R@1"} if any(one.needs_every_place for one in questions) else set()
    wanted = {name: 0.0 if name in LOWER_IS_BETTER else 1.0 for name in found}
    assert {name: value for name, value in found.items() if value != pytest.approx(wanted[name])}.keys() <= several
    assert found["right or rightly refused"] == 1.0


@settings(deadline=None, max_examples=40)  # the machine may be busy
@given(QUESTIONS)
def test_a_system_that_answers_all_falsely_has_the_worst_value_of_every_measure(
    sources: PageTexts, asked: list[tuple[str, int | Reason]]
) -> None:
    questions = [question(number, *one) for number, one in enumerate(asked)]
    found = values(questions, sources, "answers")
    # It refuses nothing, and is equally sure of everything.
    expected = {"false refusals": 0.0, "AURC": 1.0, "ECE": 1.0, "refusal AUROC": 0.5}
    assert found == pytest.approx({name: expected.get(name, 0.0) for name in found})


@settings(deadline=None, max_examples=40)  # the machine may be busy
@given(QUESTIONS)
def test_a_system_that_refuses_the_wrong_questions_has_the_worst_value_of_every_measure(
    sources: PageTexts, asked: list[tuple[str, int | Reason]]
) -> None:
    questions = [question(number, *one) for number, one in enumerate(asked)]
    found = values(questions, sources, "refuses")
    expected = {"false refusals": 1.0, "AURC": 1.0, "ECE": 1.0}
    assert found == pytest.approx({name: expected.get(name, 0.0) for name in found})
