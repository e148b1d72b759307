"""The contract of a reader."""

from collections.abc import Sequence
from typing import Protocol


class Reader(Protocol):
    """Judges whether texts state what a question asks; a question and its texts are in the same language."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return the log-odds, for each text, that it states what the question asks."""
        ...
