"""Split text into words as search compares them: without case and accents."""

import re
from importlib.resources import files

from corpus.text_analysis.normalize import IDEOGRAPHS, WORD, fold
from index.search.terms import stem

__all__ = ["FUNCTION_WORDS", "WORD", "capitalised_words", "content_words", "fold", "is_content", "stem", "words"]

FUNCTION_WORDS = frozenset(files("qa.text").joinpath("function_words.txt").read_text(encoding="utf-8").split())
"""Words without content, in the four languages, as written."""


_FOLDED_FUNCTION_WORDS = frozenset(fold(word) for word in FUNCTION_WORDS)


_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")


def words(text: str) -> list[str]:
    """Return the words of a text in order, folded: those whose keys are in the index of a passage with this text."""
    return WORD.findall(fold(text))


def is_content(word: str) -> bool:
    """Return True if a word carries content: it is no function word, and longer than a letter or an ideograph."""
    folded = fold(word)
    return folded not in _FOLDED_FUNCTION_WORDS and (
        len(folded) > 1 or folded.isdigit() or _IDEOGRAPH.match(folded) is not None
    )


def content_words(text: str) -> list[str]:
    """Return the folded content words of a text, in order."""
    return [word for word in words(text) if is_content(word)]


def capitalised_words(question: str) -> list[str]:
    """Return the capitalised words of two letters or more within the sentences of a question."""
    return [
        match.group()
        for match in list(WORD.finditer(question))[1:]
        if len(match.group()) > 1
        and match.group()[0].isupper()
        and not question[: match.start()].rstrip().endswith((".", "?", "!", ":", "¿", "(", "“", "«"))
    ]
