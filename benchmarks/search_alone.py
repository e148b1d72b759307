"""Measure search alone over synthetic passages (`benchmarks/synthetic.py`) in a real index, as a worker process.

The index has no folders of documents: what searching needs is on the shelves, and documents are opened only when their
passages are shown. `build` and `search` run in processes of their own, so that memory is that of searching.
"""

import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.lines import serve
from benchmarks.material import BUNDLED, BUNDLED_QUESTIONS
from benchmarks.reference import reference_ms
from benchmarks.synthetic import Spread, Wording, no_words, passage_vectors, question_vectors, segment_part
from corpus.limits import Limits
from corpus.model import Document
from corpus.parse import parse_file
from corpus.read import READING_VERSION
from index.base import Vectors
from index.folder.manifest import (
    CENTROIDS,
    FORMAT_VERSION,
    SEGMENTS,
    CentroidsEntry,
    DocumentEntry,
    Manifest,
    SegmentEntry,
    write_manifest,
)
from index.folder.merge_policy import MAX_SEGMENT
from index.folder.reader import PassageIndex
from index.folder.segment import segment_contents
from index.models.registry import load_embedder, load_token_encoder
from index.passage_text import searchable
from index.recipe import project_version, recipe_of
from index.search.ivf import FLAT_UP_TO, Centroids, lists_for, sample_for
from index.storage.records import FileRecord, FolderRecord
from index.storage.sealed_folder import write_folder
from qa.evaluate.question_sets.load import load_question_sets
from qa.settings import Settings

CANDIDATES = 60
"""Number of passages requested from each list, as in the engine."""
BEST = 10
QUESTIONS = 100


