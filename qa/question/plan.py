"""The plan of an answer: what a question asks for, in which documents, as understood before anything is searched."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from qa.question.answer_type import Expected
from qa.question.document_filter import DocumentScope

PlanKind: TypeAlias = Literal[
    "about_tool",
    "about_documents",
    "overview",
    "select",
    "rank",
    "change",
    "compare",
    "find",
]
"""Kinds of questions; each has its own executor.

`about_tool` is small talk and questions on this tool; `about_documents` asks for metadata, structure or links;
`overview` for a summary; `select` for the countries, policies or documents that meet a condition; `rank` for an
extreme, a total or a difference; `change` for what differs between editions; `compare` for several documents side by
side; `find` for a fact.
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """Names that a question is about, written as the documents write them."""

    countries: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def has_names(self) -> bool:
        """Return True if a country, a policy or a document is named; a year alone may be a condition."""
        return bool(self.countries or self.policies or self.documents)

    @property
    def is_empty(self) -> bool:
        """Return True if nothing is named."""
        return not (self.has_names or self.years)

    def to_dict(self) -> dict[str, Any]:
        """Return the names as JSON-ready values."""
        return {
            "countries": list(self.countries), "policies": list(self.policies), "years": list(self.years),
            "documents": list(self.documents),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits that the caller set: names of countries, years of documents, names or ids of documents."""

    countries: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the filters as JSON-ready values."""
        return {"countries": list(self.countries), "years": list(self.years), "documents": list(self.documents)}


@dataclass(frozen=True, slots=True)
class Plan:
    """A question as understood.

    `text` is the question in full, which stands alone and is shown to people; `asked` is what was typed, and `language`
    the language to answer in. `topic` refines the kind, such as "greeting" of `about_tool` or "pages" of
    `about_documents`. `parts` are the plans of several questions in one, if there are any. `carried` are the names
    taken over from the conversation, and `last_answer` is the text of its last answer if the question follows up on it.
    `scope` are the documents to search.
    """

    kind: PlanKind
    text: str
    asked: str
    language: str
    scope: DocumentScope
    expected: Expected = "any"
    topic: str = ""
    subject: Subject = field(default_factory=Subject)
    filters: Filters = field(default_factory=Filters)
    parts: tuple["Plan", ...] = ()
    carried: tuple[str, ...] = ()
    last_answer: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as JSON-ready values."""
        return {
            "kind": self.kind, "topic": self.topic, "text": self.text, "subject": self.subject.to_dict(),
            "filters": self.filters.to_dict(), "carried": list(self.carried),
            "documents": [document.name for document in self.scope.documents],
            "parts": [part.to_dict() for part in self.parts],
        }  # fmt: skip
