"""The vocabulary of documents: all words, to recognise names, and the common ones, to translate questions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.model import Passage
from corpus.text_analysis.normalize import WORD, fold
from index.base import Vectors
from index.search.terms import Keys, keys

_COMMON = re.compile(r"\b[^\W\d_]{3,}\b")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")


class KnownWords:
    """A set of words of which only the keys are kept, on disk."""

    def __init__(self, parts: Sequence[Keys]) -> None:
        """Each part is in ascending order."""
        self.parts = parts

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and bool(self.among([word]))

    def among(self, words: Sequence[str]) -> list[str]:
        """Return those of some words that are known."""
        wanted = keys(words)
        is_known = np.zeros(len(words), dtype=bool)
        for part in self.parts:
            if len(part):
                is_known |= part[np.searchsorted(part, wanted).clip(max=len(part) - 1)] == wanted
        return [word for word, known in zip(words, is_known, strict=True) if known]

    @property
    def keys(self) -> Keys:
        """Return the keys of all words, in ascending order."""
        return np.unique(np.concatenate([np.zeros(0, np.uint64), *self.parts]))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of one document or of many.

    `known` are all words, folded; `common` the ordinary words of the language, in alphabetical order, with their
    `vectors`, shape (len(common), dimensions), by the index's first embedder.
    """

    known: KnownWords
    common: tuple[str, ...]
    vectors: Vectors


def merged(vocabularies: Iterable[Vocabulary], dimensions: int) -> Vocabulary:
    """Merge the vocabularies of several documents, each word once; one at a time is in memory."""
    vectors: dict[str, Vectors] = {}
    known: list[Keys] = []
    for vocabulary in vocabularies:
        known += vocabulary.known.parts
        for position, word in enumerate(vocabulary.common):
            if word not in vectors:
                vectors[word] = vocabulary.vectors[position].copy()
    common = tuple(sorted(vectors))
    rows = np.stack([vectors[word] for word in common]) if common else np.zeros((0, dimensions), dtype=np.float32)
    return Vocabulary(KnownWords(known), common, rows)


def known_words(passages: Iterable[Passage]) -> frozenset[str]:
    """Return all words of passages and their breadcrumbs, folded."""
    return frozenset(word for passage in passages for word in WORD.findall(fold(f"{passage.context} {passage.text}")))


def common_words(passages: Iterable[Passage]) -> frozenset[str]:
    """Return the ordinary words of a document's language, in running text and labels, in lower case.

    Words that always have a capital are names, often in another language, and so are the words of references. Labels
    are capitalised as the layout likes, so their words always count.
    """
    found: set[str] = set()
    for passage in passages:
        if passage.kind == "reference":
            continue
        found.update(word for word in _COMMON.findall(_ADDRESS.sub(" ", passage.text)) if word.islower())
        found.update(_COMMON.findall((passage.row or "").lower()))
        found.update(_COMMON.findall(passage.section.lower()))
    return frozenset(found)
