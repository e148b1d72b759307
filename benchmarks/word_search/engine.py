"""What the measured engines share: their material, and the requests that they answer as workers.

Runs in the environments of other libraries too, so it imports nothing beyond Python's own library.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol, TypeAlias

WEIGHTS = (1.0, 0.5)
"""Weights of the two kinds of terms: stems and character n-grams."""
K1, B = 1.5, 0.75
WANTED = 60
"""Number of passages requested, as in the engine."""

Terms: TypeAlias = list[list[str]]
"""The terms of a passage or question, by kind."""


class Engine(Protocol):
    """An index of terms on disk."""

    def build(self, folder: Path, passages: Iterator[Terms]) -> None:
        """Index passages, numbered in their order, in an empty folder."""
        ...

    def open(self, folder: Path) -> None:
        """Open the index in a folder."""
        ...

    def search(self, question: Terms) -> list[tuple[int, float]]:
        """Return the numbers and scores of the best passages, best first."""
        ...


def passages_in(path: Path) -> Iterator[Terms]:
    """Yield the terms of the passages in a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def answer(engine: Engine, request: dict[str, Any]) -> dict[str, Any]:
    """Build an index, or open it and search for all questions; return what it took and what was found."""
    folder, material = Path(request["folder"]), Path(request["material"])
    start = time.perf_counter()
    if request["do"] == "build":
        engine.build(folder, passages_in(material))
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        return {"build_s": time.perf_counter() - start, "disk_mb": size / 1e6}
    engine.open(folder)
    opened = time.perf_counter() - start
    found, times = [], []
    for question in passages_in(material):
        start = time.perf_counter()
        found.append(engine.search(question))
        times.append(1000 * (time.perf_counter() - start))
    return {"open_s": opened, "ms": times, "found": found}
