"""Compare our search by words with tantivy and bm25s: time, memory, disk, and agreement with the formula.

    python -m benchmarks.word_search [--sizes 10000,100000] [--no-write]

All get the same terms, stems and character n-grams of synthetic passages (`benchmarks/synthetic.py`), and the same
questions of ten words. Building and searching run in processes of their own.
"""

import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console

from benchmarks.by_size import by_number, numbers, percentiles
from benchmarks.environments import Environment
from benchmarks.material import BUNDLED, stored, write
from benchmarks.synthetic import Wording
from benchmarks.tables import write_tables
from benchmarks.worker import Worker
from corpus.read import read_file
from index.passage_text import searchable
from index.search.postings import CHANNELS
from index.search.terms import folded_words

console = Console()
QUESTIONS = 100
BEST = 10
ENGINES = {"this project": "ours", "tantivy": "with_tantivy", "bm25s": "with_bm25s"}


def write_terms(path: Path, texts: Iterable[str]) -> None:
    """Write the terms of texts by kind, and their words, as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for text in texts:
            words = folded_words(text)
            file.write(json.dumps([*(terms(words) for _, terms, _ in CHANNELS), words]) + "\n")


def measure(module: str, folder: Path, passages: Path, questions: Path) -> dict[str, Any]:
    """Build an index and search it, each in a process of its own."""
    python = sys.executable if module == "ours" else str(Environment("word_search").make())
    name = f"benchmarks.word_search.{module}"
    folder.mkdir()
    with Worker(f"{module} builder", python, name) as builder:
        built = builder.ask(do="build", folder=str(folder), material=str(passages))
    with Worker(f"{module} searcher", python, name) as searcher:
        own_mb = searcher.peak_mb
        searched = searcher.ask(do="search", folder=str(folder), material=str(questions))
        peak_mb = searcher.peak_mb
    return {
        "build_s": round(built["build_s"], 1),
        "build_peak_mb": round(builder.peak_mb),
        "disk_mb": round(built["disk_mb"], 1),
        "open_s": round(searched["open_s"], 3),
        "ms": percentiles(searched["ms"]),
        "search_mb": round(peak_mb - own_mb),
        "found": searched["found"],
    }


def agreement(found: Sequence[Any], expected: Sequence[Any]) -> dict[str, float]:
    """Return how many of the best passages are those of the formula, and the largest relative difference in score."""
    shares, differences = [], []
    for one, other in zip(found, expected, strict=True):
        right = dict(other)
        shares.append(len({number for number, _ in one[:BEST]} & {number for number, _ in other[:BEST]}) / BEST)
        differences += [abs(score - right[number]) / right[number] for number, score in one if number in right]
    return {"best": round(float(np.mean(shares)), 3), "score_difference": float(f"{max(differences):.1e}")}


def compare(count: int, folder: Path) -> dict[str, Any]:
    """Measure all engines over `count` passages; bm25s computes the scores of all passages, so it is the reference."""
    texts = [searchable(passage) for path in sorted(BUNDLED.glob("*.pdf")) for passage in read_file(path).passages]
    wording = Wording(texts, count)
    passages, questions = folder / "passages.jsonl", folder / "questions.jsonl"
    write_terms(passages, (wording.text() for _ in range(count)))
    write_terms(questions, (wording.question() for _ in range(QUESTIONS)))
    measured = {name: measure(module, folder / module, passages, questions) for name, module in ENGINES.items()}
    expected = measured["bm25s"]["found"]
    return {name: engine | {"found": agreement(engine["found"], expected)} for name, engine in measured.items()}


def main(
    sizes: Annotated[str, typer.Option(help="Numbers of passages.")] = "10000,100000",
    save: Annotated[bool, typer.Option("--write/--no-write", help="Write benchmarks/results/word_search.json.")] = True,
) -> None:
    """Measure and write the figures after each size; other sizes keep theirs."""
    result: Mapping[str, Any] = stored("word_search").get("sizes", {})
    for size in numbers(sizes):
        with tempfile.TemporaryDirectory(prefix="factsheet-qa-bench-") as folder:
            result = by_number({**result, str(size): compare(size, Path(folder))})
        console.print(size, result[str(size)])
        if save:
            write("word_search", {"sizes": result})
    if save:
        write_tables()


if __name__ == "__main__":
    typer.run(main)
