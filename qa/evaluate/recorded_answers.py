"""Load the recorded answers of another system (JSON Lines, one per question), to judge it by the same code."""

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Self

from pydantic import BaseModel, Field, model_validator

from qa.errors import QuestionSetError
from qa.evaluate.metrics.record import Observation
from qa.evaluate.question import Question
from qa.evaluate.question_sets.files import at_line, json_lines
from qa.model import Answer, Citation, Hit, Reason


class _Place(BaseModel):
    document: str = Field(min_length=1)
    page: int | None = Field(default=None, ge=1)
    row: str | None = None
    column: str | None = None

    @property
    def file(self) -> str:
        """Return the document's file name without the folder where the system found it."""
        return PurePath(self.document).name


class _Quote(_Place):
    quote: str = Field(min_length=1)

    def citation(self) -> Citation:
        return Citation(
            document=self.file, title="", country=None, year=None, page=self.page, section="", row=self.row,
            column=self.column, quote=self.quote, boxes=(), score=0.0,
        )  # fmt: skip


class _Passage(_Place):
    text: str

    def hit(self) -> Hit:
        return Hit(
            text=self.text, context="", document=self.file, country=None, year=None, page=self.page, section="",
            row=self.row, column=self.column, boxes=(), score=0.0,
        )  # fmt: skip


class _Line(BaseModel):
    """A system's output for a question.

    A missing confidence counts as 1 for an answer and as 0 for a refusal. If there are no passages, the citations count
    as the search results.
    """

    id: str
    answered: bool
    answer: str
    reason: Reason | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)
    citations: tuple[_Quote, ...] = ()
    passages: tuple[_Passage, ...] | None = None
    milliseconds: float = Field(ge=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _refusals_cite_nothing(self) -> Self:
        if not self.answered and self.citations:
            raise ValueError("a refusal, with answered false, has no citations")
        return self

    def observation(self, question: Question) -> Observation:
        citations = tuple(quote.citation() for quote in self.citations)
        found = self.passages if self.passages is not None else [_as_passage(quote) for quote in self.citations]
        answer = Answer(
            question=question.question, answered=self.answered, text=self.answer, reason=self.reason,
            confidence=float(self.answered) if self.confidence is None else self.confidence,
            language=question.language, citations=citations,
        )  # fmt: skip
        return Observation(question, [passage.hit() for passage in found], answer, self.milliseconds)


def load_answers(path: Path, questions: Sequence[Question]) -> list[Observation]:
    """Read a system's output for each question, in the order of the questions.

    Raises:
        QuestionSetError: The file cannot be read, a line is broken or names an unknown question or one that already has
            an answer, or a question has no line.
    """
    asked = {question.id: question for question in questions}
    given: dict[str, Observation] = {}
    for number, line in json_lines(path, _Line):
        if line.id not in asked:
            raise at_line(path, number, f"no question of these sets has the id {line.id!r}")
        if line.id in given:
            raise at_line(path, number, f"question {line.id!r} already has an answer")
        given[line.id] = line.observation(asked[line.id])
    if missing := [name for name in asked if name not in given]:
        raise QuestionSetError(f"{path}: has no line for {len(missing)} of the questions: {', '.join(missing)}")
    return [given[name] for name in asked]


def _as_passage(quote: _Quote) -> _Passage:
    return _Passage(document=quote.document, page=quote.page, row=quote.row, column=quote.column, text=quote.quote)
