"""Measure a plain build for comparison: the result of a first afternoon with the same four packages.

pypdf's text cut into windows, all-MiniLM-L6-v2, a flat FAISS index; the best window is the answer, and nothing is ever
refused. It is measured by the same code, on the same questions, in the same run as the engine.

    python -m benchmarks.plain_build [--factsheet FILE.pdf] [--questions SET.jsonl]
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import faiss
import typer
from pypdf import PdfReader
from rich.console import Console

from benchmarks.material import FACTSHEET, QUESTIONS, FactsheetOption, QuestionsOption, write
from index.models.registry import load_embedder
from qa import FactsheetQA
from qa.commands.evaluation_tables import print_run
from qa.evaluate.metrics.page_texts import PageTexts
from qa.evaluate.question import Question
from qa.evaluate.question_sets.load import load_question_sets
from qa.evaluate.reports.rows import run_to_json
from qa.evaluate.run import EvaluatedEngine, evaluate_engine
from qa.model import Answer, Citation, Hit
from qa.settings import Settings

MODEL = "all-MiniLM-L6-v2"
WINDOW = 1000
OVERLAP = 200


class PlainBuild:
    """An engine like `qa.FactsheetQA` that answers with the best window."""

    def __init__(self, path: Path, threads: int) -> None:
        self._embedder = load_embedder(MODEL, threads)
        self._hits = list(_windows(path))
        self._index = faiss.IndexFlatIP(self._embedder.dimensions)
        self._index.add(self._embedder.embed_passages([hit.text for hit in self._hits]))

    def search(self, question: str, k: int = 5, *, documents: Sequence[str] | None = None) -> list[Hit]:
        """Return the k windows nearest to the question."""
        _, numbers = self._index.search(self._embedder.embed_questions([question]), len(self._hits))
        hits = [self._hits[number] for number in numbers[0]]
        return [hit for hit in hits if documents is None or hit.document in documents][:k]

    def ask(
        self, question: str, history: Sequence[tuple[str, str]] = (), *, documents: Sequence[str] | None = None
    ) -> Answer:
        """Answer with the nearest window; a follow-up gets the previous question in front of it."""
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
    """Cut the text of each page into windows."""
    for number, page in enumerate(PdfReader(path).pages, start=1):
        text = page.extract_text()
        for start in range(0, max(1, len(text) - OVERLAP), WINDOW - OVERLAP):
            yield Hit(
                text=text[start : start + WINDOW], context="", document=path.name, country=None, year=None,
                page=number, section="", row=None, column=None, boxes=(), score=0.0,
            )  # fmt: skip


def main(factsheet: FactsheetOption = FACTSHEET, questions: QuestionsOption = QUESTIONS) -> None:
    """Measure the engine and the plain build on the same questions and write the figures."""
    asked = load_question_sets([questions])
    sources = PageTexts({factsheet.name: factsheet})
    with tempfile.TemporaryDirectory() as folder:
        ours = _measure("Ours", FactsheetQA.build([factsheet], index=folder), asked, sources)
    plain = _measure("Plain build", PlainBuild(factsheet, Settings().threads), asked, sources)
    write("plain_build", {"questions": questions.name, "ours": ours, "plain": plain})


def _measure(name: str, engine: EvaluatedEngine, questions: Sequence[Question], sources: PageTexts) -> dict[str, Any]:
    """Return figures without records, which would copy questions and the factsheet's text into the repository."""
    console = Console(width=100)
    console.rule(name)
    records = evaluate_engine(engine, questions, sources=sources)
    print_run(console, records)
    run = run_to_json(records, about={})
    return {key: run[key] for key in ("overall", "by_kind", "by_language")}


if __name__ == "__main__":
    typer.run(main)
