"""bm25s, as a worker of `benchmarks.word_search`."""

from collections.abc import Iterator
from pathlib import Path

import bm25s
import numpy as np

from benchmarks.lines import serve
from benchmarks.word_search.engine import K1, WANTED, WEIGHTS, B, Terms, answer


class Bm25s:
    """Two indexes, one for each kind of terms, whose scores are added."""

    def build(self, folder: Path, passages: Iterator[Terms]) -> None:
        """Score all terms in all passages, and save the scores."""
        rows = list(passages)
        for kind in range(len(WEIGHTS)):
            index = bm25s.BM25(k1=K1, b=B, method="lucene")
            index.index([row[kind] for row in rows], show_progress=False)
            index.save(str(folder / str(kind)))

    def open(self, folder: Path) -> None:
        """Map the scores."""
        self._indexes = [bm25s.BM25.load(str(folder / str(kind)), mmap=True) for kind in range(len(WEIGHTS))]

    def search(self, question: Terms) -> list[tuple[int, float]]:
        """Add the scores of all passages, and return the best."""
        kinds = zip(self._indexes, WEIGHTS, question[:2], strict=True)
        scores = sum(weight * index.get_scores(terms) for index, weight, terms in kinds)
        best = np.argpartition(-scores, WANTED)[:WANTED]
        return [(int(number), float(scores[number])) for number in best[np.argsort(-scores[best], kind="stable")]]


if __name__ == "__main__":
    engine = Bm25s()
    serve(lambda request: answer(engine, request))
