"""This project, with its default embedder or the one named by the argument."""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.contract import Passage, serve_peer
from qa import FactsheetQA
from qa.settings import Settings


class Ours:
    """An index in a temporary folder."""

    def __init__(self, embedder: str | None) -> None:
        self._settings = Settings(embedder=embedder) if embedder else Settings()
        self._folder = tempfile.TemporaryDirectory()
        self._builds = 0

    def index(self, files: Sequence[Path]) -> int:
        """Read and index files."""
        self._builds += 1
        self._engine = FactsheetQA.build(files, Path(self._folder.name) / str(self._builds), self._settings)
        return sum(1 for document in self._engine.documents() for _ in self._engine.passages(document.id))

    def search(self, question: str, k: int) -> list[Passage]:
        """Search as `qa.search` does."""
        return [Passage(hit.text, hit.document, hit.page, hit.row) for hit in self._engine.search(question, k=k)]


if __name__ == "__main__":
    serve_peer(Ours(sys.argv[1] if len(sys.argv) > 1 else None))
