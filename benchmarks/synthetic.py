"""Generate millions of passages distributed like real ones: vectors, words, and questions.

**Vectors** have the mean and the covariance of the bundled passages' real ones (multilingual-e5-small). Half of that
variance is shared by the fifty passages of a topic, half is each passage's own: there are neighbourhoods, as in a
corpus on one subject, but no near-duplicates among which it would not matter which ones are found. A question has the
mean of the bundled questions' real vectors; half of its variance is that of one passage, half its own. That is harder
than real text, whose vectors fill fewer directions.

**Words** of a passage are, by equal chance, those of a bundled passage or any of the bundled words by how frequent they
are; one in five is an invented name, by Zipf's law from a stock that grows with the corpus, as names do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from index.base import Vectors
from index.folder.document_files import SegmentPart
from index.search.postings import CHANNELS, Counts
from index.search.terms import folded_words, keys
from index.search.vocabulary import KnownWords, Vocabulary

TOPIC = 50
"""Number of passages that share a topic."""
NAMES = 0.2
"""Share of the words that are invented names."""
NAMES_OF_ALL = 5
"""Number of passages per invented name in the corpus."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The distribution of real vectors: mean and directions of variance, shape (directions, dimensions)."""

    mean: Vectors
    directions: Vectors

    @classmethod
    def of(cls, vectors: Vectors) -> "Spread":
        """Estimate the spread of vectors."""
        mean = vectors.mean(axis=0)
        _, widths, rows = np.linalg.svd(vectors - mean, full_matrices=False)
        return cls(mean, (rows * widths[:, None] / np.sqrt(len(vectors) - 1)).astype(np.float32))

    def drawn(self, count: int, random: np.random.Generator) -> Vectors:
        """Draw differences from the mean with the same distribution."""
        normal = random.standard_normal((count, len(self.directions)), dtype=np.float32)
        drawn: Vectors = normal @ self.directions
        return drawn


def unit(vectors: Vectors) -> Vectors:
    """Scale vectors to unit length."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    made: Vectors = (vectors / lengths).astype(np.float32)
    return made


def passage_vectors(spread: Spread, total: int, sizes: Sequence[int]) -> Iterator[Vectors]:
    """Yield unit vectors of `total` passages, in parts of these sizes."""
    random = np.random.default_rng(7)
    topics = spread.drawn(max(1, total // TOPIC), random)
    for size in sizes:
        shared = topics[random.integers(len(topics), size=size)]
        yield unit(spread.mean + (shared + spread.drawn(size, random)) * np.float32(0.5**0.5))


def question_vectors(spread: Spread, asked: Spread, count: int, passages: Vectors) -> Vectors:
    """Return unit vectors of questions, each near one of the passages."""
    random = np.random.default_rng(8)
    meant = passages[random.integers(len(passages), size=count)] - spread.mean
    return unit(asked.mean + (meant + spread.drawn(count, random)) * np.float32(0.5**0.5))


class Wording:
    """A generator of the words of passages and questions."""

    def __init__(self, texts: Sequence[str], total: int) -> None:
        """From these texts, for a corpus of `total` passages."""
        self._random = np.random.default_rng(9)
        rows = [folded_words(text) for text in texts]
        known = sorted({word for row in rows for word in row})
        numbers = {word: number for number, word in enumerate(known)}
        self._rows = [np.array([numbers[word] for word in row]) for row in rows if row]
        self._all = np.concatenate(self._rows)
        letters = self._random.integers(97, 123, size=(max(1, total // NAMES_OF_ALL), 8), dtype=np.uint8)
        names = [row.tobytes().decode() for row in letters]
        self._names = len(known), len(names)
        self.words = [*known, *names]
        self._terms = [_term_table(terms, self.words) for _, terms, _ in CHANNELS]

    def passages(self, count: int) -> csr_array:
        """Draw word counts of a number of passages, one row each."""
        rows = [self._one(self._rows[number]) for number in self._random.integers(len(self._rows), size=count)]
        ends = np.cumsum([0, *map(len, rows)])
        ones = np.ones(ends[-1], dtype=np.int32)
        return csr_array((ones, np.concatenate(rows), ends), shape=(count, len(self.words)))

    def text(self) -> str:
        """Draw the words of a passage in the same way."""
        row = self._one(self._rows[int(self._random.integers(len(self._rows)))])
        return " ".join(self.words[number] for number in row)

    def question(self) -> str:
        """Draw ten words in the same way as those of a passage."""
        return " ".join(self.text().split(" ")[:10])

    def counts(self, passages: csr_array) -> tuple[Counts, ...]:
        """Return the term counts of passages."""
        found = []
        for terms, table in self._terms:
            by_passage = passages @ table
            entries = np.column_stack([by_passage.indices, by_passage.data]).astype(np.int32)
            found.append(Counts(terms, by_passage.indptr.astype(np.int64), entries))
        return tuple(found)

    def _one(self, base: NDArray[np.int64]) -> NDArray[np.int64]:
        size = len(base)
        drawn = np.where(self._random.random(size) < 0.5, base, self._random.choice(self._all, size))
        first, count = self._names
        # Zipf's law: the chance of a name falls with its rank.
        ranks = (count ** self._random.random(size)).astype(np.int64) - 1
        return np.where(self._random.random(size) < NAMES, first + ranks, drawn)


def _term_table(terms: Any, vocabulary: Sequence[str]) -> tuple[NDArray[np.uint64], csr_array]:  # noqa: ANN401
    """Return the term keys of words, and how often each word has each term."""
    rows = [terms([word]) for word in vocabulary]
    numbers: dict[str, int] = {}
    columns = [numbers.setdefault(term, len(numbers)) for row in rows for term in row]
    ends = np.cumsum([0, *map(len, rows)])
    table = csr_array((np.ones(len(columns), np.int32), columns, ends), shape=(len(rows), len(numbers)))
    return keys(numbers), table


def segment_part(vectors: Vectors, counts: tuple[Counts, ...]) -> SegmentPart:
    """Return a document's part of a segment, each text different."""
    different = np.random.default_rng(len(vectors)).integers(1 << 62, size=len(vectors), dtype=np.uint64)
    return SegmentPart(counts, (vectors,), different)


def no_words(dimensions: int) -> Vocabulary:
    """Return a vocabulary without words."""
    return Vocabulary(KnownWords([]), (), np.zeros((0, dimensions), np.float32))
