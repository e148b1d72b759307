"""Measure the cost of each step as the corpus grows, as ratios to a reference operation in the same run.

    python -m benchmarks.by_size [--sizes 1,10,56,500] [--passages 12] [--no-write]

With `--passages` only that many passages of each factsheet are kept, so that ten thousand factsheets fit on a disk: a
passage needs 40 KB of token vectors.

Factsheets beyond the bundled ones are look-alikes, made after reading (`benchmarks/lookalikes.py`), with recorded
vectors (`benchmarks/recorded.py`): reading and embedding cost the same for each factsheet and are measured on the
bundled ones; storing, opening, searching and answering are measured at each size. Opening and answering run in a fresh
process for each size.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from os import getloadavg
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, Self

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.growth import draw
from benchmarks.lookalikes import Base
from benchmarks.material import BUNDLED, BUNDLED_QUESTIONS, stored, write
from benchmarks.worker import Worker
from corpus.limits import Limits
from corpus.parse import parse_file
from qa.evaluate.question_sets.load import load_question_sets

STEPS = ("embed", "search", "rerank", "answer", "total")

SHORT = "short"
"""Key of the result for shortened factsheets."""

console = Console(width=140)


def questions_for(bases: Sequence[Base], size: int) -> list[str]:
    """Return the English bundled questions, adapted to look-alikes that an index of `size` contains."""
    asked: list[str] = []
    for question in load_question_sets([BUNDLED_QUESTIONS]):
        documents = {evidence.document for evidence in question.evidence}
        for number, base in enumerate(bases[:size]):
            if question.language == "en" and documents == {base.path.name}:
                # Of the look-alikes of this factsheet, another one for each question.
                alike = range(number, size, len(bases))
                asked.append(base.altered(question.question, alike[len(asked) % len(alike)]))
    return asked


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Return the median and the 95th percentile."""
    return {"p50": round(float(np.percentile(values, 50)), 3), "p95": round(float(np.percentile(values, 95)), 3)}


def each_step(
    each: Sequence[Mapping[str, float]], steps: Sequence[str], reference: float
) -> dict[str, dict[str, float]]:
    """Return the milliseconds of each step, and the median as a ratio to the reference."""
    found = {}
    for step in steps:
        figures = percentiles([one[step] for one in each])
        found[step] = figures | {"ratio": round(figures["p50"] / reference, 3)}
    return found


class BySize:
    """The measured steps at each size of corpus."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._builder = Worker("size builder", sys.executable, "benchmarks.stages")
        # Read here too, because only here the questions are put.
        self._bases = [Base.of(path, parse_file(path, Limits())) for path in sorted(BUNDLED.glob("*.pdf"))]

    def one_factsheet(self) -> dict[str, Any]:
        """Measure reading and embedding, which cost the same for every factsheet."""
        read, embed = self._builder.ask(do="read"), self._builder.ask(do="embed")
        read_ms, embed_ms = read["read_s"] * 1000 / read["files"], embed["embed_s"] * 1000 / read["files"]
        tokens_ms = embed["tokens_s"] * 1000 / read["files"]
        return {
            "pages": read["pages"] / read["files"],
            "passages": read["passages"] / read["files"],
            "read": {"ms": read_ms, "ratio": read_ms / read["reference_ms"]},
            "embed": {"ms": embed_ms, "ratio": embed_ms / embed["reference_ms"]},
            "token vectors": {"ms": tokens_ms, "ratio": tokens_ms / embed["reference_ms"]},
        }

    def at(self, size: int, limit: int | None) -> dict[str, Any]:
        """Build an index of this size, then open and ask it in a fresh process.

        Each factsheet has its first `limit` passages, or all.
        """
        index = str(self._folder / str(size))
        built = self._builder.ask(do="build", place=index, count=size, limit=limit)
        reference = built.pop("reference_ms")
        with Worker(f"size {size}", sys.executable, "benchmarks.stages") as worker:
            opened = worker.ask(do="open", place=index)
            found = worker.ask(do="ask", questions=questions_for(self._bases, size))
            peak = worker.peak_mb
        shutil.rmtree(index)
        return {
            **{name: round(value, 3) for name, value in built.items()},
            "add_one_ratio": round(built["add_one_s"] * 1000 / reference, 2),
            "import_s": round(worker.start_seconds, 3),
            "open_s": round(opened["open_s"], 3),
            "open_ratio": round(opened["open_s"] * 1000 / opened["reference_ms"], 2),
            "build_peak_mb": round(self._builder.peak_mb),
            "peak_mb": round(peak),
            "questions": found["questions"],
            "answered": round(float(np.mean([one["answered"] for one in found["each"]])), 3),
            "reference_ms": round(found["reference_of_each_ms"], 3),
            "load": round(getloadavg()[1], 1),
            "ask": each_step(found["each"], STEPS, found["reference_of_each_ms"]),
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the builder."""
        self._builder.close()


def print_result(result: Mapping[str, Any]) -> None:
    """Print the figures."""
    console.print(result.get("one_factsheet"))
    table = Table("factsheets", "passages", "add one s", "open s", "peak MB", *(f"{step} ms (ratio)" for step in STEPS))
    for size, found in [*result["sizes"].items(), *result[SHORT].items()]:
        steps = [f"{found['ask'][step]['p50']:.1f} ({found['ask'][step]['ratio']:.2f})" for step in STEPS]
        costs = (f"{found['add_one_s']:.2f}", f"{found['open_s']:.2f}", str(found["peak_mb"]))
        table.add_row(size, str(found["passages"]), *costs, *steps)
    console.print(table)


def numbers(text: str) -> list[int]:
    """Parse a list of numbers such as 1,10,56."""
    if not re.fullmatch(r"(\d+(,\d+)*)?", text):
        raise typer.BadParameter(f"{text!r} is no list of numbers such as 1,10,56")
    return [int(number) for number in text.split(",") if number]


def main(
    sizes: Annotated[str, typer.Option(help="Numbers of factsheets.")] = "1,10,56,500",
    passages: Annotated[int | None, typer.Option(help="Passages of each factsheet; all, if not given.")] = None,
    save: Annotated[bool, typer.Option("--write/--no-write", help="Write the results and draw the curve.")] = True,
) -> None:
    """Measure and write the figures after each size; other sizes keep theirs."""
    result: dict[str, Any] = {"sizes": {}, SHORT: {}} | stored("by_size")
    part = SHORT if passages else "sizes"
    keep = write if save else _forget
    with tempfile.TemporaryDirectory(prefix="factsheet-qa-bench-") as folder, BySize(Path(folder)) as steps:
        if numbers(sizes):
            result["one_factsheet"] = steps.one_factsheet()
        for size in numbers(sizes):
            result[part] = by_number(result[part] | {str(size): steps.at(size, passages)})
            keep("by_size", result)
    print_result(result)
    if save:
        draw(result)


def by_number(by_size: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries in the order of their sizes."""
    return {size: by_size[size] for size in sorted(by_size, key=int)}


def _forget(name: str, result: Mapping[str, Any]) -> None:
    """Write nothing."""


if __name__ == "__main__":
    typer.run(main)
