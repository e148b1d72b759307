"""Read one file and, on a remote worker, embed it too."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.limits import Limits
from corpus.model import Passage
from corpus.read import Reading, read_file
from index.base import Vectors
from index.encoded import EncodedDocument
from index.encoder import KnownVectors, PassageEncoder
from index.models.registry import load_embedder, load_token_encoder


@dataclass(frozen=True, slots=True)
class WorkResult:
    """A file's reading, and its vectors if the worker embedded it."""

    reading: Reading
    encoded: EncodedDocument | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A job for another process, on this machine or elsewhere: read and embed a file."""

    name: str
    content: bytes
    limits: Limits
    embedder: str
    threads: int


def read_and_embed(work: Work) -> WorkResult:
    """Read a file in a limited child process and embed it in this one; raises ReadError, ModelError."""
    with TemporaryDirectory(prefix="factsheet-qa-") as folder:
        path = Path(folder) / (Path(work.name).name or "factsheet")
        path.write_bytes(work.content)
        reading = read_file(path, work.limits)
    return WorkResult(reading, _embedded(reading.passages, work.embedder, work.threads))


def _embedded(passages: Sequence[Passage], embedder: str, threads: int) -> EncodedDocument:
    passage_encoder = PassageEncoder([load_embedder(embedder, threads)], load_token_encoder(threads))
    return passage_encoder.encode_document(passages, KnownVectors(words=_words(embedder)))


@lru_cache(maxsize=4)
def _words(_embedder: str) -> dict[str, Vectors]:
    """Return the word vectors that this process has computed; documents of one kind share most of their words."""
    return {}
