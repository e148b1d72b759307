"""Measure index time beside other libraries: from a cold start, and per page in a process that has indexed before.

    python -m benchmarks.index_time [FILE.pdf] [--peer NAME]... [--no-write]

Each library runs alone in its own environment. Processor time includes the processes that a library starts; it is also
given as a multiple of hashing 1 GiB with SHA-256 in the same run, which busy machines disturb less than seconds.
"""

import hashlib
import resource
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import pypdfium2
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.compare_peers import CONTENDERS
from benchmarks.environments import EnvironmentFailure
from benchmarks.material import BUNDLED, stored, write
from benchmarks.worker import Worker, WorkerError

console = Console()
_BLOCK = bytes(1 << 20)
_BLOCKS = 1024


def hash_seconds() -> float:
    """Return the processor seconds of hashing 1 GiB with SHA-256."""
    digest, start = hashlib.sha256(), time.process_time()
    for _ in range(_BLOCKS):
        digest.update(_BLOCK)
    return time.process_time() - start


def measure_index(start_worker: Callable[[], Worker], file: Path, pages: int, unit: float) -> dict[str, float]:
    """Start a library, index the file twice, and end it; `unit` is what `hash_seconds` returned.

    Raises:
        EnvironmentFailure: The library cannot be installed.
        WorkerError: It ended before it answered.
    """
    used, start = _cpu_of_children(), time.perf_counter()
    with start_worker() as worker:
        passages = worker.ask(index=[str(file)])["passages"]
        cold = time.perf_counter() - start
        again = time.perf_counter()
        worker.ask(index=[str(file)])
        warm = time.perf_counter() - again
        imported = worker.start_seconds
    cpu = _cpu_of_children() - used
    return {
        "passages": passages,
        "import_seconds": round(imported, 2),
        "cold_start_seconds": round(cold, 2),
        "warm_ms_per_page": round(1000 * warm / pages, 1),
        "cpu_seconds_of_both": round(cpu, 2),
        "cpu_as_multiple_of_hashing_1_gib": round(cpu / unit, 2),
    }


def page_count(file: Path) -> int:
    """Return the number of pages of a PDF."""
    with pypdfium2.PdfDocument(file) as pdf:
        return len(pdf)


def print_figures(figures: Mapping[str, Mapping[str, float]]) -> None:
    """Print one row per library."""
    columns = list(next(iter(figures.values()), {}))
    table = Table("", *(column.replace("_", " ") for column in columns))
    for name, found in figures.items():
        table.add_row(name, *(str(found[column]) for column in columns))
    console.print(table)


def main(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)] = BUNDLED / "mexico_2023.pdf",
    peer: Annotated[list[str] | None, typer.Option(help="Only these; the others keep their figures.")] = None,
    save: Annotated[bool, typer.Option("--write/--no-write", help="Write benchmarks/results/index_time.json.")] = True,
) -> None:
    """Measure all libraries that can run here and write the figures."""
    pages, unit = page_count(file), hash_seconds()
    figures: dict[str, Any] = {}
    cannot_run: dict[str, str] = {}
    for contender in CONTENDERS:
        if peer is not None and contender.name not in peer:
            continue
        try:
            contender.install()
            figures[contender.name] = measure_index(contender.start, file, pages, unit)
        except (EnvironmentFailure, WorkerError) as error:
            cannot_run[contender.name] = str(error)
            console.print(f"{contender.name} cannot run: {error}", markup=False)
    print_figures(figures)
    if save:
        known = stored("index_time")
        write(
            "index_time",
            {
                "pages": pages,
                "hash_1_gib_cpu_seconds": round(unit, 3),
                "libraries": known.get("libraries", {}) | figures,
                "cannot_run": known.get("cannot_run", {}) | cannot_run,
            },
        )


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    typer.run(main)
