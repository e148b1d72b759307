"""Measure reading by the evidence of the question sets, beside other libraries.

    python -m benchmarks.reading [--misses] [--repeats 5] [--reader NAME]... [--no-write]

`benchmarks/containment.py` defines what counts as found. Times are taken in turns: each round reads every file once
with every reader, in an order that moves on by one each round; the figures are medians over rounds of a reader's time
over that of pdfplumber's tables in the same round.
"""

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.containment import Found, Read, find, place_kind
from benchmarks.environments import Environment, EnvironmentFailure
from benchmarks.golds import Arm, arms
from benchmarks.material import write
from benchmarks.worker import Worker, WorkerError
from qa.evaluate.question import Evidence

REFERENCE = "pdfplumber tables"
TEXT_FORMS = (".txt",)
MEASURES = ("whole", "enough", "page", "labels", "near_labels")
TABLE_MEASURES = ("labels", "near_labels")

console = Console(width=140)


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader under measurement: its module in `benchmarks.readers` and its own environment, if any."""

    name: str
    module: str
    environment: str | None = None
    reads: tuple[str, ...] = (".pdf",)

    def start(self) -> Worker:
        """Start its process; raises `EnvironmentFailure` or `WorkerError`."""
        python = Environment(self.environment).make() if self.environment else Path(sys.executable)
        return Worker(self.name, python, f"benchmarks.readers.{self.module}")


READERS = (
    Reader("this project", "ours", reads=(".pdf", ".txt")),
    Reader("pypdf windows", "pypdf_windows"),
    Reader(REFERENCE, "pdfplumber_tables"),
    Reader("pdfplumber text and tables", "pdfplumber_text_and_tables"),
    Reader("liteparse", "liteparse_blocks", "liteparse"),
    Reader("kreuzberg", "kreuzberg_pages", "kreuzberg"),
    Reader("pdf-oxide", "pdf_oxide_pages", "pdf_oxide"),
    Reader("text windows", "text_windows", reads=(".txt",)),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One piece of evidence, and what a reader's passages contain of it."""

    path: Path
    evidence: Evidence
    found: Found

    def value(self, measure: str) -> bool | None:
        """Return the value of a measure; None where it does not apply: files without pages, prose without labels."""
        if measure in TABLE_MEASURES and self.evidence.row is None:
            return None
        if measure == "page" and self.path.suffix in TEXT_FORMS:
            return None
        return bool(getattr(self.found, measure))


def judge(arm: Arm, passages: Mapping[Path, Sequence[Read]]) -> list[Judged]:
    """Look for all evidence of an arm in the passages read from its files."""
    return [Judged(path, evidence, find(evidence, passages[path])) for path, evidence in arm.golds]


def shares(judged: Sequence[Judged]) -> dict[str, dict[str, Any]]:
    """Return each measure's share and n over all evidence, and by kind of place."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups["all"].append(one)
        groups[place_kind(one.evidence)].append(one)
    return {
        name: {measure: _share(group, measure) for measure in MEASURES} | {"words": _median_words(group)}
        for name, group in groups.items()
    }


def _median_words(judged: Sequence[Judged]) -> float | None:
    """Return the median length of the shortest passage with enough of the evidence."""
    return median(lengths) if (lengths := [one.found.words for one in judged if one.found.words]) else None


def _share(judged: Sequence[Judged], measure: str) -> dict[str, float] | None:
    values = [value for one in judged if (value := one.value(measure)) is not None]
    return {"value": round(mean(values), 4), "n": len(values)} if values else None


def speed(rounds: Sequence[Mapping[str, Mapping[str, float]]], pages: int) -> dict[str, dict[str, float]]:
    """Return milliseconds per page and ratios to the reference, as medians over rounds.

    Args:
        rounds: For each round, by reader: `seconds` and `cpu_seconds` for all PDF files.
        pages: The pages of these files.
    """
    return {
        name: {
            "ms_per_page": median(one[name]["seconds"] for one in rounds) / pages * 1000,
            "cpu_ms_per_page": median(one[name]["cpu_seconds"] for one in rounds) / pages * 1000,
            "ratio": median(one[name]["seconds"] / one[REFERENCE]["seconds"] for one in rounds),
            "cpu_ratio": median(one[name]["cpu_seconds"] / one[REFERENCE]["cpu_seconds"] for one in rounds),
        }
        for name in rounds[0]
    }


def read_all(worker: Worker, files: Sequence[Path]) -> tuple[dict[Path, list[Read]], int]:
    """Read files once and return their passages and number of pages."""
    passages, pages = {}, 0
    for path in files:
        reply = worker.ask(path=str(path))
        pages += reply["page_count"]
        passages[path] = [Read(**found) for found in reply["passages"]]
    return passages, pages


def time_round(workers: Mapping[str, Worker], files: Sequence[Path], first: int) -> dict[str, dict[str, float]]:
    """Read all files with all readers in turn; the order begins with reader number `first`."""
    names = list(workers)
    names = names[first % len(names) :] + names[: first % len(names)]
    total: dict[str, dict[str, float]] = {name: {"seconds": 0.0, "cpu_seconds": 0.0} for name in names}
    for path in files:
        for name in names:
            reply = workers[name].ask(path=str(path))
            for unit, sum_so_far in total[name].items():
                total[name][unit] = sum_so_far + reply[unit]
    return total


def _start(readers: Sequence[Reader]) -> tuple[dict[str, Worker], dict[str, str]]:
    """Start the readers' processes; return them and the reasons why others do not run."""
    workers, failed = {}, {}
    for reader in readers:
        try:
            workers[reader.name] = reader.start()
        except (EnvironmentFailure, WorkerError) as error:
            failed[reader.name] = str(error)
    return workers, failed


