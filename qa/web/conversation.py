"""What a conversation is made of: turns, each with the scope it was asked in."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.model import Answer

MAX_TURNS = 50
MAX_QUESTION_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question was asked of. An empty tuple means no restriction."""

    countries: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()

    def describe(self, held: int) -> str:
        """The scope in words, where `held` documents are there to be searched."""
        parts = [*self.countries, *map(str, self.years), *self.documents]
        if parts:
            return " · ".join(parts)
        return "the one document held" if held == 1 else f"all {held} documents"


@dataclass(frozen=True, slots=True)
class Turn:
    """One question. `answer` is None while it is being sought, and where seeking it failed (`failed`)."""

    question: str
    scope: Scope
    answer: Answer | None = None
    failed: bool = False


def history(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """The answered part of a conversation, as the engine takes it."""
    return [(turn.question, turn.answer.text) for turn in turns if turn.answer is not None]
