"""txtai's hybrid index of embeddings and BM25, as its documentation has it.

Its own extractor of text from PDFs needs Java or weights from a hub, neither of which is there, so pypdf's text of each
page comes in windows of 1000 characters with 200 of overlap.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pypdf import PdfReader
from txtai import Embeddings

from benchmarks.peers.contract import Passage, serve_peer
from benchmarks.peers.minilm import weights
from benchmarks.readers.shapes import windows


class TxtAI:
    """One hybrid index over all files."""

    def index(self, files: Sequence[Path]) -> int:
        """Read, cut and embed."""
        self._passages = [passage for path in files for passage in _passages(path)]
        self._embeddings = Embeddings(path=weights(), hybrid=True, content=False)
        self._embeddings.index((number, passage.text, None) for number, passage in enumerate(self._passages))
        return len(self._passages)

    def search(self, question: str, k: int) -> list[Passage]:
        """Search by both at once."""
        return [self._passages[number] for number, _ in self._embeddings.search(question, k)]


def _passages(path: Path) -> Iterator[Passage]:
    for number, text in _pages(path):
        for window in windows(text, number):
            yield Passage(window["text"], path.name, number)


def _pages(path: Path) -> Iterator[tuple[int | None, str]]:
    if path.suffix == ".pdf":
        for number, page in enumerate(PdfReader(path).pages, start=1):
            yield number, page.extract_text()
    else:
        yield None, path.read_text(encoding="utf-8")


if __name__ == "__main__":
    serve_peer(TxtAI())
