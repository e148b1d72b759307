"""Words of a text as search compares them: folded, without accents and without case."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

import Stemmer

WORD = re.compile(r"[^\W_]+")

FUNCTION_WORDS = frozenset(files("qa.text").joinpath("function_words.txt").read_text(encoding="utf-8").split())
"""Words that carry no content of their own, in the four languages, as written."""


def fold(text: str) -> str:
    """The text in lower case and without accents: "León" becomes "leon"."""
    if text.isascii():
        return text.lower()
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


_STEMMERS = {"en": "english", "es": "spanish", "fr": "french", "de": "german"}


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str = "en") -> str:
    """The stem of a folded word by the Snowball stemmer of a language, so that "clusters" meets "cluster"."""
    # A stemmer holds a buffer: one for each call is safe with threads, and the cache makes calls rare.
    return str(Stemmer.Stemmer(_STEMMERS[language]).stemWord(word))
