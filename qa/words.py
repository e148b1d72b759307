"""Words of a text as search compares them: folded, without accents and without case."""

import re
import unicodedata
from importlib.resources import files

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)

FUNCTION_WORDS = frozenset(files("qa").joinpath("function_words.txt").read_text(encoding="utf-8").split())
"""Words that carry no content of their own, in the four languages, as written."""


def fold(text: str) -> str:
    """The text in lower case and without accents: "León" becomes "leon"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


_FOLDED_FUNCTION_WORDS = frozenset(fold(word) for word in FUNCTION_WORDS)


def words(text: str) -> list[str]:
    """The words of a text in order, folded."""
    return [fold(word) for word in WORD.findall(text)]


def is_content(word: str) -> bool:
    """Whether a word carries content: no function word, and more than a single letter."""
    folded = fold(word)
    return folded not in _FOLDED_FUNCTION_WORDS and (len(folded) > 1 or folded.isdigit())


def content_words(text: str) -> list[str]:
    """The folded content words of a text, in order."""
    return [word for word in words(text) if is_content(word)]


_SUFFIXES = tuple("ements ement ations ation ings ing ies ied es ed er en s e y o a".split(" "))


def stem(word: str) -> str:
    """A crude common stem of a folded word, so that "clusters" meets "cluster" and "funded" meets "funding".

    Suffixes of the four languages are cut while at least four letters stay.
    """
    for suffix in (
        "ements",
        "ement",
        "ations",
        "ation",
        "ings",
        "ing",
        "ies",
        "ied",
        "es",
        "ed",
        "er",
        "en",
        "s",
        "e",
        "y",
        "o",
        "a",
    ):
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word
