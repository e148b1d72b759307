"""The contracts of readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

ENGLISH = "en"
"""The language of the packaged reader."""


class Reader(Protocol):
    """Judges whether texts state what a question asks; a question and its texts are in the same language."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return the log-odds, for each text, that it states what the question asks."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """A question or text with the code of its language."""

    text: str
    language: str


class MultilingualReader(Protocol):
    """Judges whether texts state what a question asks, each in a language of its own."""

    def scores(self, question: Written, texts: Sequence[Written]) -> list[float]:
        """Return the log-odds, for each text, that it states what the question asks."""
        ...
