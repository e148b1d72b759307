"""The record of one question of a run: what was asked, what was returned, and its value in every measure."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from corpus.model import Box
from qa.evaluate.metrics import evidence_match
from qa.evaluate.question import Evidence, Question
from qa.model import Answer, Citation, Hit

JUDGED = "right or rightly refused"
"""Name of the summary measure: the right answer, or a refusal if there is none."""


class Cited(BaseModel):
    """A citation of the answer. `boxes` are only for the report."""

    model_config = ConfigDict(frozen=True)

    document: str
    page: int | None
    row: str | None
    column: str | None
    quote: str
    boxes: tuple[Box, ...] = Field(default=(), exclude=True)


class QuestionRecord(BaseModel):
    """One question of a run. `values` holds a value for each measure that applies to the question.

    `rank`, `page_rank` and `document_rank` are the ranks, from 1, at which search found the evidence. `gold_reason` is
    the right reason to refuse an unanswerable question, if the set gives one. `evidence` is only for the report.
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
        """Return True if the set defines the right answer; for search-only questions it defines only what to find."""
        return JUDGED in self.values

    @property
    def correct(self) -> bool:
        """Return True if the answer is right or the question was rightly refused."""
        return self.values.get(JUDGED) == 1.0

    @property
    def answerable(self) -> bool:
        """Return True if the documents state the answer."""
        return self.kind != "unanswerable"


@dataclass(frozen=True, slots=True)
class Observation:
    """The engine's output for a question, with the wall time of the answer in milliseconds."""

    question: Question
    hits: list[Hit]
    answer: Answer
    milliseconds: float


def make_record(seen: Observation, values: dict[str, float]) -> QuestionRecord:
    """Make the record of a question from its values in all measures."""
    question, answer = seen.question, seen.answer
    relevant = {evidence_match.document_key(name) for name in question.documents}
    documents = dict.fromkeys(evidence_match.document_key(hit.document) for hit in seen.hits)
    return QuestionRecord(
        id=question.id, question=question.question, language=question.language, kind=question.kind,
        gold=question.answer, gold_reason=question.gold_reason, documents=question.documents, answered=answer.answered,
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
    """Return the record as JSON-ready values, rounded."""
    plain = record.model_dump(mode="json")
    plain["confidence"] = round(record.confidence, 4)
    plain["values"] = {name: round(value, 4) for name, value in record.values.items()}
    return plain
