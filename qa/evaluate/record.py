"""What is kept of each question of a run: what was answered, and its value in every measure that applies to it."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from qa.evaluate import places, text, verdict
from qa.evaluate.questions import Question
from qa.model import Answer, Citation, Hit


class Cited(BaseModel):
    """A citation of the answer."""

    model_config = ConfigDict(frozen=True)

    document: str
    page: int | None
    row: str | None
    column: str | None
    quote: str


class Record(BaseModel):
    """One question of a run. `values` holds a value for each measure that applies to the question."""

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    language: str
    kind: str
    gold: str | None
    answered: bool
    reason: str | None
    answer: str
    confidence: float
    citations: tuple[Cited, ...]
    rank: int | None
    page_rank: int | None
    values: dict[str, float]

    @property
    def correct(self) -> bool:
        """Whether the answer is right or, where there is none, was refused."""
        return self.values["right or rightly refused"] == 1.0


@dataclass(frozen=True, slots=True)
class Observation:
    """What the engine gave for a question, with the wall time of the answer in milliseconds."""

    question: Question
    hits: list[Hit]
    answer: Answer
    milliseconds: float

    @property
    def rank(self) -> int | None:
        """The rank of the first hit that bears the evidence."""
        return places.first_rank(any(places.bears(hit, gold) for gold in self.question.evidence) for hit in self.hits)

    @property
    def page_rank(self) -> int | None:
        """The rank of the first hit on an evidence page."""
        return places.first_rank(any(places.on_page(hit, gold) for gold in self.question.evidence) for hit in self.hits)


def answer_values(seen: Observation) -> dict[str, float]:
    """The measures of the answer itself: right, its text against the gold, its citations, refusal and time."""
    question, answer = seen.question, seen.answer
    values = {"latency": seen.milliseconds}
    if answer.answered:
        values["answer words"] = len(answer.text.split())
    else:
        values["refusal precision"] = float(not question.answerable)
    if question.answerable:
        values |= _values_against_gold(question, answer)
        values["right or rightly refused"] = values["right"]
    else:
        values["refusal recall"] = values["right or rightly refused"] = float(not answer.answered)
    return values


def _values_against_gold(question: Question, answer: Answer) -> dict[str, float]:
    said = answer.text if answer.answered else ""
    golds = [gold for gold in (question.answer, *question.answers) if gold]
    values = {
        "right": float(verdict.is_right(question, answer)),
        "token F1": max(text.token_f1(said, gold) for gold in golds),
        "exact match": float(any(text.exact_match(said, gold) for gold in golds)),
        "false refusals": float(not answer.answered),
    }
    if question.kind == "list" and question.answer:
        values["list items named"] = verdict.share_of_items(question.answer, said)
    if answer.answered:
        values["cited page right"] = float(verdict.cites_evidence_page(question, answer))
    if answer.answered and question.kind == "table_cell":
        values["cited cell right"] = float(_cites_cell(question, answer))
    return values


def _cites_cell(question: Question, answer: Answer) -> bool:
    """Whether a citation is in a row and column that hold the evidence."""
    cells = [evidence for evidence in question.evidence if evidence.row is not None]
    return any(places.in_cell(citation, cell) for citation in answer.citations for cell in cells)


def make_record(seen: Observation, values: dict[str, float]) -> Record:
    """The record of a question whose values in all measures are known."""
    question, answer = seen.question, seen.answer
    return Record(
        id=question.id, question=question.question, language=question.language, kind=question.kind,
        gold=question.answer, answered=answer.answered, reason=answer.reason, answer=answer.text,
        confidence=answer.confidence, citations=tuple(_cited(citation) for citation in answer.citations),
        rank=seen.rank, page_rank=seen.page_rank, values=values,
    )  # fmt: skip


def _cited(citation: Citation) -> Cited:
    return Cited(
        document=citation.document, page=citation.page, row=citation.row, column=citation.column, quote=citation.quote
    )


def to_json(record: Record) -> dict[str, Any]:
    """The record as JSON-ready values, rounded."""
    plain = record.model_dump(mode="json")
    plain["confidence"] = round(record.confidence, 4)
    plain["values"] = {name: round(value, 4) for name, value in record.values.items()}
    return plain
