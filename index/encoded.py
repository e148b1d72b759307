"""One encoded document: passages, vectors, token vectors and vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Passage
from index.base import Vectors
from index.search.late_interaction import TokenVectors
from index.search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class EncodedDocument:
    """A document with its vectors. `vectors` has one array an embedder, in the recipe's order."""

    passages: Sequence[Passage]
    vectors: tuple[Vectors, ...]
    tokens: TokenVectors
    vocabulary: Vocabulary
