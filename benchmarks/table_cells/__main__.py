"""Measure which number cells of real tables are read with the right text, row label and column label.

    python -m benchmarks.table_cells FOLDER [--name NAME] [--reader NAME]... [--misses] [--no-write]

The folder has PDFs with ground truth in the format of the ICDAR 2013 table competition (NAME.pdf, NAME-str.xml). Each
reader that is installed runs in a process of its own; a file that ends it is refused. Libraries that give rows without
labels get theirs by the rules of the ground truth itself, which favours them.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.environments import Environment, EnvironmentFailure
from benchmarks.material import stored, write
from benchmarks.table_cells.ground_truth import LabelledCell, gold_cells, number_cells, truth_file
from benchmarks.table_cells.scores import MARKS, Score, judge_cells
from benchmarks.worker import Worker, WorkerError

console = Console(width=150)


@dataclass(frozen=True, slots=True)
class TableReader:
    """A reader under measurement: its worker module, its argument, and the package or environment that it needs."""

    name: str
    module: str
    argument: str = ""
    package: str = ""
    environment: str = ""

    def start(self) -> Worker:
        """Start its process; raises `EnvironmentFailure` or `WorkerError`."""
        python = Environment(self.environment).make() if self.environment else Path(sys.executable)
        arguments = (self.argument,) if self.argument else ()
        return Worker(f"cells {self.name}", python, f"benchmarks.table_cells.{self.module}", arguments)


READERS = (
    TableReader("this project", "read_ours"),
    *(TableReader(f"pdfplumber {name}", "read_pdfplumber", name) for name in ("lines", "text")),
    *(
        TableReader(f"camelot {name}", "read_camelot", name, package="camelot")
        for name in ("lattice", "stream", "network", "hybrid")
    ),
    TableReader("liteparse", "read_liteparse", environment="liteparse"),
)


def cells_of(reply: Mapping[str, Any]) -> Iterator[LabelledCell]:
    """Yield the cells of a worker's reply; rows without labels are labelled by the rules of the ground truth."""
    for cell in reply.get("cells", ()):
        yield LabelledCell(**cell)
    for table in reply.get("tables", ()):
        grid = {
            (row, column): (text or "").strip()
            for row, texts in enumerate(table["rows"])
            for column, text in enumerate(texts)
        }
        yield from number_cells(table["page"], grid)


def measure_reader(reader: TableReader, files: Sequence[Path]) -> Score:
    """Read all files; after a file that ends the process, it is started again."""
    score, worker = Score(), reader.start()
    for path in track(files, reader.name, console=Console(stderr=True)):
        gold = gold_cells(path)
        try:
            reply = worker.ask(path=str(path))
        except WorkerError as error:
            worker.close()
            worker = reader.start()
            score.refused[path.name] = str(error)
            score.marks[path.name] = judge_cells(gold, ())
            continue
        score.pages += reply["pages"]
        score.cpu_seconds += reply["cpu_seconds"]
        score.marks[path.name] = judge_cells(gold, cells_of(reply))
    worker.close()
    return score


def print_scores(scores: Mapping[str, Score]) -> None:
    """Print one row per reader."""
    table = Table("reader", "cells", *MARKS, "by document", "refused", "cpu ms a page")
    for name, score in scores.items():
        table.add_row(name, *("–" if value is None else str(value) for value in score.to_dict().values()))
    console.print(table)


def print_misses(score: Score) -> None:
    """Print the share of right cells of each document, and why files were refused."""
    for name, marks in score.marks.items():
        right = sum(one["right"] for one in marks)
        console.print(f"{name}: {right} of {len(marks)} {score.refused.get(name, '')}", markup=False)


def main(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    name: Annotated[str, typer.Option(help="The name of this set in the result.")] = "ICDAR 2013, EU part",
    reader: Annotated[list[str] | None, typer.Option(help="Only these readers.")] = None,
    misses: Annotated[
        bool, typer.Option("--misses", help="List the documents that each reader reads wrongly.")
    ] = False,
    save: Annotated[bool, typer.Option("--write/--no-write", help="Write benchmarks/results/table_cells.json.")] = True,
) -> None:
    """Measure all readers that are installed and write the figures."""
    files = [path for path in sorted(folder.rglob("*.pdf")) if truth_file(path).is_file()]
    if not files:
        raise SystemExit(f"{folder}: has no NAME.pdf with its NAME-str.xml")
    scores: dict[str, Score] = {}
    for one in READERS:
        if (reader and one.name not in reader) or (one.package and find_spec(one.package) is None):
            continue
        try:
            scores[one.name] = measure_reader(one, files)
        except (EnvironmentFailure, WorkerError) as error:
            console.print(f"{one.name} cannot run: {error}", markup=False)
    print_scores(scores)
    if misses:
        for one_name, score in scores.items():
            console.rule(one_name)
            print_misses(score)
    if save:
        _write(name, len(files), scores)


def _write(name: str, documents: int, scores: Mapping[str, Score]) -> None:
    """Write the figures; other sets, and readers that were not measured now, keep theirs."""
    result = stored("table_cells")
    sets = result.get("sets", {})
    readers = sets.get(name, {}).get("readers", {}) | {one: score.to_dict() for one, score in scores.items()}
    sets[name] = {"documents": documents, "readers": readers}
    write("table_cells", {"sets": sets})


if __name__ == "__main__":
    typer.run(main)
