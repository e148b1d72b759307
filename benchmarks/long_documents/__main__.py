"""Measure how the cost of reading and indexing a report grows with its pages.

    python -m benchmarks.long_documents [--pages 20,100,200,500] [--no-write]

The reports are made of sentences of the bundled factsheets in random order, with a number in each, so that no text
occurs twice; every fifth page has a table. Reading is measured alone too. Each size has a process of its own.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from xml.sax.saxutils import escape

import typer
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table
from rich.console import Console

from benchmarks.by_size import by_number, numbers
from benchmarks.material import BUNDLED, stored, write
from benchmarks.tables import write_tables
from benchmarks.worker import Worker
from corpus.read import read_file
from corpus.text_analysis.sentences import sentences

console = Console()
_PARAGRAPHS, _SENTENCES = 6, 3
"""Paragraphs of a page, and sentences of a paragraph: about 350 words a page, as in a factsheet."""
_TABLE_EVERY = 5
_SHORTEST = 60
"""Minimum length of a sentence, in characters."""
WORKER = "benchmarks.long_documents.worker"


class Report:
    """A made report of random sentences."""

    def __init__(self) -> None:
        texts = [passage.text for path in sorted(BUNDLED.glob("*.pdf")) for passage in read_file(path).passages]
        self._sentences = [
            escape(text[start:end]) for text in texts for start, end in sentences(text) if end - start > _SHORTEST
        ]
        self._random = random.Random(7)  # noqa: S311 - no secret
        self._styles = getSampleStyleSheet()

    def write(self, path: Path, pages: int) -> None:
        """Write a report of about that many pages."""
        parts = [part for page in range(pages) for part in self._page(page)]
        SimpleDocTemplate(str(path), pagesize=A4, title=f"Report of {pages} pages").build(parts)

    def _page(self, number: int) -> Iterator[Flowable]:
        yield Paragraph(f"{number + 1}. Policy in district {number}", self._styles["Heading1"])
        for paragraph in range(_PARAGRAPHS):
            chosen = self._random.sample(self._sentences, _SENTENCES)
            yield Paragraph(f"In case {number}.{paragraph}: {' '.join(chosen)}", self._styles["BodyText"])
        if number % _TABLE_EVERY == 0:
            rows = [[f"Programme {number}-{row}", str(self._random.randint(1, 10**6)), "2023"] for row in range(5)]
            yield Table([["Programme", "Budget", "Year"], *rows], style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
        yield PageBreak()


def measure(path: Path) -> dict[str, Any]:
    """Return the seconds and peak memory of reading and of indexing a report."""
    with Worker("long reader", sys.executable, WORKER) as reader:
        read = reader.ask(path=str(path))
        read_mb = reader.peak_mb
    with Worker("long indexer", sys.executable, WORKER) as indexer:
        indexed = indexer.ask(path=str(path), index=str(path.with_suffix(".index")))
        index_mb = indexer.peak_mb
    return {
        "pages": read["pages"],
        "passages": read["passages"],
        "read_s": round(read["seconds"], 1),
        "read_peak_mb": round(read_mb),
        "index_s": round(indexed["seconds"], 1),
        "embed_cpu_s": round(indexed["cpu_seconds"], 1),
        "index_peak_mb": round(index_mb),
    }


def main(
    pages: Annotated[str, typer.Option(help="Numbers of pages.")] = "20,100,200,500",
    save: Annotated[
        bool, typer.Option("--write/--no-write", help="Write benchmarks/results/long_documents.json.")
    ] = True,
) -> None:
    """Measure and write the figures after each size; other sizes keep theirs."""
    sizes: dict[str, Any] = stored("long_documents").get("sizes", {})
    report = Report()
    with tempfile.TemporaryDirectory(prefix="factsheet-qa-bench-") as folder:
        for count in numbers(pages):
            path = Path(folder) / f"report_{count}.pdf"
            report.write(path, count)
            sizes = by_number(sizes | {str(count): measure(path)})
            console.print({count: sizes[str(count)]})
            if save:
                write("long_documents", {"sizes": sizes})
    if save:
        write_tables()


if __name__ == "__main__":
    typer.run(main)