class SearchAlone:
    """A builder and searcher of a synthetic index."""

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run the step named by the request over the index in `folder`."""
        step = {"build": self._build, "search": self._search}[request.pop("do")]
        return step(**request)

    def _build(self, folder: str, count: int) -> dict[str, Any]:
        """Build an index of `count` passages, with questions and their exact nearest neighbours beside it."""
        settings = Settings()
        self._embedder = load_embedder(settings.embedder, settings.threads)
        texts = [
            searchable(one) for path in sorted(BUNDLED.glob("*.pdf")) for one in parse_file(path, Limits()).passages
        ]
        questions = [question.question for question in load_question_sets([BUNDLED_QUESTIONS])]
        spread, asked = (
            Spread.of(self._embedder.embed_passages(texts)),
            Spread.of(self._embedder.embed_questions(questions)),
        )
        sizes = [min(MAX_SEGMENT, count - start) for start in range(0, count, MAX_SEGMENT)]
        vectors = question_vectors(spread, asked, QUESTIONS, next(passage_vectors(spread, count, sizes[:1])))
        wording = Wording(texts, count)
        home = Path(folder)
        start = time.perf_counter()
        centroids, centroids_record = self._centroids(home, spread, count, sizes)
        segments, nearest = [], _Nearest(vectors)
        for part in passage_vectors(spread, count, sizes):
            nearest.see(part)
            counts = wording.counts(wording.passages(len(part)))
            contents = segment_contents([segment_part(part, counts)], no_words(part.shape[1]), centroids)
            name = f"{len(segments):032x}"
            segments.append(SegmentEntry(write_folder(home / SEGMENTS / name, contents), (name,)))
        self._manifest(home, sizes, segments, centroids_record)
        np.save(home / "questions.npy", vectors)
        (home / "questions.json").write_text(json.dumps([wording.question() for _ in range(QUESTIONS)]))
        np.save(home / "nearest.npy", nearest.numbers)
        size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
        return {"built_s": time.perf_counter() - start, "index_mb": size / 1e6}

    def _centroids(
        self, home: Path, spread: Spread, count: int, sizes: list[int]
    ) -> tuple[list[Centroids], CentroidsEntry | None]:
        if count <= FLAT_UP_TO:
            return [], None
        wanted = sample_for(count) / count
        random = np.random.default_rng(5)
        sample = [part[random.random(len(part)) < wanted] for part in passage_vectors(spread, count, sizes)]
        trained = Centroids.train(np.concatenate(sample), lists_for(count))
        record = write_folder(home / CENTROIDS / ("0" * 32), trained.contents(0))
        return [trained], CentroidsEntry(record, lists_for(count), count)

    def _manifest(
        self, home: Path, sizes: list[int], segments: list[SegmentEntry], centroids: CentroidsEntry | None
    ) -> None:
        """Write a manifest in which each segment has one document, whose files are missing."""
        recipe = recipe_of([self._embedder], load_token_encoder(1), READING_VERSION)
        documents = []
        for number, size in enumerate(sizes):
            name, digest = f"{number:032x}", f"{number:064x}"
            document = Document(digest, f"{name}.pdf", name, None, None, "en", None)
            record = FolderRecord(name, digest, 0)
            documents.append(DocumentEntry(document, size, record, digest, FileRecord(0, digest), name))
        new = Manifest(FORMAT_VERSION, project_version(), 1, recipe, tuple(documents), tuple(segments), centroids)
        write_manifest(home, new)

    def _search(self, folder: str) -> dict[str, Any]:
        """Open the index and search it for each question: milliseconds of vectors and of words, and the recall."""
        home = Path(folder)
        start = time.perf_counter()
        index = PassageIndex.open(home)
        opened = time.perf_counter() - start
        vectors = np.load(home / "questions.npy")
        exact = np.load(home / "nearest.npy")
        questions = json.loads((home / "questions.json").read_text())
        start = time.perf_counter()
        index.dense(index.embedder_names[0], vectors[0], CANDIDATES, None)
        first = time.perf_counter() - start
        each = [self._one(index, *pair) for pair in zip(vectors, questions, exact, strict=True)]
        return {"open_s": opened, "first_s": first, "each": each, "memory": memory_mb()}

    def _one(self, index: PassageIndex, vector: Vectors, question: str, exact: Any) -> dict[str, float]:  # noqa: ANN401
        reference = reference_ms(1)
        start = time.perf_counter()
        trained = index.dense(index.embedder_names[0], vector, CANDIDATES, None)
        middle = time.perf_counter()
        index.lexical(question, CANDIDATES, None)
        end = time.perf_counter()
        share = len({ranked.number for ranked in trained[:BEST]} & set(exact.tolist())) / BEST
        times = {"vectors": middle - start, "words": end - middle, "both": end - start}
        return {**{name: 1000 * taken for name, taken in times.items()}, "recall": share, "reference": reference}


class _Nearest:
    """The exact nearest neighbours of questions among all passages seen."""

    def __init__(self, questions: Vectors) -> None:
        self._questions = questions
        self._seen = 0
        self._scores = np.full((len(questions), BEST), -np.inf, dtype=np.float32)
        self.numbers = np.full((len(questions), BEST), -1, dtype=np.int64)

    def see(self, passages: Vectors) -> None:
        """Process the next passages."""
        fresh = self._questions @ passages.T
        scores = np.hstack([self._scores, fresh])
        own = np.broadcast_to(np.arange(len(passages)) + self._seen, fresh.shape)
        numbers = np.hstack([self.numbers, own])
        best = np.argpartition(-scores, BEST, axis=1)[:, :BEST]
        self._scores = np.take_along_axis(scores, best, axis=1)
        self.numbers = np.take_along_axis(numbers, best, axis=1)
        self._seen += len(passages)


def memory_mb() -> dict[str, float]:
    """Return this process's memory: its peak, its own now, and that of mapped files (Linux)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    wanted = {"VmHWM": "peak", "RssAnon": "own", "RssFile": "mapped"}
    trained = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.split(":")[0] in wanted}
    return {wanted[name]: value for name, value in trained.items()}


if __name__ == "__main__":
    serve(SearchAlone().answer)
