"""Real models, loaded once, and small real files for the tests of the index."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from index_material import Build, Counting, Write

from corpus.read import READING_VERSION, Reading, read_file
from index.base import Embedder, TokenEncoder
from index.contract import Store
from index.models.registry import load_embedder, load_token_encoder
from index.stores import store_at


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder("bge-small-en-v1.5", 1)


@pytest.fixture(scope="session")
def token_encoder() -> TokenEncoder:
    return load_token_encoder(1)


@pytest.fixture
def counting(embedder: Embedder) -> Counting:
    return Counting(embedder)


@pytest.fixture(scope="session")
def readings() -> Callable[[Path], Reading]:
    """Return a reader of files that reads each only once: each reading starts a process."""
    known: dict[tuple[str, bytes], Reading] = {}

    def read(path: Path) -> Reading:
        key = (path.name, path.read_bytes())
        if key not in known:
            known[key] = read_file(path)
        return known[key]

    return read


@pytest.fixture
def write(
    tmp_path: Path, embedder: Embedder, token_encoder: TokenEncoder, readings: Callable[[Path], Reading]
) -> Write:
    """Return a function that writes texts to files, indexes them in one generation and returns the store."""

    def run(place: str | Path, files: dict[str, str], embedders: Sequence[Embedder] | None = None) -> Store:
        store = store_at(place)
        with store.writer(embedders or [embedder], token_encoder, READING_VERSION) as writer:
            for file, text in files.items():
                path = tmp_path / "files" / file
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
                writer.add(readings(path), path)
            writer.commit()
        return store

    return run


@pytest.fixture
def build(tmp_path: Path, write: Write) -> Build:
    """Return a function like `write` that returns the folder of the index."""

    def run(files: dict[str, str], embedders: Sequence[Embedder] | None = None, name: str = "index") -> Path:
        write(tmp_path / name, files, embedders)
        return tmp_path / name

    return run
