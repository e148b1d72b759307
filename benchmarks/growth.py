"""Draws how the cost of each step grows with the corpus."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot as plt  # noqa: E402 - after the choice of how to draw
from matplotlib.axes import Axes  # noqa: E402

PICTURE = Path(__file__).parent.parent / "docs" / "images" / "growth.svg"

STYLES = {
    "embed": ("#7a7a7a", "embed the question"),
    "search": ("#1b6ca8", "search"),
    "rerank": ("#b0563a", "rank"),
    "answer": ("#4b8b3b", "compose"),
    "total": ("#111111", "whole answer"),
    "vectors": ("#1b6ca8", "by vectors"),
    "words": ("#b0563a", "by words"),
    "add_one": ("#b0563a", "add one factsheet"),
    "open": ("#1b6ca8", "open"),
}


def draw(result: Mapping[str, Any], path: Path = PICTURE) -> None:
    """Three panels: the steps of an answer, search alone, and indexing and opening; all axes are logarithmic."""
    plt.rcParams |= {"svg.hashsalt": "growth", "svg.fonttype": "none", "font.size": 9}
    figure, (answers, searches, costs) = plt.subplots(1, 3, figsize=(12, 3.6))
    sizes = {int(size): found for size, found in result["sizes"].items()}
    _curves(answers, {size: _ratios(found["ask"]) for size, found in sizes.items()})
    answers.set(xlabel="factsheets", ylabel="median time over that of SHA-256 of 8 MiB", title="Answering")
    alone = {int(size): _ratios(found["search"]) for size, found in result["search_alone"].items()}
    _curves(searches, alone)
    searches.set(xlabel="passages", title="Search alone")
    once = ("add_one", "open")
    _curves(costs, {size: {step: found[f"{step}_ratio"] for step in once} for size, found in sizes.items()})
    costs.set(xlabel="factsheets", title="Indexing and opening")
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
