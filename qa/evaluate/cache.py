"""Reuse answers of earlier runs while nothing that determines them has changed."""

import hashlib
import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import distributions
from pathlib import Path
from typing import Self

from platformdirs import user_cache_path
from pydantic import BaseModel, ValidationError

from index.models.registry import model_digest
from index.stores import store_at
from qa.evaluate.metrics.record import Observation
from qa.evaluate.question import Question
from qa.model import Answer, Hit
from qa.settings import ENVIRONMENT_PREFIX, Settings

ROOT = Path(__file__).parent.parent.parent
CODE = ("corpus", "index", "qa")
CALLERS = ("qa/evaluate", "qa/web", "qa/commands", "qa/questions")
"""Packages that only call the engine, so that no answer depends on them."""
KEPT_FILES = 20
"""Maximum number of cache files; the oldest are deleted."""
_MODEL_VARIABLES = f"{ENVIRONMENT_PREFIX}LLM_"
"""Prefix of variables left out of the key: a model's answers are never cached, and its API key is secret."""


class _Line(BaseModel):
    """One cached question, a line of a cache file."""

    asked: str
    answer: Answer
    hits: list[Hit]
    milliseconds: float


class AnswerCache:
    """An engine's answers, in a file named by a digest of everything that determines them.

    Questions are added one by one, so that an interrupted run resumes where it stopped.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.reused = 0
        self._lines = {line.asked: line for line in _readable_lines(path)}

    @classmethod
    def of_index(cls, index: str | Path, settings: Settings, folder: Path) -> Self | None:
        """Return the cache of an index, or None where it is unknown what determines an answer.

        Raises:
            OSError: The folder cannot be made or written.
        """
        key = engine_key(index, settings)
        if key is None:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{key}.jsonl"
        path.touch()
        _drop_oldest(folder)
        return cls(path)

    def get(self, question: Question, documents: Sequence[str] | None) -> Observation | None:
        """Return the cached answer to the question over these documents, or None."""
        line = self._lines.get(_asked(question, documents))
        if line is None:
            return None
        self.reused += 1
        return Observation(question, line.hits, line.answer, line.milliseconds)

    def put(self, seen: Observation, documents: Sequence[str] | None) -> None:
        """Cache an answer, without the boxes of its passages, which no measure uses."""
        bare = [_without_boxes(hit) for hit in seen.hits]
        line = _Line(
            asked=_asked(seen.question, documents), answer=seen.answer, hits=bare, milliseconds=seen.milliseconds
        )
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line.model_dump_json() + "\n")
        self._lines[line.asked] = line


def cache_folder() -> Path:
    """Return the folder for files of the evaluation that can be recreated."""
    return user_cache_path("factsheet-qa") / "evaluate"


def engine_key(index: str | Path, settings: Settings) -> str | None:
    """Return a digest of all that determines an answer: index, settings, code, weights, packages and machine.

    None where the embedder does not come with a package, because its weights could change unnoticed.
    """
    if model_digest(settings.embedder) is None:
        return None
    parts = {
        "index": store_at(index).identity(),
        "settings": settings.model_dump(mode="json", exclude={"index"}),
        "environment": {
            name: value
            for name, value in os.environ.items()
            if name.startswith(("OMP_", ENVIRONMENT_PREFIX)) and not name.startswith(_MODEL_VARIABLES)
        },
        "code": code_digest(ROOT),
        "packages": sorted(f"{found.name} {found.version}" for found in distributions()),
        "machine": [platform.node(), platform.platform(), platform.python_version()],
    }
    return _digest(parts)


def code_digest(root: Path) -> str:
    """Return a digest of the engine's code and data below a folder, without the packages that only call it."""
    digest = hashlib.sha256()
    for path in sorted(_engine_files(root)):
        digest.update(f"{path.relative_to(root).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _engine_files(root: Path) -> Iterator[Path]:
    callers = [root / caller for caller in CALLERS]
    for package in CODE:
        for path in (root / package).rglob("*"):
            called = not any(path.is_relative_to(caller) for caller in callers)
            if called and path.is_file() and path.suffix not in (".pyc", ".pdf"):
                yield path


def _asked(question: Question, documents: Sequence[str] | None) -> str:
    """Return a digest of what the engine is given: the question, its history and the documents to search."""
    turns = [(turn.question, turn.answer) for turn in question.history]
    return _digest([question.question, turns, sorted(documents) if documents is not None else None])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def _readable_lines(path: Path) -> Iterator[_Line]:
    """Yield the readable lines of a cache file; a line left incomplete by an interrupted run is skipped."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                yield _Line.model_validate_json(line)
            except ValidationError:
                continue


def _without_boxes(hit: Hit) -> Hit:
    return replace(hit, boxes=())


def _drop_oldest(folder: Path) -> None:
    files = sorted(folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[KEPT_FILES:]:
        path.unlink(missing_ok=True)
