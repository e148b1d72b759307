"""Split texts into the terms of lexical search."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
import Stemmer
from numpy.typing import NDArray

from corpus.text_analysis.normalize import IDEOGRAPHS, fold

_WORD = re.compile(rf"[{IDEOGRAPHS}]|[^\W{IDEOGRAPHS}]+(?:[.,]\d+)*")
_NGRAM = 5
_CACHED = 1 << 16
"""Maximum number of words whose stems and n-grams are kept."""
_LONGEST_CACHED = 40
"""Maximum characters of such a word; longer ones are rare, and strangers could fill the memory with them."""

Keys: TypeAlias = NDArray[np.uint64]
"""Keys of texts, 64 bits each."""

TERMS_VERSION = 2
"""Version of the terms; raise it whenever the same text gives other terms, so that indexes know that theirs are old."""


def key(text: str) -> int:
    """Return a key of 64 bits for a text: its BLAKE2b digest of 8 bytes, the lowest byte first.

    The chance that two of a million texts have the same key is 1 in 37 million.
    """
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def keys(texts: Iterable[str]) -> Keys:
    """Return the keys of texts, in their order."""
    return np.array([key(text) for text in texts], dtype=np.uint64)


def folded_words(text: str) -> list[str]:
    """Return the words of a text, case and accents folded.

    Numbers keep their separators ("3.5", "1,200"), each ideograph is a word. No word is left out: short questions
    consist of frequent words, and BM25 itself gives them next to no weight.
    """
    return _WORD.findall(fold(text))


_STEMMERS = {"en": "english", "es": "spanish", "fr": "french", "de": "german"}


def stem(word: str, language: str = "en") -> str:
    """Return the stem of a folded word by the Snowball stemmer of a language, so that "clusters" meets "cluster"."""
    return _cached_stem(word, language) if len(word) <= _LONGEST_CACHED else _stem(word, language)


def _stem(word: str, language: str) -> str:
    # A stemmer has a buffer: one for each call is safe with threads, and the cache makes calls rare.
    return str(Stemmer.Stemmer(_STEMMERS[language]).stemWord(word))


_cached_stem = lru_cache(maxsize=_CACHED)(_stem)


def stems(of: Sequence[str]) -> list[str]:
    """Return the English stems of the words."""
    return [stem(word) for word in of]


def character_ngrams(of: Sequence[str]) -> list[str]:
    """Return all runs of five letters of the words, where # marks both ends of a word ("#fund", "fund#")."""
    return [ngram for word in of for ngram in (_cached_ngrams if len(word) <= _LONGEST_CACHED else _ngrams)(word)]


def _ngrams(word: str) -> tuple[str, ...]:
    marked = f"#{word}#"
    return tuple(marked[start : start + _NGRAM] for start in range(len(marked) - _NGRAM + 1))


_cached_ngrams = lru_cache(maxsize=_CACHED)(_ngrams)
