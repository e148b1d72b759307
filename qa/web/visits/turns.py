"""What a conversation is made of: turns, each with the scope it was asked in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from corpus.model import Document
from qa.answering.comparison import Comparison
from qa.model import Answer
from qa.web.translations import Translations

MAX_TURNS = 50
MAX_QUESTION_LENGTH = 1000

Trouble: TypeAlias = Literal["failed", "too_fast"]


@dataclass(frozen=True, slots=True)
class TurnScope:
    """What a question was asked of. An empty tuple means no restriction."""

    countries: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    documents: tuple[Document, ...] = ()

    def describe(self, held: int, words: Translations) -> str:
        """The scope in words, where `held` documents are there to be searched."""
        parts = [*self.countries, *map(str, self.years), *(document.name for document in self.documents)]
        return " · ".join(parts) if parts else words.count("scope.all", held)

    def fits(self, document: Document) -> bool:
        """Whether a document lies within the scope."""
        return (
            (not self.countries or document.country in self.countries)
            and (not self.years or document.year in self.years)
            and (not self.documents or document in self.documents)
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """One question. `answer` is None while it is being sought, and where there is trouble.

    `held` is the number of documents that could be searched; `own` tells that the answer comes from the visitor's own
    documents and not from those that everyone sees. `unread` names files of the visitor that were still being read.
    While a language model is `writing`, the answer grows.
    """

    question: str
    scope: TurnScope
    held: int
    answer: Answer | None = None
    own: bool = False
    unread: tuple[str, ...] = ()
    trouble: Trouble | None = None
    writing: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """A topic that was put to all documents of a scope. `found` is None while it is being sought or in trouble."""

    topic: str
    scope: TurnScope
    held: int
    found: Comparison | None = None
    trouble: Trouble | None = None


def history(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """The answered part of a conversation, as the engine takes it."""
    return [(turn.question, turn.answer.text) for turn in turns if turn.answer is not None]
