"""Load models by name, each once a process."""

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from index.base import Embedder, TokenEncoder
from index.errors import ModelError
from index.models.packaged_weights import PACKAGED, verified_files

if TYPE_CHECKING:
    from index.models.e5 import E5Embedder

TOKEN_ENCODER = "answerai-colbert-small-v1"
_E5 = "multilingual-e5-small"

_loading = Lock()
"""Locked while a model is looked up, so that two threads that ask for the same one do not both load it."""


def load_embedder(name: str, threads: int) -> Embedder:
    """Return the embedder of that name: a packaged model, else one that sentence-transformers finds.

    Raises:
        ModelError: the weights are missing, altered, of another kind, or cannot be loaded.
    """
    with _loading:
        return _embedder(name, threads)


def load_e5(threads: int) -> "E5Embedder":
    """Return the packaged multilingual-e5-small; raises ModelError."""
    with _loading:
        return _e5(threads)


def load_token_encoder(threads: int) -> TokenEncoder:
    """Return the packaged late-interaction model; raises ModelError."""
    with _loading:
        return _token_encoder(threads)


def model_digest(name: str) -> str | None:
    """Return the digest that identifies the weights of a packaged model; None for any other model."""
    return PACKAGED[name].digest if name in PACKAGED else None


# Each engine is imported only where it is used: sentence-transformers brings torch, the others take tenths of a second.


@lru_cache(maxsize=16)
def _embedder(name: str, threads: int) -> Embedder:
    if name == "bge-small-en-v1.5":
        from index.models.bge import BgeEmbedder

        return BgeEmbedder(name, threads)
    if name == _E5:
        return _e5(threads)
    if name in (TOKEN_ENCODER, ""):
        raise ModelError(
            f"{name!r}: not an embedder; name bge-small-en-v1.5, multilingual-e5-small or all-MiniLM-L6-v2"
        )
    from index.models.sentence_transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(name, _source(name), threads)


def _source(name: str) -> str:
    """Return the source for sentence-transformers: the checked folder of a packaged model, else the name itself."""
    if name not in PACKAGED:
        return name
    return str(next(path for path in verified_files(name).values() if path.name == "modules.json").parent)


@lru_cache(maxsize=16)
def _e5(threads: int) -> "E5Embedder":
    from index.models.e5 import E5Embedder

    return E5Embedder(_E5, threads)


@lru_cache(maxsize=4)
def _token_encoder(threads: int) -> TokenEncoder:
    from index.models.colbert import ColbertEncoder

    return ColbertEncoder(TOKEN_ENCODER, threads)
