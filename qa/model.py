"""Results of the engine: hits, citations, answers and the report of a build."""

import re
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

from corpus.model import Box
from qa.question.plan import Plan

AnswerMode: TypeAlias = Literal["extractive", "generated", "about"]
"""Made of quotes; written by a language model from quotes; on the tool or the documents' metadata, without a search."""
Reason: TypeAlias = Literal["off_topic", "not_held", "not_stated"]
ModelFailure: TypeAlias = Literal["unreachable", "cut", "unproved"]
"""A language model did not reply; broke off after some supported sentences; wrote nothing that the quotes support."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that search found. `document` is its file name, `text` is verbatim, `context` is its breadcrumb."""

    text: str
    context: str
    document: str
    country: str | None
    year: int | None
    page: int | None
    section: str
    row: str | None
    column: str | None
    boxes: tuple[Box, ...]
    score: float

    def to_dict(self) -> dict[str, Any]:
        """Return the hit as JSON-ready values."""
        return {
            "text": self.text, "context": self.context, "document": self.document, "country": self.country,
            "year": self.year, "page": self.page, "section": self.section, "row": self.row, "column": self.column,
            "boxes": [box.to_list() for box in self.boxes], "score": round(self.score, 4),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote with its place; `unit` is that of a table cell as its labels or the caption give it, or ""."""

    document: str
    title: str
    country: str | None
    year: int | None
    page: int | None
    section: str
    row: str | None
    column: str | None
    quote: str
    boxes: tuple[Box, ...]
    score: float
    unit: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the citation as JSON-ready values, named as in docs/api.md."""
        return {
            "document": self.document, "title": self.title, "country": self.country, "year": self.year,
            "page": self.page, "section": self.section, "row": self.row, "column": self.column, "quote": self.quote,
            "score": round(self.score, 4), "boxes": [box.to_list() for box in self.boxes],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timings:
    """Wall time of the steps of an answer, in milliseconds."""

    embed: float = 0.0
    search: float = 0.0
    rerank: float = 0.0
    answer: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Generation:
    """A language model's part in an answer.

    `removed` counts those of its `sentences` that no quote supports. `note` tells a person, in the answer's language,
    what went wrong or was removed.
    """

    model: str
    sentences: int = 0
    removed: int = 0
    failure: ModelFailure | None = None
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the values as JSON-ready ones."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """A cell of a table answer: the heading of its column, its text, and the quotes behind it (none if it is empty)."""

    heading: str
    text: str
    citations: tuple[Citation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the cell as JSON-ready values."""
        return {
            "heading": self.heading,
            "text": self.text,
            "citations": [citation.to_dict() for citation in self.citations],
        }


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A row of a table answer, on one document or one policy of it.

    `label` names the document or policy for people. In a selection, `matches` is True or False, or None if the document
    does not say.
    """

    label: str
    document: str
    cells: tuple[AnswerCell, ...]
    matches: bool | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the row as JSON-ready values."""
        return {
            "label": self.label, "document": self.document, "matches": self.matches,
            "cells": [cell.to_dict() for cell in self.cells],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Computed:
    """A result that no document states: it was computed from the values of its operands' quotes.

    `text` is the result for people, such as "EUR 31.5 million" or "9 years".
    """

    operation: Literal["rank", "sum", "difference", "average", "ratio", "duration"]
    text: str
    operands: tuple[Citation, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON-ready values."""
        return {
            "operation": self.operation, "text": self.text,
            "operands": [citation.to_dict() for citation in self.operands],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its citations, or a refusal with its reason.

    `confidence` is the probability, between 0 and 1, that the answer is right; it is `calibrated` unless the answer is
    computed or comes from the very place asked for, and then people are shown none. A refusal has no citations; its
    `nearest` are the closest passages. `mode` is "generated" if a language model wrote the text; `generation` is set if
    one was used. `read_as` is the question that was answered, if typos were corrected or a language model
    completed a follow-up.

    `plan` is the question as understood. `parts` are the answers to several questions in one; `rows` the table of an
    answer over several documents or policies; `computed` results derived from quoted values. In a selection `citations`
    support what matches and `others` what does not.
    """

    question: str
    answered: bool
    text: str
    reason: Reason | None
    confidence: float
    language: str
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Hit, ...] = ()
    mode: AnswerMode = "extractive"
    timings: Timings = field(default_factory=Timings, compare=False)
    generation: Generation | None = None
    read_as: str | None = None
    plan: Plan | None = None
    parts: "tuple[Answer, ...]" = ()
    rows: tuple[AnswerRow, ...] = ()
    computed: tuple[Computed, ...] = ()
    others: tuple[Citation, ...] = ()
    calibrated: bool = True

    @property
    def cited(self) -> tuple[Citation, ...]:
        """Return the citations that the text uses: all of them, or those that a language model named in it."""
        if self.mode == "extractive":
            return self.citations
        named = {int(number) for number in re.findall(r"\[(\d+)\]", self.text)}
        return tuple(citation for number, citation in enumerate(self.citations, 1) if number in named)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON-ready values, named as in docs/api.md."""
        return {
            "question": self.question, "answered": self.answered, "reason": self.reason, "answer": self.text,
            "confidence": round(self.confidence, 4), "mode": self.mode, "language": self.language,
            "citations": [citation.to_dict() for citation in self.citations],
            "timings_ms": {
                step: round(getattr(self.timings, step), 2) for step in ("embed", "search", "rerank", "answer", "total")
            },
            **self._details(),
        }  # fmt: skip

    def _details(self) -> dict[str, Any]:
        """Return the optional values, without those that are not set."""
        details = {
            "generation": self.generation and self.generation.to_dict(),
            "read_as": self.read_as,
            "plan": self.plan and self.plan.to_dict(),
            "parts": [part.to_dict() for part in self.parts],
            "rows": [row.to_dict() for row in self.rows],
            "computed": [result.to_dict() for result in self.computed],
            "others": [citation.to_dict() for citation in self.others],
        }
        set_values = {name: value for name, value in details.items() if value}
        return set_values if self.calibrated else {**set_values, "calibrated": False}


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that was not indexed, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The outcome of a build by file name."""

    indexed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: tuple[FileProblem, ...] = ()
    warnings: tuple[FileProblem, ...] = ()
