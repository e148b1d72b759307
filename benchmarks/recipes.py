"""Search the vectors of a synthetic index by recipes of FAISS and usearch, as a worker process.

Every recipe gets the same vectors, questions and exact neighbours as our search (`benchmarks/search_alone.py`).
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import onnxruntime  # noqa: F401 - before usearch: in the other order the interpreter crashes

from benchmarks.lines import serve
from benchmarks.reference import reference_ms
from benchmarks.search_alone import BEST, CANDIDATES, memory_mb
from index.base import Vectors
from index.search.ivf import lists_for

Search: TypeAlias = Callable[[Vectors], Any]
"""Maps a question, shape (1, dimensions), to the positions of the nearest vectors."""


def faiss_recipe(factory: str, settings: dict[str, int]) -> Callable[[list[Vectors]], Search]:
    """Build a recipe of FAISS's index factory; {lists} is replaced by the number of lists in ours."""

    def build(parts: list[Vectors]) -> Search:
        import faiss

        count = sum(map(len, parts))
        lists = lists_for(count)
        index: Any = faiss.index_factory(parts[0].shape[1], factory.format(lists=lists), faiss.METRIC_INNER_PRODUCT)
        if not index.is_trained:
            step = max(1, count // (40 * lists))
            index.train(np.concatenate([part[::step] for part in parts]))
        for part in parts:
            index.add(np.ascontiguousarray(part))
        for name, value in settings.items():
            faiss.ParameterSpace().set_index_parameter(index, name, lists // value if name == "nprobe" else value)
        return lambda question: index.search(question, CANDIDATES)[1][0]

    return build


def usearch(parts: list[Vectors]) -> Search:
    """Build usearch's HNSW with its defaults and 16-bit numbers."""
    from usearch.index import Index

    index = Index(ndim=parts[0].shape[1], metric="ip", dtype="f16")
    first = 0
    for part in parts:
        index.add(np.arange(first, first + len(part)), np.ascontiguousarray(part))
        first += len(part)
    return lambda question: index.search(question[0], CANDIDATES).keys


RECIPES: dict[str, Callable[[list[Vectors]], Search]] = {
    "FAISS flat": faiss_recipe("Flat", {}),
    "FAISS HNSW32": faiss_recipe("HNSW32,Flat", {"efSearch": 128}),
    "FAISS IVF-SQ8": faiss_recipe("IVF{lists},SQ8", {"nprobe": 8}),
    "FAISS IVF-PQ": faiss_recipe("IVF{lists},PQ64", {"nprobe": 8}),
    "usearch HNSW": usearch,
}


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Build a recipe over the vectors of an index, then search: milliseconds and recall, by question."""
    home = Path(request["folder"])
    parts = [np.load(path, mmap_mode="r") for path in sorted(home.glob("shelves/*/vectors-0.npy"))]
    vectors, exact = np.load(home / "questions.npy"), np.load(home / "nearest.npy")
    start = time.perf_counter()
    search = RECIPES[request["recipe"]](parts)
    built = time.perf_counter() - start
    del parts
    search(vectors[:1])
    each = []
    for vector, nearest in zip(vectors, exact, strict=True):
        reference = reference_ms(1)
        start = time.perf_counter()
        found = search(vector[None])
        taken = (time.perf_counter() - start) * 1000
        recall = len(set(np.asarray(found)[:BEST].tolist()) & set(nearest.tolist())) / BEST
        each.append({"vectors": taken, "recall": recall, "reference": reference})
    return {"built_s": built, "each": each, "memory": memory_mb()}


if __name__ == "__main__":
    serve(answer)
