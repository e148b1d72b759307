"""The words of a document: all of them, to tell names that are held, and the common ones, to bridge languages."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.model import Passage
from corpus.normalize import WORD, fold
from index.base import Vectors
from index.search.terms import Keys, keys

_COMMON = re.compile(r"\b[^\W\d_]{3,}\b")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")


class KnownWords:
    """Words of which only the keys are kept, on disk; one can ask whether a word is among them."""

    def __init__(self, parts: Sequence[Keys]) -> None:
        """Each part in ascending order."""
        self.parts = parts

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and bool(self.among([word]))

    def among(self, words: Sequence[str]) -> list[str]:
        """Those of some words that are known."""
        wanted = keys(words)
        held = np.zeros(len(words), dtype=bool)
        for part in self.parts:
            if len(part):
                held |= part[np.searchsorted(part, wanted).clip(max=len(part) - 1)] == wanted
        return [word for word, is_held in zip(words, held, strict=True) if is_held]

    @property
    def keys(self) -> Keys:
        """The keys of all words, in ascending order."""
        return np.unique(np.concatenate([np.zeros(0, np.uint64), *self.parts]))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of one document or of many.

    `known` are all words, folded; `common` those that the language uses, in alphabetical order, with their `vectors`,
    shape (len(common), dimensions), by the index's first embedder.
    """

    known: KnownWords
    common: tuple[str, ...]
    vectors: Vectors


def merged(vocabularies: Iterable[Vocabulary], dimensions: int) -> Vocabulary:
    """The words of several documents as one vocabulary, each word once. One after the other is let go of."""
    vectors: dict[str, Vectors] = {}
    known: list[Keys] = []
    for vocabulary in vocabularies:
        known += vocabulary.known.parts
        for place, word in enumerate(vocabulary.common):
            if word not in vectors:
                vectors[word] = vocabulary.vectors[place].copy()
    common = tuple(sorted(vectors))
    rows = np.stack([vectors[word] for word in common]) if common else np.zeros((0, dimensions), dtype=np.float32)
    return Vocabulary(KnownWords(known), common, rows)


def known_words(passages: Iterable[Passage]) -> frozenset[str]:
    """All words of passages and their breadcrumbs, folded."""
    return frozenset(word for passage in passages for word in WORD.findall(fold(f"{passage.context} {passage.text}")))


def common_words(passages: Iterable[Passage]) -> frozenset[str]:
    """Words that the language of a document uses in running text and labels, in lower case.

    Words that are only ever written with a capital are names, often in another language, and so are the words of
    references; labels are written in capitals or not as the layout likes, so theirs always count.
    """
    found: set[str] = set()
    for passage in passages:
        if passage.kind == "reference":
            continue
        found.update(word for word in _COMMON.findall(_ADDRESS.sub(" ", passage.text)) if word.islower())
        found.update(_COMMON.findall((passage.row or "").lower()))
        found.update(_COMMON.findall(passage.section.lower()))
    return frozenset(found)
