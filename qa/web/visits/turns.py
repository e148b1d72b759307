"""Turns of a conversation, each with the scope it was asked in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from corpus.model import Document
from qa.answering.comparison import Comparison
from qa.answering.messages import document_names
from qa.model import Answer
from qa.web.translations import Translations

MAX_TURNS = 50
"""Maximum turns of a conversation; the oldest is dropped."""
MAX_QUESTION_LENGTH = 1000
"""Maximum characters of a question."""

Trouble: TypeAlias = Literal["failed", "too_fast"]


@dataclass(frozen=True, slots=True)
class TurnScope:
    """The documents that a question is restricted to. An empty tuple means no restriction."""

    countries: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    documents: tuple[Document, ...] = ()

    def describe(self, document_count: int, words: Translations) -> str:
        """Describe the scope in words; `document_count` documents could be searched."""
        parts = [*self.countries, *map(str, self.years), *(document.name for document in self.documents)]
        return " · ".join(parts) if parts else words.count("scope.all", document_count)

    def fits(self, document: Document) -> bool:
        """Return True if a document lies within the scope."""
        return (
            (not self.countries or document.country in self.countries)
            and (not self.years or document.year in self.years)
            and (not self.documents or document in self.documents)
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """One question. `answer` is None while it is being computed, and if there was trouble.

    `document_count` is the number of documents that could be searched; with `own`, the answer is from the visitor's own
    documents. `unread` names files of the visitor that were still being read. While a language model is `writing`, the
    answer grows. A question `as_typed` was neither corrected nor completed from the conversation.
    """

    question: str
    scope: TurnScope
    document_count: int
    answer: Answer | None = None
    own: bool = False
    unread: tuple[str, ...] = ()
    trouble: Trouble | None = None
    writing: bool = False
    as_typed: bool = False

    def searched(self, words: Translations) -> str:
        """Describe what was searched: the scope, or the documents to which names in the conversation narrowed it."""
        plan = self.answer.plan if self.answer is not None else None
        documents = plan.scope.documents if plan is not None else ()
        names = {document.name for document in documents}
        quoted = {citation.document for citation in self.answer.citations} if self.answer is not None else set()
        if quoted and quoted <= names and len(documents) < self.document_count:
            return document_names(documents)
        return self.scope.describe(self.document_count, words)


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison of all documents of a scope on a topic. `found` is None while it runs, and if there was trouble."""

    topic: str
    scope: TurnScope
    document_count: int
    found: Comparison | None = None
    trouble: Trouble | None = None


def history(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """Return the answered turns of a conversation as the engine expects them."""
    return [(turn.question, turn.answer.text) for turn in turns if turn.answer is not None]
