"""The contracts of embedders and token encoders; `index.contract` has that of an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]


class Embedder(Protocol):
    """A model that turns each text into one vector."""

    name: str
    dimensions: int

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of passages, shape (len(texts), dimensions)."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of questions, shape (len(texts), dimensions)."""
        ...


class TokenEncoder(Protocol):
    """A model that turns a text into one vector a token, for late interaction (ColBERT, Khattab and Zaharia 2020)."""

    name: str
    dimensions: int

    def encode_passage(self, text: str) -> Vectors:
        """Return unit vectors of a passage's tokens, shape (tokens, dimensions)."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> list[Vectors]:
        """Return the vectors of several passages, each as `encode_passage` returns them."""
        ...

    def encode_question(self, text: str) -> Vectors:
        """Return unit vectors of a question's tokens, shape (tokens, dimensions)."""
        ...

    def token_spans(self, text: str) -> NDArray[np.int64]:
        """Return the span in the text of each token of `encode_passage(text)`.

        Shape (tokens, 2): first character and the one after the last; (0, 0) for markers.
        """
        ...

    def is_word(self, folded: str) -> bool:
        """Return True if a word, in lower case and without accents, is one token of the model's vocabulary."""
        ...


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage's number in the index and its score in one list (higher is better)."""

    number: int
    score: float


@dataclass(frozen=True, slots=True)
class PassageFilter:
    """The documents, by id, and optionally the table rows, by label, to which a search is restricted."""

    documents: frozenset[str]
    rows: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found by its words or its vector.

    `lexical` is its BM25 score, 0 where it is not among the best by words; `dense` the inner product of its vector with
    the question's; `repeated` is true if another document contains its text word for word.
    """

    number: int
    lexical: float
    dense: float
    repeated: bool
