"""Draw how the cost of answering and of searching grows with the corpus."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot as plt  # noqa: E402 - after the choice of how to draw
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

IMAGES = Path(__file__).parent.parent / "docs" / "images"

STYLES = {
    "embed": ("#7a7a7a", "embed the question"),
    "search": ("#1b6ca8", "search"),
    "rerank": ("#b0563a", "rank"),
    "answer": ("#4b8b3b", "compose"),
    "total": ("#111111", "whole answer"),
    "add_one": ("#b0563a", "add one factsheet"),
    "open": ("#1b6ca8", "open"),
}
SEARCHERS = {
    "this project": "#1b6ca8",
    "FAISS flat": "#7a7a7a",
    "FAISS HNSW32": "#4b8b3b",
    "FAISS IVF-SQ8": "#b0563a",
    "FAISS IVF-PQ": "#8a5fb0",
    "usearch HNSW": "#c9a227",
}


def draw(result: Mapping[str, Any], path: Path = IMAGES / "growth.svg") -> None:
    """Draw two panels with logarithmic axes: the steps of an answer, and indexing and opening."""
    figure, (answers, costs) = _panels(2)
    sizes = {int(size): found for size, found in result["sizes"].items()}
    _curves(answers, {size: _ratios(found["ask"]) for size, found in sizes.items()})
    answers.set(xlabel="factsheets", ylabel="median time over that of SHA-256 of 8 MiB", title="Answering")
    once = ("add_one", "open")
    _curves(costs, {size: {step: found[f"{step}_ratio"] for step in once} for size, found in sizes.items()})
    costs.set(xlabel="factsheets", title="Indexing and opening")
    _save(figure, path)


def draw_search(result: Mapping[str, Any], path: Path = IMAGES / "search.svg") -> None:
    """Draw time, recall and memory of vector search by number of passages, ours beside the recipes."""
    figure, (times, recalls, memory) = _panels(3)
    for name, colour in SEARCHERS.items():
        points = [
            (int(size), found[name]) for size, found in result["sizes"].items() if "search" in found.get(name, {})
        ]
        sizes = [size for size, _ in points]
        style = {"marker": "o", "color": colour, "label": name}
        times.plot(sizes, [found["search"]["vectors"]["p95"] / found["reference_ms"] for _, found in points], **style)
        recalls.plot(sizes, [found["recall"] for _, found in points], **style)
        memory.plot(sizes, [found["memory_mb"]["peak"] for _, found in points], **style)
    times.set(title="95th percentile, over SHA-256 of 8 MiB", yscale="log")
    recalls.set(title="recall@10")
    memory.set(title="peak memory, MB", yscale="log")
    for axes in (times, recalls, memory):
        axes.set(xlabel="passages", xscale="log")
        axes.grid(alpha=0.3)
    times.legend(frameon=False, fontsize=7)
    _save(figure, path)


def _panels(count: int) -> tuple[Figure, Sequence[Axes]]:
    plt.rcParams |= {"svg.hashsalt": "growth", "svg.fonttype": "none", "font.size": 9}
    figure, axes = plt.subplots(1, count, figsize=(1.5 + 3.5 * count, 3.6), squeeze=False)
    return figure, axes[0]


def _save(figure: Figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _ratios(steps: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    return {step: found["ratio"] for step, found in steps.items()}


def _curves(axes: Axes, by_size: Mapping[int, Mapping[str, float]]) -> None:
    sizes = sorted(by_size)
    for step in by_size[sizes[0]]:
        colour, label = STYLES[step]
        axes.plot(sizes, [by_size[size][step] for size in sizes], marker="o", color=colour, label=label)
    axes.set(xscale="log", yscale="log")
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)
