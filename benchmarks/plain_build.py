"""A plain build, to hold ours against: what a first afternoon with the same four packages gives.

pypdf's text cut into windows, all-MiniLM-L6-v2, a flat FAISS index; the best window is the answer, and nothing is ever
refused. It is measured by the same code, on the same questions, in the same run as the engine.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import faiss
from pypdf import PdfReader

from index.models import load_embedder
from qa.model import Answer, Citation, Hit

MODEL = "all-MiniLM-L6-v2"
WINDOW = 1000
OVERLAP = 200


class PlainBuild:
    """Searches and answers as `qa.FactsheetQA` does, by the best window."""

    def __init__(self, paths: Sequence[Path], threads: int) -> None:
        self._embedder = load_embedder(MODEL, threads)
        self._hits = [hit for path in paths for hit in _windows(path)]
        self._index = faiss.IndexFlatIP(self._embedder.dimensions)
        self._index.add(self._embedder.embed_passages([hit.text for hit in self._hits]))

    def search(self, question: str, k: int = 5, *, documents: Sequence[str] | None = None) -> list[Hit]:
        """The k windows nearest to the question."""
        _, numbers = self._index.search(self._embedder.embed_questions([question]), len(self._hits))
        hits = [self._hits[number] for number in numbers[0]]
        return [hit for hit in hits if documents is None or hit.document in documents][:k]

    def ask(
        self, question: str, history: Sequence[tuple[str, str]] = (), *, documents: Sequence[str] | None = None
    ) -> Answer:
        """The nearest window as the answer; the question before a follow-up is put in front of it."""
        before = f"{history[-1][0]} " if history else ""
        best = self.search(before + question, k=1, documents=documents)[0]
        citation = Citation(
            document=best.document, title=best.document, country=None, year=None, page=best.page, section="", row=None,
            column=None, quote=best.text, boxes=(), score=best.score,
        )  # fmt: skip
        return Answer(
            question=question, answered=True, text=best.text, reason=None, confidence=1.0, language="en",
            citations=(citation,),
        )  # fmt: skip


def _windows(path: Path) -> Iterator[Hit]:
    """Windows over the text of each page."""
    for number, page in enumerate(PdfReader(path).pages, start=1):
        text = page.extract_text()
        for start in range(0, max(1, len(text) - OVERLAP), WINDOW - OVERLAP):
            yield Hit(
                text=text[start : start + WINDOW], context="", document=path.name, country=None, year=None,
                page=number, section="", row=None, column=None, boxes=(), score=0.0,
            )  # fmt: skip
