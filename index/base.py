"""The contracts of this package: what an embedder and a token encoder must do. `index.contract` has that of an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]


class Embedder(Protocol):
    """Texts to vectors of one length."""

    name: str
    dimensions: int

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimensions)."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, shape (len(texts), dimensions)."""
        ...


class TokenEncoder(Protocol):
    """Texts to one vector a token, for late interaction (ColBERT, Khattab and Zaharia 2020)."""

    name: str
    dimensions: int

    def encode_passage(self, text: str) -> Vectors:
        """Unit vectors of a passage's tokens, shape (tokens, dimensions)."""
        ...

    def encode_question(self, text: str) -> Vectors:
        """Unit vectors of a question's tokens, shape (tokens, dimensions)."""
        ...

    def token_spans(self, text: str) -> NDArray[np.int64]:
        """Where each token of `encode_passage(text)` stands in the text.

        Shape (tokens, 2): first character and the one after the last; (0, 0) for markers.
        """
        ...

    def is_word(self, folded: str) -> bool:
        """Whether the model's own vocabulary holds a word, in lower case and without accents, as a whole."""
        ...


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage's number in the index and its score in one list (higher is better)."""

    number: int
    score: float


@dataclass(frozen=True, slots=True)
class PassageFilter:
    """Which passages may be found: those of the documents of these ids and, where named, of these table rows."""

    documents: frozenset[str]
    rows: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that words or vectors found.

    `lexical` is its BM25 score, 0 where it is not among the best by words; `dense` the inner product of its vector with
    the question's; `repeated` tells whether another document holds its text word for word.
    """

    number: int
    lexical: float
    dense: float
    repeated: bool