def measure(readers: Sequence[Reader], repeats: int) -> tuple[dict[str, Any], dict[str, dict[str, list[Judged]]]]:
    """Return the whole result, and the judgements by arm and reader."""
    workers, failed = _start(readers)
    judgements: dict[str, dict[str, list[Judged]]] = {}
    files, pages = [], 0
    for arm in arms():
        judgements[arm.name] = {}
        for reader in readers:
            if reader.name in workers and arm.files[0].suffix in reader.reads:
                passages, count = read_all(workers[reader.name], arm.files)
                judgements[arm.name][reader.name] = judge(arm, passages)
        if arm.files[0].suffix == ".pdf":
            files += arm.files
            pages += count
    timed = {
        reader.name: workers[reader.name] for reader in readers if reader.name in workers and ".pdf" in reader.reads
    }
    rounds = [time_round(timed, files, number) for number in track(range(repeats), "Timing", console=console)]
    result = {
        "repeats": repeats,
        "pdf_pages": pages,
        "arms": {arm: {name: shares(judged) for name, judged in by.items()} for arm, by in judgements.items()},
        "speed": speed(rounds, pages),
        "peak_mb": {name: worker.peak_mb for name, worker in workers.items()},
        "import_seconds": {name: worker.start_seconds for name, worker in workers.items()},
        "cannot_run": failed,
    }
    for worker in workers.values():
        worker.close()
    return result, judgements


def print_result(result: Mapping[str, Any]) -> None:
    """Print one table per arm, and one of times."""
    for arm, by_reader in result["arms"].items():
        table = Table("reader", "kind", "n", *MEASURES, "words", title=arm, title_justify="left")
        for name, groups in by_reader.items():
            for kind, found in groups.items():
                cells = [f"{one['value']:.3f}" if (one := found[m]) else "–" for m in MEASURES]
                table.add_row(name, kind, str(found["whole"]["n"]), *cells, str(found["words"]))
        console.print(table)
    table = Table("reader", "ms a page", "ratio", "cpu ratio", "peak MB", title="PDF", title_justify="left")
    for name, one in result["speed"].items():
        numbers = (f"{one['ms_per_page']:.1f}", f"{one['ratio']:.2f}", f"{one['cpu_ratio']:.2f}")
        table.add_row(name, *numbers, f"{result['peak_mb'][name]:.0f}")
    console.print(table)
    for name, reason in result["cannot_run"].items():
        console.print(f"{name} cannot run: {reason}", markup=False)


def print_misses(judgements: Mapping[str, Mapping[str, Sequence[Judged]]], name: str) -> None:
    """List the evidence that a reader's passages lack."""
    for arm, by_reader in judgements.items():
        misses = [one for one in by_reader.get(name, ()) if any(one.value(m) is False for m in MEASURES)]
        console.rule(f"{name}, {arm}: {len(misses)} misses")
        for one in misses:
            lacks = ", ".join(m for m in MEASURES if one.value(m) is False)
            gold = one.evidence
            console.print(f"{one.path.name} p.{gold.page} lacks {lacks}", style="bold", markup=False)
            console.print(f"    row {gold.row!r}, column {gold.column!r}\n    {gold.quote[:160]}", markup=False)


def main(
    misses: Annotated[bool, typer.Option(help="List the evidence that each chosen reader misses.")] = False,
    repeats: Annotated[int, typer.Option(help="Rounds of timing.", min=1)] = 5,
    reader: Annotated[list[str] | None, typer.Option(help="Only these readers, beside the reference.")] = None,
    save: Annotated[bool, typer.Option("--write/--no-write", help="Write benchmarks/results/reading.json.")] = True,
) -> None:
    """Measure reading and write the figures."""
    chosen = [one for one in READERS if reader is None or one.name in (*reader, REFERENCE)]
    result, judgements = measure(chosen, repeats)
    print_result(result)
    if misses:
        for name in reader or ["this project"]:
            print_misses(judgements, name)
    if save and reader is None:
        write("reading", result)


if __name__ == "__main__":
    typer.run(main)
