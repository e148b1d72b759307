"""Read many files in few processes: starting one takes longer than reading a short file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Self

from corpus.child import ReadingProcess
from corpus.errors import ReadError
from corpus.limits import Limits
from corpus.page_progress import PageProgress
from corpus.read import check_size
from corpus.serialization import Reading, reading_from_json

MAX_FILES = 100
"""Maximum files that one process reads, so that what it wastes of its memory is bounded."""


class ReadingPool:
    """Reading processes, each for one file at a time; after a fault the next file gets a new one. Safe for threads."""

    def __init__(self) -> None:
        self._idle: list[tuple[Limits, ReadingProcess]] = []
        self._busy: set[ReadingProcess] = set()
        self._lock = Lock()
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, path: Path, limits: Limits, progress: PageProgress | None = None) -> Reading:
        """Read a file as `corpus.read.read_file` does.

        Raises:
            ReadError: The file cannot be read, or the pool was closed.
        """
        check_size(path, limits)
        with self._process(path.name, limits) as process:
            answer = process.run("read", path, {"password": None}, progress)
        return reading_from_json(answer["reading"])

    def close(self) -> None:
        """End all processes; files that are being read are refused."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
            for process in self._busy:
                process.kill()
        for _, process in idle:
            process.close()

    @contextmanager
    def _process(self, name: str, limits: Limits) -> Iterator[ReadingProcess]:
        """Provide a process with these limits for one file."""
        process = self._taken(name, limits)
        try:
            yield process
        finally:
            with self._lock:
                self._busy.remove(process)
                is_kept = process.is_sound and not self._is_closed and process.tasks < MAX_FILES
                if is_kept:
                    self._idle.append((limits, process))
            if not is_kept:
                process.close()

    def _taken(self, name: str, limits: Limits) -> ReadingProcess:
        with self._lock:
            if self._is_closed:
                raise ReadError(name, "was not read, because indexing was interrupted; try again", is_lasting=False)
            place = next((place for place, (known, _) in enumerate(self._idle) if known == limits), None)
            process = ReadingProcess(limits) if place is None else self._idle.pop(place)[1]
            self._busy.add(process)
            return process
