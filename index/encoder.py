"""Encode passages: one vector a model, token vectors and the vocabulary."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.model import Passage
from index.base import Embedder, TokenEncoder, Vectors
from index.encoded import EncodedDocument
from index.models.frequent_words import frequent_word_vectors
from index.passage_text import searchable
from index.recipe import Recipe
from index.search.late_interaction import TokenVectors, join_token_vectors, quantise_tokens
from index.search.terms import keys
from index.search.vocabulary import KnownWords, Vocabulary, common_words, known_words

Progress = Callable[[int, int], None]
"""Called with the number of texts done and the number of all texts of the document."""

_BATCH = 16
"""Passages that a model embeds at a time, several of them in parallel."""
_WORDS = 256
"""Words that a model embeds at a time, several of them in parallel or in batches."""


@dataclass(slots=True)
class KnownVectors:
    """Vectors that need not be computed: by model and text, by token text and by word."""

    vectors: dict[str, dict[str, Vectors]] = field(default_factory=dict)
    tokens: dict[str, TokenVectors] = field(default_factory=dict)
    words: dict[str, Vectors] = field(default_factory=dict)

    def learn(self, encoded: EncodedDocument, made_by: Recipe, wanted: Recipe) -> None:
        """Take over the vectors of an encoded document that the same weights computed."""
        texts = [searchable(passage) for passage in encoded.passages]
        for model, rows in zip(made_by.embedders, encoded.vectors, strict=True):
            if model in wanted.embedders:
                self.vectors.setdefault(model.name, {}).update(zip(texts, rows, strict=True))
        if made_by.embedders[0] == wanted.embedders[0]:
            self.words.update(zip(encoded.vocabulary.common, encoded.vocabulary.vectors, strict=True))
        if made_by.token_encoder == wanted.token_encoder:
            self.tokens.update((text, encoded.tokens.one(number)) for number, text in enumerate(texts))


class PassageEncoder:
    """Encodes the passages of one document after the other; equal texts go through the models once."""

    def __init__(self, embedders: Sequence[Embedder], token_encoder: TokenEncoder) -> None:
        self._embedders = embedders
        self._token_encoder = token_encoder

    def encode_document(
        self, passages: Sequence[Passage], known: KnownVectors, progress: Progress | None = None
    ) -> EncodedDocument:
        """Return the passages with their vectors, which are also added to `known`."""
        texts = [searchable(passage) for passage in passages]
        # By length, because a batch takes as long as its longest text.
        unknown = sorted(
            {text for text in texts if not self._is_known(text, known)}, key=lambda text: (len(text), text)
        )
        for start in range(0, len(unknown), _BATCH):
            if progress is not None:
                progress(start, len(unknown))
            self._embed(unknown[start : start + _BATCH], known)
        if progress is not None:
            progress(len(unknown), len(unknown))
        return EncodedDocument(
            tuple(passages),
            tuple(_matrix(texts, known.vectors.get(model.name, {}), model.dimensions) for model in self._embedders),
            join_token_vectors([known.tokens[text] for text in texts], self._token_encoder.dimensions),
            self._vocabulary(passages, known),
        )

    def _vocabulary(self, passages: Sequence[Passage], known: KnownVectors) -> Vocabulary:
        """Collect the words of the passages; the common ones are embedded as questions of one word are."""
        embedder = self._embedders[0]
        common = tuple(sorted(common_words(passages)))
        unknown = [word for word in common if word not in known.words]
        known.words.update(frequent_word_vectors(embedder.name, unknown))
        missing = [word for word in unknown if word not in known.words]
        for start in range(0, len(missing), _WORDS):
            batch = missing[start : start + _WORDS]
            known.words.update(zip(batch, embedder.embed_questions(batch), strict=True))
        known_here = KnownWords([np.sort(keys(known_words(passages)))])
        return Vocabulary(known_here, common, _matrix(common, known.words, embedder.dimensions))

    def _is_known(self, text: str, known: KnownVectors) -> bool:
        return text in known.tokens and all(text in known.vectors.get(model.name, {}) for model in self._embedders)

    def _embed(self, batch: Sequence[str], known: KnownVectors) -> None:
        for model in self._embedders:
            vectors = known.vectors.setdefault(model.name, {})
            missing = [text for text in batch if text not in vectors]
            vectors.update(zip(missing, model.embed_passages(missing), strict=True))
        missing = [text for text in batch if text not in known.tokens]
        known.tokens.update(
            zip(missing, map(quantise_tokens, self._token_encoder.encode_passages(missing)), strict=True)
        )


def _matrix(texts: Sequence[str], vectors: dict[str, Vectors], dimensions: int) -> Vectors:
    rows = [vectors[text] for text in texts]
    return np.stack(rows) if rows else np.zeros((0, dimensions), dtype=np.float32)
