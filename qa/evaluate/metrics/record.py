"""What is kept of each question of a run: what was asked, what came back, and its value in every measure."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from corpus.model import Box
from qa.evaluate.metrics import evidence_match
from qa.evaluate.question import Evidence, Question
from qa.model import Answer, Citation, Hit

JUDGED = "right or rightly refused"
"""The measure that sums up each question with a gold answer, or with none to give."""


class Cited(BaseModel):
    """A citation of the answer. `boxes` are for the report alone."""

    model_config = ConfigDict(frozen=True)

    document: str
    page: int | None
    row: str | None
    column: str | None
    quote: str
    boxes: tuple[Box, ...] = Field(default=(), exclude=True)


class QuestionRecord(BaseModel):
    """One question of a run. `values` holds a value for each measure that applies to the question.

    `rank`, `page_rank` and `document_rank` say where search found the evidence, from 1. `gold_reason` is why an
    unanswerable question is to be refused, where the set says so. `evidence` is for the report alone.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    language: str
    kind: str
    gold: str | None
    gold_reason: str | None = None
    documents: tuple[str, ...] = ()
    answered: bool
    reason: str | None
    answer: str
    confidence: float
    citations: tuple[Cited, ...]
    rank: int | None
    page_rank: int | None
    document_rank: int | None = None
    values: dict[str, float]
    evidence: tuple[Evidence, ...] = Field(default=(), exclude=True)
    history: tuple[str, ...] = Field(default=(), exclude=True)

    @property
    def judged(self) -> bool:
        """Whether the set says what a right answer is; of a question of search alone it says only what to find."""
        return JUDGED in self.values

    @property
    def correct(self) -> bool:
        """Whether the answer is right or, where there is none, was refused."""
        return self.values.get(JUDGED) == 1.0

    @property
    def answerable(self) -> bool:
        """Whether the documents tell the answer."""
        return self.kind != "unanswerable"


@dataclass(frozen=True, slots=True)
class Observation:
    """What the engine gave for a question, with the wall time of the answer in milliseconds."""

    question: Question
    hits: list[Hit]
    answer: Answer
    milliseconds: float


def make_record(seen: Observation, values: dict[str, float]) -> QuestionRecord:
    """The record of a question whose values in all measures are known."""
    question, answer = seen.question, seen.answer
    relevant = {evidence_match.document_key(name) for name in question.documents}
    documents = dict.fromkeys(evidence_match.document_key(hit.document) for hit in seen.hits)
    return QuestionRecord(
        id=question.id, question=question.question, language=question.language, kind=question.kind,
        gold=question.answer, gold_reason=question.reason, documents=question.documents, answered=answer.answered,
        reason=answer.reason, answer=answer.text, confidence=answer.confidence,
        citations=tuple(_cited(citation) for citation in answer.citations),
        rank=evidence_match.passage_rank(question, seen.hits), page_rank=evidence_match.page_rank(question, seen.hits),
        document_rank=evidence_match.first_rank(document in relevant for document in documents), values=values,
        evidence=question.evidence, history=tuple(turn.question for turn in question.history),
    )  # fmt: skip


def _cited(citation: Citation) -> Cited:
    return Cited(
        document=citation.document, page=citation.page, row=citation.row, column=citation.column,
        quote=citation.quote, boxes=citation.boxes,
    )  # fmt: skip


def record_to_json(record: QuestionRecord) -> dict[str, Any]:
    """The record as JSON-ready values, rounded."""
    plain = record.model_dump(mode="json")
    plain["confidence"] = round(record.confidence, 4)
    plain["values"] = {name: round(value, 4) for name, value in record.values.items()}
    return plain
