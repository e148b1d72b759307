"""Our BM25 over mapped postings, as a worker of `benchmarks.word_search`."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.lines import serve
from benchmarks.word_search.engine import WANTED, Terms, answer
from index.search.bm25 import LexicalIndex
from index.search.passage_layout import PassageLayout
from index.search.postings import CHANNELS, Counts, Postings
from index.search.terms import keys
from index.storage.sealed_folder import CheckedFolder, sealed_record, write_folder


class Ours:
    """The index of this project, in one segment."""

    def build(self, folder: Path, passages: Iterator[Terms]) -> None:
        """Count the terms and write the postings."""
        rows = list(passages)
        contents = {"count.json": str(len(rows))}
        for kind, (name, _, _) in enumerate(CHANNELS):
            contents |= Postings.joined([_counts(rows, kind)]).contents(name)
        write_folder(folder / "segment", contents)

    def open(self, folder: Path) -> None:
        """Map the postings."""
        record = sealed_record(folder / "segment")
        assert record is not None
        files = CheckedFolder(folder, record)
        count = int(files.json("count.json"))
        segment = tuple(Postings.read(files, count, name) for name, _, _ in CHANNELS)
        self._index = LexicalIndex([segment], PassageLayout([count], [[0]]))

    def search(self, question: Terms) -> list[tuple[int, float]]:
        """Search for the words that the terms were made of."""
        return [(ranked.number, ranked.score) for ranked in self._index.rank(" ".join(question[2]), WANTED, None)]


def _counts(rows: list[Terms], kind: int) -> Counts:
    numbers: dict[str, int] = {}
    counted = [Counter(row[kind]) for row in rows]
    entries = [(numbers.setdefault(term, len(numbers)), count) for row in counted for term, count in row.items()]
    offsets = np.cumsum([0, *map(len, counted)]).astype(np.int64)
    return Counts(keys(numbers), offsets, np.array(entries, dtype=np.int32).reshape(-1, 2))


if __name__ == "__main__":
    ours = Ours()
    serve(lambda request: answer(ours, request))
