"""Start a worker process, send it requests, and report why it ended."""

import json
import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.environments import CACHE, ROOT

# Nothing may be fetched while something is measured, and both cores are all that any of them gets.
SURROUNDINGS = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_NUM_THREADS": "2",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "PYTHONWARNINGS": "ignore",
}

LONGEST_REASON = 200
"""Maximum length of a worker's last line in a reason, in characters."""


class WorkerError(Exception):
    """A worker ended before it answered; the message is the last line that it wrote."""


class Worker:
    """A module run as `python -m MODULE ARGUMENTS` that speaks JSON lines (`benchmarks.lines`).

    `start_seconds` is the time from its start until everything was imported; `peak_mb` its peak memory so far.
    """

    def __init__(self, name: str, python: Path | str, module: str, arguments: Sequence[str] = ()) -> None:
        self.name = name
        self.peak_mb = 0.0
        self._log = CACHE / "logs" / f"{name.replace(' ', '_')}.txt"
        self._log.parent.mkdir(parents=True, exist_ok=True)
        start = time.perf_counter()
        with self._log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [str(python), "-m", module, *arguments],
                cwd=ROOT,
                env=os.environ | SURROUNDINGS,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
            )
        self._reply()
        self.start_seconds = time.perf_counter() - start

    def ask(self, **request: object) -> dict[str, Any]:
        """Send a request and return the reply.

        Raises:
            WorkerError: the worker ended instead.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise WorkerError(self._last_word()) from error
        return self._reply()

    def _reply(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise WorkerError(self._last_word())
        reply: dict[str, Any] = json.loads(line)
        self.peak_mb = reply.pop("peak_mb")
        return reply

    def _last_word(self) -> str:
        code = self._process.wait()
        said = [line for line in self._log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
        return said[-1].strip()[:LONGEST_REASON] if said else f"ended with code {code}"

    def close(self) -> None:
        """End the worker."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
