"""A question of a question set, with its gold answers and evidence."""

import re
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from qa.model import Reason

QuestionKind: TypeAlias = Literal[
    "factoid", "list", "yes_no", "table_cell", "comparison", "definition", "reason", "number", "date", "follow_up",
    "unanswerable", "retrieval", "conversation", "document", "overview", "selection", "ranking", "change",
    "two_questions", "ambiguous",
]  # fmt: skip
Verdict: TypeAlias = Literal["yes", "no"]

NEED_ALL = "need all:"
_EACH_SERIES = ("selection", "ranking", "two_questions", "ambiguous")
"""Kinds whose answer must cite each country, that is, each series of yearly documents with evidence."""
_YEAR = re.compile(r"[_ -]?(?:19|20)\d\d(?!\d)")
_REASONS: dict[str, Reason] = {"off_topic:": "off_topic", "not_held:": "not_held", "not_stated:": "not_stated"}


class Evidence(BaseModel):
    """A place that supports the answer. `quote` is contiguous in the document's text, `page` is the 1-based PDF page.

    `grade` is the relevance of the place in sets with graded relevance.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    quote: str = Field(min_length=1)
    document: str | None = None
    page: int | None = Field(default=None, ge=1)
    section: str | None = None
    row: str | None = None
    column: str | None = None
    grade: int = Field(default=1, ge=1)


class HistoryTurn(BaseModel):
    """An earlier question with its answer."""

    model_config = ConfigDict(frozen=True, strict=True)

    question: str
    answer: str


class Lead(BaseModel):
    """The order in a ranking: the winner, `said`, must be named before all others, `before`; both are variants."""

    model_config = ConfigDict(frozen=True, strict=True)

    said: tuple[str, ...] = Field(min_length=1, strict=False)
    before: tuple[str, ...] = Field(strict=False)


class Question(BaseModel):
    """A question with its gold answer.

    `answer` is in the document's words, the items of a list separated by "; ". `answers` are short variants, of which a
    right answer contains at least one. A note "need all: A | B" names what it must contain besides; the note of an
    unanswerable question may begin with the reason of the right refusal: "not_held: no factsheet on Japan". A question
    of kind `retrieval` has evidence and no answer: it judges only search. One of kind `conversation` (small talk, or
    about the tool) is right without any citation.

    A right answer also contains a variant of each group of `need_all` and none of `exclude`, cites no document of
    `exclude_documents`, gives or proves the `verdict`, and in a ranking names the `lead` first. `reason` is the right
    reason to refuse an unanswerable question.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    language: str = Field(min_length=2)
    kind: QuestionKind
    answer: str | None
    answers: tuple[str, ...] = Field(default=(), strict=False)
    evidence: tuple[Evidence, ...] = Field(strict=False)
    history: tuple[HistoryTurn, ...] = Field(default=(), strict=False)
    note: str = ""
    need_all: tuple[tuple[str, ...], ...] = Field(default=(), strict=False)
    exclude: tuple[str, ...] = Field(default=(), strict=False)
    exclude_documents: tuple[str, ...] = Field(default=(), strict=False)
    verdict: Verdict | None = None
    lead: Lead | None = None
    reason: Reason | None = None

    @field_validator("note", mode="before")
    @classmethod
    def _no_note_is_empty(cls, note: object) -> object:
        return "" if note is None else note

    @property
    def answerable(self) -> bool:
        """Return True if the documents state the answer."""
        return self.kind != "unanswerable"

    @property
    def needs_every_place(self) -> bool:
        """Return True if every place of the evidence is needed; for other questions, one place is enough."""
        return self.kind == "comparison"

    @property
    def gold_reason(self) -> Reason | None:
        """Return the reason with which an unanswerable question should be refused, if the set gives one."""
        if self.answerable or self.reason is not None:
            return self.reason
        return next((reason for start, reason in _REASONS.items() if self.note.startswith(start)), None)

    @property
    def documents(self) -> tuple[str, ...]:
        """Return the documents that the evidence names, in order."""
        return tuple(dict.fromkeys(place.document for place in self.evidence if place.document is not None))

    @property
    def statements(self) -> tuple[Sequence[Evidence], ...]:
        """Return the evidence in groups: a right answer cites a place of each, and any place of a group is enough."""
        if self.needs_every_place:
            return tuple((place,) for place in self.evidence)
        if self.kind == "change":
            return self._grouped(lambda document: document)
        if self.kind in _EACH_SERIES:
            return self._grouped(lambda document: _YEAR.sub("", document))
        return (self.evidence,) if self.evidence else ()

    def _grouped(self, key: Callable[[str], str]) -> tuple[Sequence[Evidence], ...]:
        """Group the evidence by a key of its document's name, in order."""
        groups: dict[str, list[Evidence]] = {}
        for place in self.evidence:
            groups.setdefault(key(PurePath(place.document or "").stem), []).append(place)
        return tuple(groups.values())

    @property
    def variants(self) -> tuple[str, ...]:
        """Return all texts that a right answer may contain."""
        return (*self.answers, *(variant for group in self.need_all for variant in group))

    @property
    def required(self) -> tuple[tuple[str, ...], ...]:
        """Return groups of variants; a right answer contains one of each, from `need_all` and the note."""
        return (*self.need_all, *((part,) for part in self._required_by_note()))

    def _required_by_note(self) -> tuple[str, ...]:
        _, found, rest = self.note.partition(NEED_ALL)
        if not found:
            return ()
        # The list ends with a sentence or with a remark behind a comma.
        parts = rest.split(". ")[0].split("|")
        parts[-1] = parts[-1].split(", ")[0]
        return tuple(part.strip() for part in parts if part.strip())

    @model_validator(mode="after")
    def _gold_fits_kind(self) -> Self:
        """Check that an unanswerable question has no gold, one for search only evidence, and any other all of it."""
        gold = bool(self.answer), bool(self.answers), bool(self.evidence)
        if self.answerable and self.reason is not None:
            raise ValueError("only an unanswerable question has a reason")
        if self.need_all or self.kind == "conversation":
            return self
        if self.kind == "retrieval" and gold != (False, False, True):
            raise ValueError("a question of kind retrieval has evidence, and no answer and no answers")
        if self.kind not in ("retrieval", "unanswerable") and gold != (True, True, True):
            raise ValueError("an answerable question needs an answer, answers and evidence")
        if not self.answerable and (self.answer is not None or self.answers or self.evidence):
            raise ValueError("an unanswerable question has answer null, and no answers and no evidence")
        return self
