"""One document as the index takes it: passages, vectors and terms."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Passage
from index.base import Vectors
from index.search.late_interaction import TokenVectors
from index.search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class EncodedDocument:
    """What a model has made of a document. `vectors` has one array an embedder, in the recipe's order."""

    passages: Sequence[Passage]
    vectors: tuple[Vectors, ...]
    tokens: TokenVectors
    vocabulary: Vocabulary
