"""A question of a question set, with its gold answers and evidence."""

from typing import Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from qa.model import Reason

QuestionKind: TypeAlias = Literal[
    "factoid", "list", "yes_no", "table_cell", "comparison", "definition", "reason", "number", "date", "follow_up",
    "unanswerable", "retrieval",
]  # fmt: skip


NEED_ALL = "need all:"


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


class Question(BaseModel):
    """A question with its gold answer.

    `answer` is in the document's words, the items of a list separated by "; ". `answers` are short variants, of which a
    right answer contains at least one. A note "need all: A | B" names what it must contain besides; the note of an
    unanswerable question may begin with the reason of the right refusal: "not_held: no factsheet on Japan". A question
    of kind `retrieval` has evidence and no answer: it judges only search.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    language: str = Field(min_length=2)
    kind: QuestionKind
    answer: str | None
    answers: tuple[str, ...] = Field(strict=False)
    evidence: tuple[Evidence, ...] = Field(strict=False)
    history: tuple[HistoryTurn, ...] = Field(default=(), strict=False)
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Return True if the documents state the answer."""
        return self.kind != "unanswerable"

    @property
    def needs_every_place(self) -> bool:
        """Return True if every place of the evidence is needed; for other questions, one place is enough."""
        return self.kind == "comparison"

    @property
    def reason(self) -> Reason | None:
        """Return the reason with which an unanswerable question should be refused, if its note gives one."""
        if self.answerable:
            return None
        return next((reason for start, reason in _REASONS.items() if self.note.startswith(start)), None)

    @property
    def documents(self) -> tuple[str, ...]:
        """Return the documents that the evidence names, in order."""
        return tuple(dict.fromkeys(place.document for place in self.evidence if place.document is not None))

    @property
    def need_all(self) -> tuple[str, ...]:
        """Return everything that a right answer must contain according to the note."""
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
        if self.kind == "retrieval" and gold != (False, False, True):
            raise ValueError("a question of kind retrieval has evidence, and no answer and no answers")
        if self.kind not in ("retrieval", "unanswerable") and gold != (True, True, True):
            raise ValueError("an answerable question needs an answer, answers and evidence")
        if not self.answerable and (self.answer is not None or self.answers or self.evidence):
            raise ValueError("an unanswerable question has answer null, and no answers and no evidence")
        return self
