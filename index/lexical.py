"""BM25 over the words of the passages and over pieces of words."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from index.base import Ranked, Vectors
from index.folder import CheckedFolder, Contents
from index.manifest import LEXICAL, FolderRecord
from index.text import pieces, stems, words

Allowed: TypeAlias = NDArray[np.bool_]
Terms: TypeAlias = Callable[[Sequence[str]], list[str]]

_CHANNELS: tuple[tuple[str, Terms, float], ...] = (("stems", stems, 1.0), ("pieces", pieces, 0.5))
"""What is counted, and how much it weighs.

Words that languages share ("programme", "programa", "Programm") meet in pieces only. On XQuAD's English paragraphs,
right at rank 1 for English, Spanish and German questions: stems alone 0.93, 0.22, 0.38; with pieces at weight 0.5 0.94,
0.57, 0.58; pieces alone 0.92, 0.64, 0.59.
"""
_K1, _B = 1.5, 0.75
"""How soon a word's repetitions stop to count, and how much a passage's length does: the usual values."""


def lexical_name(folders: Sequence[str]) -> str:
    """A folder name that stands for the lexical index of exactly these documents' folders, in this order."""
    return sha256(repr(tuple(folders)).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often terms of one kind occur in the passages of a document.

    Passage i has the rows offsets[i] to offsets[i + 1] of `entries`, shape (entries, 2): a term's number in `terms` and
    how often it occurs.
    """

    terms: tuple[str, ...]
    offsets: NDArray[np.int64]
    entries: NDArray[np.int32]


def count_terms(texts: Iterable[str]) -> tuple[Counts, ...]:
    """The counts of each kind of terms in texts."""
    rows = [words(text) for text in texts]
    return tuple(_counted(terms, rows) for _, terms, _ in _CHANNELS)


def _counted(terms: Terms, rows: Sequence[Sequence[str]]) -> Counts:
    numbers: dict[str, int] = {}
    counted = [Counter(terms(row)) for row in rows]
    entries = [(numbers.setdefault(term, len(numbers)), count) for row in counted for term, count in row.items()]
    offsets = np.cumsum([0, *map(len, counted)]).astype(np.int64)
    return Counts(tuple(numbers), offsets, np.array(entries, dtype=np.int32).reshape(-1, 2))


def count_contents(counts: Sequence[Counts]) -> Contents:
    """The files that keep the counts of a document."""
    contents: dict[str, str | NDArray[np.int64] | NDArray[np.int32]] = {}
    for (name, _, _), part in zip(_CHANNELS, counts, strict=True):
        contents[f"{name}.json"] = json.dumps(part.terms)
        contents[f"{name}-counts.npy"] = part.entries
        contents[f"{name}-count-offsets.npy"] = part.offsets
    return contents


def read_counts(files: CheckedFolder, passages: int) -> tuple[Counts, ...]:
    """What `count_contents` gave, from a document's folder; raises IndexDamagedError."""
    return tuple(_read_counts(files, passages, name) for name, _, _ in _CHANNELS)


def _read_counts(files: CheckedFolder, passages: int, name: str) -> Counts:
    terms = _read_terms(files, name)
    offsets = files.offsets(f"{name}-count-offsets.npy", passages)
    entries = files.array(f"{name}-counts.npy", np.int32, (int(offsets[-1]), 2))
    if len(entries) and not (0 <= entries[:, 0].min() <= entries[:, 0].max() < len(terms) and entries[:, 1].min() > 0):
        raise files.damaged(f"{name}-counts.npy", "it counts terms that are not there")
    return Counts(terms, offsets, entries)


def _read_terms(files: CheckedFolder, name: str) -> tuple[str, ...]:
    terms = files.json(f"{name}.json")
    if not isinstance(terms, list) or not all(isinstance(term, str) for term in terms):
        raise files.damaged(f"{name}.json", "it is not a list of terms")
    return tuple(terms)


class LexicalIndex:
    """BM25 scores of passages (Lucene's form, Kamphuis et al. 2020), computed when the index is built."""

    def __init__(self, passages: int, channels: Sequence["_Channel"]) -> None:
        self._passages = passages
        self._channels = channels

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Index texts; their numbers are their places."""
        return cls.merge([count_terms(texts)])

    @classmethod
    def merge(cls, documents: Sequence[tuple[Counts, ...]]) -> Self:
        """Index the passages of documents, one document after the other."""
        channels = [
            _Channel.merge(terms, weight, [counts[number] for counts in documents])
            for number, (_, terms, weight) in enumerate(_CHANNELS)
        ]
        return cls(sum(len(counts[0].offsets) - 1 for counts in documents), channels)

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


@dataclass(frozen=True, slots=True)
class _Channel:
    """BM25 over one kind of terms, term after term.

    The term with number n has its scores, and the passages that they are of, at starts[n] to starts[n + 1].
    """

    terms: Terms
    weight: float
    numbers: dict[str, int]
    starts: NDArray[np.int64]
    passages: NDArray[np.int32]
    scores: Vectors

    @classmethod
    def merge(cls, terms: Terms, weight: float, parts: Sequence[Counts]) -> Self:
        """Score the terms of documents by how rare they are in all of them."""
        numbers: dict[str, int] = {}
        rows = _passages_by_terms(parts, numbers)
        lengths, by_term = np.asarray(rows.sum(axis=1), dtype=np.float32), rows.tocsc()
        starts = by_term.indptr.astype(np.int64)
        holders = np.diff(starts)
        rarity = np.log(1 + (len(lengths) - holders + 0.5) / (holders + 0.5)).astype(np.float32)
        norms = _K1 * (1 - _B + _B * lengths / max(float(lengths.sum()) / max(len(lengths), 1), 1e-9))
        scores = np.repeat(rarity, holders) * by_term.data / (by_term.data + norms[by_term.indices])
        return cls(terms, weight, numbers, starts, by_term.indices.astype(np.int32), scores.astype(np.float32))

    @classmethod
    def read(cls, files: CheckedFolder, passages: int, name: str, terms: Terms, weight: float) -> Self:
        """Open what `contents` gave."""
        names = _read_terms(files, name)
        starts = files.offsets(f"{name}-starts.npy", len(names))
        scores = files.array(f"{name}-scores.npy", np.float32, (int(starts[-1]),))
        holders = files.array(f"{name}-passages.npy", np.int32, (int(starts[-1]),))
        if len(holders) and not 0 <= holders.min() <= holders.max() < passages:
            raise files.damaged(f"{name}-passages.npy", "it names passages that are not there")
        return cls(terms, weight, {term: number for number, term in enumerate(names)}, starts, holders, scores)

    def contents(self, name: str) -> Contents:
        """The files of the channel."""
        return {
            f"{name}.json": json.dumps(list(self.numbers)),
            f"{name}-starts.npy": self.starts,
            f"{name}-scores.npy": self.scores,
            f"{name}-passages.npy": self.passages,
        }

    def add_scores(self, asked: Sequence[str], scores: Vectors) -> None:
        """Add the weighted scores of the asked words."""
        for number in (self.numbers[term] for term in self.terms(asked) if term in self.numbers):
            run = slice(self.starts[number], self.starts[number + 1])
            scores[self.passages[run]] += self.weight * self.scores[run]


def _passages_by_terms(parts: Sequence[Counts], numbers: dict[str, int]) -> csr_array:
    """How often each term occurs in each passage of all parts; `numbers` is filled with the terms' columns."""
    columns, counts, sizes = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    for part in parts:
        own = np.array([numbers.setdefault(term, len(numbers)) for term in part.terms], dtype=np.int32)
        columns.append(own[part.entries[:, 0]])
        counts.append(part.entries[:, 1])
        sizes.append(np.diff(part.offsets))
    ends = np.cumsum(np.concatenate([[0], *sizes]))
    values = (np.concatenate(counts).astype(np.float32), np.concatenate(columns), ends)
    return csr_array(values, shape=(len(ends) - 1, len(numbers)))


def _best(scores: Vectors, k: int) -> list[Ranked]:
    """The k highest positive scores, best first; equal scores in the order of their numbers."""
    candidates = np.flatnonzero(scores > 0)
    if len(candidates) > k:
        border = np.partition(scores[candidates], -k)[-k]
        candidates = candidates[scores[candidates] >= border]
    order = candidates[np.argsort(-scores[candidates], kind="stable")][:k]
    return [Ranked(int(number), float(scores[number])) for number in order]
