"""BM25 over the words of the passages and over pieces of words."""

import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Self, TypeAlias

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.base import Ranked, Vectors
from index.folder import CheckedFolder, Contents
from index.manifest import LEXICAL, FolderRecord
from index.text import TERMS_VERSION, pieces, stems, words

Allowed: TypeAlias = NDArray[np.bool_]
Terms: TypeAlias = Callable[[Sequence[str]], list[str]]

_CHANNELS: tuple[tuple[str, Terms, float], ...] = (("stems", stems, 1.0), ("pieces", pieces, 0.5))
"""What is counted, and how much it weighs.

Words that languages share ("programme", "programa", "Programm") meet in pieces only. On XQuAD's English paragraphs,
right at rank 1 for English, Spanish and German questions: stems alone 0.93, 0.22, 0.38; with pieces at weight 0.5 0.94,
0.57, 0.58; pieces alone 0.92, 0.64, 0.59.
"""


def lexical_name(folders: Sequence[str]) -> str:
    """A folder name that stands for the lexical index of exactly these documents' folders, in this order."""
    return sha256(repr((TERMS_VERSION, tuple(folders))).encode()).hexdigest()[:32]


class LexicalIndex:
    """BM25 scores of passages (Lucene's form, Kamphuis et al. 2020), computed when the index is built."""

    def __init__(self, passages: int, channels: Sequence["_Channel"]) -> None:
        self._passages = passages
        self._channels = channels

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Index texts; their numbers are their places."""
        rows = [words(text) for text in texts]
        return cls(len(texts), [_Channel.build(terms, weight, rows) for _, terms, weight in _CHANNELS])

    @classmethod
    def read(cls, index: Path, record: FolderRecord, passages: int) -> Self:
        """Open the lexical folder of an index; raises IndexDamagedError."""
        files = CheckedFolder(index / LEXICAL, record)
        return cls(passages, [_Channel.read(files, passages, *channel) for channel in _CHANNELS])

    def contents(self) -> Contents:
        """The files of the lexical folder."""
        named = zip(_CHANNELS, self._channels, strict=True)
        return {file: content for (name, _, _), channel in named for file, content in channel.contents(name).items()}

    def rank(self, question: str, k: int, allowed: Allowed | None) -> list[Ranked]:
        """The k best passages that share a word or a piece of one with the question, best first."""
        asked = words(question)
        scores = np.zeros(self._passages, dtype=np.float32)
        for channel in self._channels:
            channel.add_scores(asked, scores)
        if allowed is not None:
            scores[~allowed] = 0
        return _best(scores, k)


class _Channel:
    """BM25 over one kind of terms: a sparse matrix of scores, passages by terms, term after term."""

    def __init__(self, terms: Terms, weight: float, numbers: dict[str, int], bm25: bm25s.BM25) -> None:
        self._terms, self._weight, self._numbers, self._bm25 = terms, weight, numbers, bm25

    @classmethod
    def build(cls, terms: Terms, weight: float, rows: Sequence[Sequence[str]]) -> Self:
        """Count the terms of the words of each passage."""
        numbers: dict[str, int] = {}
        ids = [[numbers.setdefault(term, len(numbers)) for term in terms(row)] for row in rows]
        if not numbers:
            return cls(terms, weight, numbers, _bm25(len(rows), np.zeros(0), np.zeros(0), np.zeros(1)))
        bm25 = bm25s.BM25(backend="numpy", csc_backend="numpy")
        bm25.index((ids, numbers), create_empty_token=False, show_progress=False)
        return cls(terms, weight, numbers, bm25)

    @classmethod
    def read(cls, files: CheckedFolder, passages: int, name: str, terms: Terms, weight: float) -> Self:
        """Open what `contents` gave."""
        names = files.json(f"{name}.json")
        if not isinstance(names, list):
            raise files.damaged(f"{name}.json", "it is not a list of terms")
        starts = files.offsets(f"{name}-starts.npy", len(names))
        scores = files.array(f"{name}-scores.npy", np.float32, (int(starts[-1]),))
        holders = files.array(f"{name}-passages.npy", np.int32, (int(starts[-1]),))
        if len(holders) and not 0 <= holders.min() <= holders.max() < passages:
            raise files.damaged(f"{name}-passages.npy", "it names passages that are not there")
        numbers = {str(term): number for number, term in enumerate(names)}
        return cls(terms, weight, numbers, _bm25(passages, scores, holders, starts))

    def contents(self, name: str) -> Contents:
        """The files of the channel."""
        scores = self._bm25.scores
        return {
            f"{name}.json": json.dumps(list(self._numbers)),
            f"{name}-starts.npy": scores["indptr"].astype(np.int64),
            f"{name}-scores.npy": scores["data"].astype(np.float32),
            f"{name}-passages.npy": scores["indices"].astype(np.int32),
        }

    def add_scores(self, asked: Sequence[str], scores: Vectors) -> None:
        """Add the weighted scores of the asked words."""
        known = [self._numbers[term] for term in self._terms(asked) if term in self._numbers]
        if known:
            scores += self._weight * self._bm25.get_scores_from_ids(known)


def _bm25(passages: int, scores: NDArray[Any], numbers: NDArray[Any], starts: NDArray[Any]) -> bm25s.BM25:
    """What `bm25s.BM25.load` would make of these arrays; its own files allow more than ours may hold."""
    bm25 = bm25s.BM25(backend="numpy", csc_backend="numpy")
    bm25.scores = {"data": scores, "indices": numbers, "indptr": starts, "num_docs": passages}
    bm25.nonoccurrence_array = None
    return bm25


def _best(scores: Vectors, k: int) -> list[Ranked]:
    """The k highest positive scores, best first; equal scores in the order of their numbers."""
    candidates = np.flatnonzero(scores > 0)
    if len(candidates) > k:
        border = np.partition(scores[candidates], -k)[-k]
        candidates = candidates[scores[candidates] >= border]
    order = candidates[np.argsort(-scores[candidates], kind="stable")][:k]
    return [Ranked(int(number), float(scores[number])) for number in order]
