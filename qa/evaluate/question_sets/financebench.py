"""FinanceBench's format (Islam et al. 2023): JSON Lines of questions on the reports of companies."""

from pathlib import Path

from pydantic import BaseModel, Field

from qa.evaluate.metrics.number_match import number_of
from qa.evaluate.question import Evidence, Question
from qa.evaluate.question_sets.files import json_lines


class _Place(BaseModel):
    evidence_text: str = Field(min_length=1)
    evidence_page_num: int = Field(ge=0)
    doc_name: str | None = None


class _Entry(BaseModel):
    financebench_id: str = Field(min_length=1)
    doc_name: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answer: str = Field(min_length=1)
    evidence: list[_Place] = Field(min_length=1)
    question_type: str = ""


def load_financebench(path: Path) -> list[Question]:
    """Read a set in FinanceBench's format, which counts pages from 0; documents are named `doc_name` plus `.pdf`.

    A question with a number as its answer has the kind `number`, any other the kind `factoid`.

    Raises:
        QuestionSetError: The file cannot be read or a line is broken; the message names the line and what is wrong.
    """
    return [_question(entry) for _, entry in json_lines(path, _Entry)]


def _question(entry: _Entry) -> Question:
    return Question(
        id=entry.financebench_id,
        question=entry.question,
        language="en",
        kind="factoid" if number_of(entry.answer) is None else "number",
        answer=entry.answer,
        answers=_variants(entry.answer),
        evidence=tuple(
            Evidence(
                quote=place.evidence_text,
                document=f"{place.doc_name or entry.doc_name}.pdf",
                page=place.evidence_page_num + 1,
            )
            for place in entry.evidence
        ),
        note=entry.question_type,
    )


def _variants(answer: str) -> tuple[str, ...]:
    """Return the answer and, if it is a number such as "$1577.00", the ways in which a report would print it."""
    number = number_of(answer)
    if number is None:
        return (answer,)
    sign = "%" if "%" in answer else ""
    plain = f"{number.value:.10f}".rstrip("0").rstrip(".")
    grouped = f"{number.value:,.10f}".rstrip("0").rstrip(".")
    return tuple(dict.fromkeys((answer, plain + sign, grouped + sign)))
