"""Measure how search grows with the passages: ours beside recipes of FAISS and usearch over the same vectors.

    python -m benchmarks.search_by_size [--sizes 10000,100000,1000000] [--recipes/--no-recipes] [--no-write]

At a million passages it needs 6 GB of disk, 5 GB of memory for some of the recipes, and about an hour.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from os import getloadavg
from typing import Annotated, Any

import numpy as np
import typer

from benchmarks.by_size import by_number, each_step, numbers
from benchmarks.growth import draw_search
from benchmarks.material import stored, write
from benchmarks.recipes import RECIPES
from benchmarks.worker import Worker, WorkerError

OURS = "this project"
COSTS = ("built_s", "build_peak_mb", "index_mb", "open_s", "first_s")


def summed(found: Mapping[str, Any], steps: Sequence[str]) -> dict[str, Any]:
    """Return the percentiles of a worker's reply, with its recall and memory."""
    each = found["each"]
    reference = float(np.median([one["reference"] for one in each]))
    return {
        **{name: round(value, 3) for name, value in found.items() if name in COSTS},
        "recall": round(float(np.mean([one["recall"] for one in each])), 4),
        "memory_mb": {name: round(value) for name, value in found["memory"].items()},
        "reference_ms": round(reference, 3),
        "load": round(getloadavg()[1], 1),
        "search": each_step(each, steps, reference),
    }


def at(count: int, recipes: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Measure ours and the recipes over `count` passages one after the other, each in its own process."""
    with tempfile.TemporaryDirectory(prefix="factsheet-qa-bench-") as folder:
        with Worker(f"build {count}", sys.executable, "benchmarks.search_alone") as worker:
            built = worker.ask(do="build", folder=folder, count=count)
            built["build_peak_mb"] = worker.peak_mb
        with Worker(f"search {count}", sys.executable, "benchmarks.search_alone") as worker:
            yield OURS, summed(built | worker.ask(do="search", folder=folder), ("vectors", "words", "both"))
        for name in recipes:
            try:
                with Worker(f"{name} {count}", sys.executable, "benchmarks.recipes") as worker:
                    yield name, summed(worker.ask(folder=folder, recipe=name), ("vectors",))
            except WorkerError as error:
                yield name, {"failed": str(error)}


def main(
    sizes: Annotated[str, typer.Option(help="Numbers of passages.")] = "10000,100000,1000000",
    recipes: Annotated[bool, typer.Option(help="Measure the recipes too.")] = True,
    save: Annotated[bool, typer.Option("--write/--no-write", help="Write the results and draw the curve.")] = True,
) -> None:
    """Measure, and write the figures as they come; what is not measured keeps its figures."""
    result: dict[str, Any] = {"sizes": {}} | stored("search_by_size")
    for count in numbers(sizes):
        for name, found in at(count, list(RECIPES) if recipes else []):
            typer.echo(f"{count}, {name}: {found}")
            kept = result["sizes"].get(str(count), {})
            result["sizes"] = by_number(result["sizes"] | {str(count): kept | {name: found}})
            if save:
                write("search_by_size", result)
    if save:
        draw_search(result)


if __name__ == "__main__":
    typer.run(main)
