"""Split a text into words, figures and marks, as the cross-lingual reader reads them."""

import re
from dataclasses import dataclass
from functools import cached_property

from qa.text.normalize import fold

_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


@dataclass(frozen=True)
class WrittenWord:
    """A word, figure or mark; `follows_space` is True at the beginning of a text and after white space."""

    text: str
    follows_space: bool

    @property
    def is_letters(self) -> bool:
        """Return True for a word, False for a figure or mark."""
        return self.text[0].isalpha()

    @cached_property
    def folded(self) -> str:
        """Return the word in lower case without accents."""
        return fold(self.text)


def written_words(text: str) -> list[WrittenWord]:
    """Return the words, figures and marks of a text."""
    return [
        WrittenWord(found[0], found.start() == 0 or text[found.start() - 1].isspace()) for found in _WORD.finditer(text)
    ]
