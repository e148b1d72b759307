"""Embed with any other model through sentence-transformers: a hub id or a local folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.base import Vectors
from index.errors import ModelError
from index.passage_text import encodable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 16


class SentenceTransformerEmbedder:
    """A sentence-transformers model with its own prompts for questions and for passages.

    A text longer than the model's window is halved until its parts fit; their vectors are averaged, so nothing is left
    out. Loading a hub id fetches it unless it is in the local cache; HF_HUB_OFFLINE=1 forbids that.
    """

    def __init__(self, name: str, source: str | Path, threads: int) -> None:
        """Load the model from its hub id or folder; the index records `name`. Raises ModelError."""
        self.name = name
        self._model = _load(name, str(source), threads)
        dimensions = self._model.get_embedding_dimension()
        if dimensions is None:
            raise ModelError(f"{name}: it gives no vectors of one length; name an embedding model")
        self.dimensions: int = dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of passages, shape (len(texts), dimensions)."""
        return self._embed(texts, self._model.encode_document)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of questions, shape (len(texts), dimensions)."""
        return self._embed(texts, self._model.encode_query)

    def _embed(self, texts: Sequence[str], encode: Callable[..., Any]) -> Vectors:
        parts = [self._parts(encodable(text)) for text in texts]
        flat = [part for group in parts for part in group]
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if not flat:
            return vectors
        encoded = encode(flat, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        owners = np.repeat(np.arange(len(texts)), [len(group) for group in parts])
        np.add.at(vectors, owners, encoded)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.finfo(np.float32).tiny)
        return vectors

    def _parts(self, text: str) -> list[str]:
        if len(text) < 2 or self._fits(text):
            return [text]
        words = text.split()
        middle = len(words) // 2
        halves = (" ".join(words[:middle]), " ".join(words[middle:]))
        if middle == 0:
            halves = (text[: len(text) // 2], text[len(text) // 2 :])
        return [part for half in halves for part in self._parts(half)]

    def _fits(self, text: str) -> bool:
        limit = self._model.max_seq_length
        longest_prompt = max((prompt or "" for prompt in self._model.prompts.values()), key=len, default="")
        return limit is None or len(self._model.tokenizer(longest_prompt + text)["input_ids"]) <= limit


def _load(name: str, source: str, threads: int) -> "SentenceTransformer":
    try:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(threads)
        return SentenceTransformer(source, device="cpu")
    except (ImportError, OSError, RuntimeError, ValueError, KeyError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"{name}: not a packaged model, and sentence-transformers cannot load it ({reason}); name a packaged model,"
            " an id of the Hugging Face hub (fetched once, with a connection) or a model's folder in"
            " FACTSHEET_QA_EMBEDDER"
        ) from error
