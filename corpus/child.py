"""Run tasks on untrusted files in a separate process with limited memory and processor time."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import Any, Self

from corpus.errors import ReadError
from corpus.limits import Limits, cure, too_much_memory
from corpus.page_progress import PageProgress

INHERITED = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LANG", "TZ", "TESSDATA_PREFIX")
INHERITED_FAMILIES = ("PYTHON", "LC_", "LD_", "DYLD_", "OMP_", "OPENBLAS_", "MALLOC_")
"""Environment variables, and prefixes of their names, that Python and the readers need. The child process gets no
others, because it opens untrusted files and they may be keys and passwords."""

OUT_OF_MEMORY = (b"MemoryError", b"failed to map segment", b"Cannot allocate memory", b"bad_alloc")
"""Messages of a process that reached its memory limit."""
OUT_OF_TIME = {-int(getattr(signal, name)) for name in ("SIGPROF", "SIGXCPU") if hasattr(signal, name)}
"""Exit codes of a process that reached its limit on processor time."""
PATIENCE = 10
"""Factor of the limit on processor time after which a process that makes no progress is stopped: it may wait for a busy
machine, or for ever."""


class ReadingProcess:
    """A limited process that runs tasks of `corpus.worker` on files, one after the other.

    After a fault `is_sound` is False: the process is ended and takes no more tasks. `tasks` is the number it was given.
    """

    def __init__(self, limits: Limits) -> None:
        self.is_sound, self.tasks = True, 0
        self._limits = limits
        self._messages = TemporaryFile()  # noqa: SIM115 - closed by `close`
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "corpus.worker"], env=_environment(), start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._messages,
        )  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        self._process, self._requests, self._answers = process, process.stdin, process.stdout
        self._send(asdict(limits))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(
        self, task: str, path: Path, arguments: Mapping[str, object], progress: PageProgress | None = None
    ) -> dict[str, Any]:
        """Run a task on a file and return its answer.

        Raises:
            ReadError: The file was refused, the process exceeded a limit, or it crashed.
            IndexError: The file has no such page.
        """
        self.tasks += 1
        self._send({"task": task, "path": str(path.resolve()), "arguments": dict(arguments)})
        while (answer := self._answer(path)).keys() == {"progress"}:
            if progress is not None:
                progress(*answer["progress"])
        self.is_sound &= answer.pop("is_sound", True)
        if "refused" in answer:
            raise ReadError(path.name, str(answer["refused"]), is_lasting=answer["is_lasting"])
        if "missing" in answer:
            raise IndexError(answer["missing"])
        return answer

    def kill(self) -> None:
        """End the process, with those that it has started where the system has process groups."""
        self.is_sound = False
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL) if hasattr(os, "killpg") else self._process.kill()

    def close(self) -> None:
        """End the process and wait for its end."""
        self.kill()
        self._process.wait()
        for stream in (self._requests, self._answers, self._messages):
            # What was not sent to it cannot be sent any more.
            with suppress(BrokenPipeError):
                stream.close()

    def _send(self, request: dict[str, Any]) -> None:
        """Send a request; if the process has ended, its answer is missing."""
        try:
            self._requests.write(json.dumps(request).encode("utf-8") + b"\n")
            self._requests.flush()
        except BrokenPipeError:
            self.is_sound = False

    def _answer(self, path: Path) -> dict[str, Any]:
        """Wait for the next answer; raises ReadError if the process ends without one."""
        patience = Timer(PATIENCE * self._limits.seconds, self.kill)
        patience.start()
        try:
            line = self._answers.readline()
        finally:
            stopped = not patience.is_alive()
            patience.cancel()
        if line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            return answer
        self.is_sound = False
        raise self._fault(path.name, stopped)

    def _fault(self, name: str, stopped: bool) -> ReadError:
        """Return the reason why the process ended without an answer."""
        code = self._process.wait()
        if stopped or code in OUT_OF_TIME:
            limit = f"{self._limits.seconds:g} s"
            return ReadError(name, f"took longer than {limit} of processor time; {cure('READ_SECONDS')}")
        self._messages.seek(0)
        messages = self._messages.read()
        if any(sign in messages for sign in OUT_OF_MEMORY):
            return ReadError(name, too_much_memory(self._limits))
        lines = messages.decode("utf-8", "replace").strip().splitlines()
        if not lines:
            reason = "cannot be read: its reader was stopped by the system; try again, or export the file again"
            return ReadError(name, reason, is_lasting=False)
        return ReadError(name, f"cannot be read because of an error in this program ({lines[-1]}); please report it")


def run_in_child(task: str, path: Path, limits: Limits, **arguments: object) -> dict[str, Any]:
    """Run a task of `corpus.worker` on a file in a new process and return its answer; raise as `ReadingProcess.run`."""
    with ReadingProcess(limits) as process:
        return process.run(task, path, arguments)


def _environment() -> dict[str, str]:
    """Return the environment of the child process, with this project first on its path."""
    root = str(Path(__file__).resolve().parent.parent)
    known = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in INHERITED or name.upper().startswith(INHERITED_FAMILIES)
    }
    return known | {"PYTHONPATH": os.pathsep.join([root, known.get("PYTHONPATH", "")]).rstrip(os.pathsep)}
