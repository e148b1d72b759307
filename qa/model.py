"""Results of the engine: hits, citations, answers and the report of a build."""

import re
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

from corpus.model import Box

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
    """A verbatim quote with its place."""

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
class Answer:
    """An answer with its citations, or a refusal with its reason.

    `confidence` is the calibrated probability, between 0 and 1, that the answer is right. A refusal has no citations;
    its `nearest` are the closest passages. `mode` is "generated" if a language model wrote the text; `generation` is
    set if one was used. `read_as` is the question that was answered, if typos were corrected or a language model
    completed a follow-up.
    """

    question: str
    answered: bool
    text: str
    reason: Reason | None
    confidence: float
    language: str
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Hit, ...] = ()
    mode: str = "extractive"
    timings: Timings = field(default_factory=Timings, compare=False)
    generation: Generation | None = None
    read_as: str | None = None

    @property
    def cited(self) -> tuple[Citation, ...]:
        """Return the citations that the text uses: all of them, or those that a language model named in it."""
        if self.mode == "extractive":
            return self.citations
        named = {int(number) for number in re.findall(r"\[(\d+)\]", self.text)}
        return tuple(citation for number, citation in enumerate(self.citations, 1) if number in named)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON-ready values, named as in docs/api.md."""
        added: dict[str, Any] = {} if self.generation is None else {"generation": self.generation.to_dict()}
        if self.read_as is not None:
            added["read_as"] = self.read_as
        return {
            "question": self.question, "answered": self.answered, "reason": self.reason, "answer": self.text,
            "confidence": round(self.confidence, 4), "mode": self.mode, "language": self.language,
            "citations": [citation.to_dict() for citation in self.citations],
            "timings_ms": {
                step: round(getattr(self.timings, step), 2) for step in ("embed", "search", "rerank", "answer", "total")
            },
            **added,
        }  # fmt: skip


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
