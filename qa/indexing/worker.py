"""What is made of one file: its reading and, on a worker of an executor, its vectors too."""

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
    """A file's reading, and its vectors where they were made with it."""

    reading: Reading
    segment: EncodedDocument | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """All that another process, on this machine or elsewhere, needs to read and embed a file."""

    name: str
    content: bytes
    limits: Limits
    embedder: str
    threads: int


def do_work(path: Path, limits: Limits) -> WorkResult:
    """Read a file, in a process of its own; raises ReadError."""
    return WorkResult(read_file(path, limits))


def read_and_embed(work: Work) -> WorkResult:
    """Read a file, in a process of its own, and embed it in this one; raises ReadError, ModelError."""
    with TemporaryDirectory(prefix="factsheet-qa-") as folder:
        path = Path(folder) / (Path(work.name).name or "factsheet")
        path.write_bytes(work.content)
        reading = read_file(path, work.limits)
    return WorkResult(reading, _embedded(reading.passages, work.embedder, work.threads))


def _embedded(passages: Sequence[Passage], embedder: str, threads: int) -> EncodedDocument:
    vectoriser = PassageEncoder([load_embedder(embedder, threads)], load_token_encoder(threads))
    return vectoriser.encode_document(passages, KnownVectors(words=_words(embedder)))


@lru_cache(maxsize=4)
def _words(_embedder: str) -> dict[str, Vectors]:
    """The vectors of words that this process has met: documents of one kind share most of theirs."""
    return {}
