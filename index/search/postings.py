"""Count the terms of passages by document, and join the counts into the postings of a segment."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from index.errors import REBUILD, IndexDamagedError
from index.search.terms import Keys, character_ngrams, folded_words, key, keys, stems
from index.storage.sealed_folder import CheckedFolder, Content, Contents

Terms: TypeAlias = Callable[[Sequence[str]], list[str]]
Numbers: TypeAlias = NDArray[Any]
"""Passages of a segment by position, in 16 bits if these are enough."""

CHANNELS: tuple[tuple[str, Terms, float], ...] = (("stems", stems, 1.0), ("pieces", character_ngrams, 0.5))
"""The kinds of terms that are counted, with their weights.

Words that languages share ("programme", "programa", "Programm") match in character n-grams only. Share of XQuAD's
English paragraphs right at rank 1 for English, Spanish and German questions: stems alone 0.93, 0.22, 0.38; with n-grams
at weight 0.5 0.94, 0.57, 0.58; n-grams alone 0.92, 0.64, 0.59.
"""
_MAX_COUNT = 255
"""Maximum count of a term in one passage; beyond it, its score no longer changes."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of one kind of terms in the passages of a document.

    Passage i has the rows offsets[i] to offsets[i + 1] of `entries`, shape (entries, 2): a term's position in `terms`
    and its count. `terms` are keys.
    """

    terms: Keys
    offsets: NDArray[np.int64]
    entries: NDArray[np.int32]


def count_terms(texts: Iterable[str]) -> tuple[Counts, ...]:
    """Count each kind of terms in texts."""
    rows = [folded_words(text) for text in texts]
    return tuple(_counted(terms, rows) for _, terms, _ in CHANNELS)


def query_terms(question: str) -> tuple[dict[int, float], ...]:
    """Return the terms of each kind in a question, as keys with their weights; a repeated term weighs twice."""
    words = folded_words(question)
    return tuple(
        {key(term): weight * count for term, count in Counter(terms(words)).items()} for _, terms, weight in CHANNELS
    )


def _counted(terms: Terms, rows: Sequence[Sequence[str]]) -> Counts:
    numbers: dict[str, int] = {}
    counted = [Counter(terms(row)) for row in rows]
    entries = [(numbers.setdefault(term, len(numbers)), count) for row in counted for term, count in row.items()]
    offsets = np.cumsum([0, *map(len, counted)]).astype(np.int64)
    return Counts(keys(numbers), offsets, np.array(entries, dtype=np.int32).reshape(-1, 2))


def count_contents(counts: Sequence[Counts]) -> Contents:
    """Return the files with the counts of a document."""
    contents: dict[str, Content] = {}
    for (name, _, _), part in zip(CHANNELS, counts, strict=True):
        contents[f"{name}-terms.npy"] = part.terms
        contents[f"{name}-counts.npy"] = part.entries
        contents[f"{name}-count-offsets.npy"] = part.offsets
    return contents


def read_counts(files: CheckedFolder, passages: int) -> tuple[Counts, ...]:
    """Read the files of `count_contents` from a document's folder; raises IndexDamagedError."""
    return tuple(_read_counts(files, passages, name) for name, _, _ in CHANNELS)


def _read_counts(files: CheckedFolder, passages: int, name: str) -> Counts:
    terms = files.vector(f"{name}-terms.npy", np.uint64)
    offsets = files.offsets(f"{name}-count-offsets.npy", passages)
    entries = files.array(f"{name}-counts.npy", np.int32, (int(offsets[-1]), 2))
    if len(entries) and not (0 <= entries[:, 0].min() <= entries[:, 0].max() < len(terms) and entries[:, 1].min() > 0):
        raise files.damaged(f"{name}-counts.npy", "it counts terms that are not there")
    return Counts(terms, offsets, entries)


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of one kind of terms in the passages of a segment.

    `terms` are keys in ascending order; the n-th has the postings starts[n] to starts[n + 1] of `passages` and
    `counts`. `lengths` has the number of terms in each passage. `origin` names the files in error messages.
    """

    terms: Keys
    starts: NDArray[np.int64]
    passages: Numbers
    counts: NDArray[np.uint8]
    lengths: NDArray[np.int32]
    origin: str = "memory"

    @classmethod
    def joined(cls, parts: Sequence[Counts]) -> "Postings":
        """Join the counts of documents, one document after the other."""
        terms, own = np.unique(
            np.concatenate([np.zeros(0, np.uint64), *(part.terms for part in parts)]), return_inverse=True
        )
        firsts = np.cumsum([0, *(len(part.terms) for part in parts)])
        columns = [own[first + part.entries[:, 0]] for first, part in zip(firsts, parts, strict=False)]
        counts = np.concatenate([np.zeros(0, np.int32), *(part.entries[:, 1] for part in parts)])
        ends = np.cumsum(np.concatenate([[0], *(np.diff(part.offsets) for part in parts)]))
        summed = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        values = np.minimum(counts, _MAX_COUNT).astype(np.uint8)
        where = np.concatenate([np.zeros(0, np.int32), *columns]).astype(np.int32)
        by_term = csr_array((values, where, ends), shape=(len(ends) - 1, len(terms))).tocsc()
        return cls(
            terms,
            by_term.indptr.astype(np.int64),
            by_term.indices.astype(_number_type(len(ends) - 1)),
            by_term.data,
            (summed[ends[1:]] - summed[ends[:-1]]).astype(np.int32),
        )

    @classmethod
    def read(cls, files: CheckedFolder, passages: int, name: str) -> "Postings":
        """Map the files of `contents`; their values are checked on use. Raises IndexDamagedError."""
        terms = files.mapped_vector(f"{name}-terms.npy", np.uint64)
        starts = files.mapped(f"{name}-starts.npy", np.int64, (len(terms) + 1,))
        holders = files.mapped_vector(f"{name}-passages.npy", _number_type(passages))
        return cls(
            terms,
            starts,
            holders,
            files.mapped(f"{name}-times.npy", np.uint8, (len(holders),)),
            files.array(f"{name}-lengths.npy", np.int32, (passages,)),
            files.path(f"{name}-starts.npy"),
        )

    def contents(self, name: str) -> Contents:
        """Return the files of these postings."""
        return {
            f"{name}-terms.npy": self.terms,
            f"{name}-starts.npy": self.starts,
            f"{name}-passages.npy": self.passages,
            f"{name}-times.npy": self.counts,
            f"{name}-lengths.npy": self.lengths,
        }

    def spans(self, wanted: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the postings of each wanted term start and end, shape (len(wanted),) each; empty if unknown.

        Raises IndexDamagedError.
        """
        if not len(self.terms):
            return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.int64)
        positions = np.searchsorted(self.terms, wanted).clip(max=len(self.terms) - 1)
        starts = self.starts[positions]
        ends = np.where(self.terms[positions] == wanted, self.starts[positions + 1], starts)
        if not ((starts >= 0) & (starts <= ends) & (ends <= len(self.passages))).all():
            raise self.damaged()
        return starts, ends

    def damaged(self) -> IndexDamagedError:
        """Return the error for impossible numbers."""
        return IndexDamagedError(f"{self.origin} is damaged: it names passages that do not exist; {REBUILD}")


def _number_type(passages: int) -> type[np.uint16] | type[np.int32]:
    return np.uint16 if passages <= 1 << 16 else np.int32
