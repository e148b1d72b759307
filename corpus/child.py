"""Run a task on an untrusted file in a separate process with limited memory and time."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.errors import ReadError
from corpus.limits import Limits

INHERITED = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LANG", "TZ", "TESSDATA_PREFIX")
INHERITED_FAMILIES = ("PYTHON", "LC_", "LD_", "DYLD_", "OMP_", "OPENBLAS_", "MALLOC_")
"""Environment variables, and prefixes of their names, that Python and the readers need. The child process gets no
others, because it opens untrusted files and they may be keys and passwords."""

OUT_OF_MEMORY = (b"MemoryError", b"failed to map segment", b"Cannot allocate memory", b"bad_alloc")
"""Messages of a process that reached its memory limit."""


def run_in_child(task: str, path: Path, limits: Limits, **arguments: object) -> dict[str, Any]:
    """Run a task of `corpus.worker` on a file in a new process and return its answer.

    Raises:
        ReadError: The file was refused, the process exceeded a limit, or it crashed.
        IndexError: The file has no such page.
    """
    request = {"task": task, "path": str(path.resolve()), "limits": asdict(limits), "arguments": arguments}
    command = [sys.executable, "-m", "corpus.worker"]
    content = json.dumps(request).encode("utf-8")
    try:
        done = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, timeout=limits.seconds, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ReadError(path.name, f"took longer than {limits.seconds:g} s; split it or raise the limit") from error
    if done.returncode != 0:
        raise ReadError(path.name, _fault(done.stderr, limits))
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise ReadError(path.name, str(answer["refused"]))
    if "missing" in answer:
        raise IndexError(answer["missing"])
    return answer


def _environment() -> dict[str, str]:
    """Return the environment of the child process, with this project first on its path."""
    root = str(Path(__file__).resolve().parent.parent)
    known = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in INHERITED or name.upper().startswith(INHERITED_FAMILIES)
    }
    return known | {"PYTHONPATH": os.pathsep.join([root, known.get("PYTHONPATH", "")]).rstrip(os.pathsep)}


def _fault(stderr: bytes, limits: Limits) -> str:
    """Describe why a process ended without an answer."""
    if any(sign in stderr for sign in OUT_OF_MEMORY):
        return f"needs more than {limits.memory_bytes // 1_000_000} MB of memory; raise the limit or split it"
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    if not lines:
        return "cannot be read: its reader was stopped by the system; try again, or export the file again"
    return f"cannot be read because of an error in this program ({lines[-1]}); please report it"
