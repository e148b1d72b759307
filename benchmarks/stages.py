"""Read, embed and build, or open and answer, one request each, as the worker of `benchmarks.by_size`."""

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.lines import serve
from benchmarks.lookalikes import Base, base_of
from benchmarks.material import BUNDLED
from benchmarks.recorded import RecordedEmbedder, RecordedTokens
from benchmarks.reference import reference_ms
from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.read import READING_VERSION
from index.contract import Store
from index.models.registry import load_embedder, load_token_encoder
from index.passage_text import searchable
from index.stores import store_at
from qa import FactsheetQA
from qa.settings import Settings


class Stages:
    """The state that one step leaves for the next."""

    def __init__(self) -> None:
        self._bases: list[Base] = []

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run the step named by the request, with the rest of it as arguments."""
        steps: dict[str, Callable[..., dict[str, Any]]] = {
            "read": self.read, "embed": self.embed, "build": self.build, "open": self.open, "ask": self.ask
        }  # fmt: skip
        found = steps[request.pop("do")](**request)
        return found | {"reference_ms": reference_ms()}

    def read(self) -> dict[str, Any]:
        """Read the bundled factsheets twice; the second time counts, because everything is loaded by then."""
        paths = sorted(BUNDLED.glob("*.pdf"))
        self._bases = [Base.of(path, parse_file(path, Limits())) for path in paths]
        start = time.perf_counter()
        for path in paths:
            parse_file(path, Limits())
        seconds = time.perf_counter() - start
        pages = sum(base.reading.document.page_count or 0 for base in self._bases)
        passages = sum(len(base.reading.passages) for base in self._bases)
        return {"files": len(paths), "pages": pages, "passages": passages, "read_s": seconds}

    def embed(self) -> dict[str, Any]:
        """Embed the bundled factsheets with the real models, and keep the vectors."""
        settings = Settings()
        self._embedder = load_embedder(settings.embedder, settings.threads)
        self._encoder = load_token_encoder(settings.threads)
        texts = [searchable(passage) for base in self._bases for passage in base.reading.passages]
        self._embedder.embed_passages(texts[:1])
        start = time.perf_counter()
        self._vectors = {text: self._embedder.embed_passages([text])[0] for text in texts}
        embedded = time.perf_counter()
        self._tokens = {text: self._encoder.encode_passage(text) for text in texts}
        return {"texts": len(texts), "embed_s": embedded - start, "tokens_s": time.perf_counter() - embedded}

    def build(self, place: str, count: int, limit: int | None = None) -> dict[str, Any]:
        """Store all look-alikes but one in an index, then the last one; return the seconds of both.

        Each has its first `limit` passages, or all.
        """
        store = store_at(place)
        if store.folder is not None:
            shutil.rmtree(store.folder, ignore_errors=True)
        with TemporaryDirectory() as files:
            start = time.perf_counter()
            passages = self._store(store, Path(files), range(count - 1), limit)
            stored = time.perf_counter()
            passages += self._store(store, Path(files), range(count - 1, count), limit)
            added = time.perf_counter()
        return {
            "passages": passages,
            "store_s": stored - start,
            "add_one_s": added - stored,
            "index_mb": store.size() / 1e6,
        }

    def _store(self, store: Store, files: Path, numbers: Sequence[int], limit: int | None) -> int:
        origin: dict[str, str] = {}
        embedder = RecordedEmbedder(self._embedder, self._vectors, origin)
        tokens = RecordedTokens(self._encoder, self._tokens, origin)
        passages = 0
        with store.writer([embedder], tokens, READING_VERSION) as writer:
            for number in numbers:
                base = base_of(self._bases, number)
                reading, path = base.lookalike(number, files, limit)
                origin.clear()
                pairs = zip(reading.passages, base.reading.passages, strict=False)
                origin |= {searchable(new): searchable(old) for new, old in pairs}
                writer.add(reading, path)
                path.unlink()
                passages += len(reading.passages)
            writer.commit()
        return passages

    def open(self, place: str) -> dict[str, Any]:
        """Open an index."""
        start = time.perf_counter()
        self._engine = FactsheetQA.open(place)
        return {"open_s": time.perf_counter() - start}

    def ask(self, questions: list[str]) -> dict[str, Any]:
        """Ask each question twice; return the milliseconds of each step in the second round, by question.

        The first round words them differently, because the engine caches its analysis of a question.
        """
        for question in questions:
            self._engine.ask(f"Please tell: {question}")
        references, found = [], []
        for question in questions:
            references.append(reference_ms(1))
            start = time.perf_counter()
            answer = self._engine.ask(question)
            total = (time.perf_counter() - start) * 1000
            found.append({**answer.to_dict()["timings_ms"], "total": total, "answered": float(answer.answered)})
        return {"questions": len(questions), "each": found, "reference_of_each_ms": float(np.median(references))}


if __name__ == "__main__":
    serve(Stages().answer)
