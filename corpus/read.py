"""Read a file in a separate process with limited memory and time."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.errors import ReadError
from corpus.limits import Limits
from corpus.serialization import Reading, reading_from_json

__all__ = ["READING_VERSION", "Reading", "read_file"]

READING_VERSION = 5
"""Version of the reading: raised whenever the same file is read differently, so that indexes read it again."""


INHERITED = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LANG", "TZ", "TESSDATA_PREFIX")
INHERITED_FAMILIES = ("PYTHON", "LC_", "LD_", "DYLD_", "OMP_", "OPENBLAS_", "MALLOC_")
"""Environment variables, and prefixes of their names, that Python and the readers need. The reading process gets no
others, because it opens untrusted files and they may be keys and passwords."""

OUT_OF_MEMORY = (b"MemoryError", b"failed to map segment", b"Cannot allocate memory", b"bad_alloc")
"""Messages of a process that reached its memory limit."""


def read_file(path: Path, limits: Limits = Limits(), password: str | None = None) -> Reading:  # noqa: B008 - frozen
    """Read a file into its document, blocks and passages.

    Args:
        path: The file.
        limits: Maximum time, memory and size.
        password: Opens an encrypted PDF.

    Raises:
        ReadError: The file cannot be read; the reason says why and what to do.
    """
    _check_size(path, limits)
    request = {"path": str(path.resolve()), "limits": asdict(limits), "password": password}
    answer = _ask_worker(path, json.dumps(request).encode("utf-8"), limits)
    if "refused" in answer:
        raise ReadError(path.name, str(answer["refused"]))
    return reading_from_json(answer["reading"])


def _check_size(path: Path, limits: Limits) -> None:
    """Refuse files that cannot be opened or are too large."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ReadError(path.name, f"cannot be opened ({error.strerror}); check the path") from error
    limit = limits.file_bytes if path.suffix.lower() in (".pdf", ".docx") else limits.text_bytes
    if size > limit:
        raise ReadError(path.name, f"has {size:,} bytes, the limit is {limit:,}; split it or raise the limit")


def _ask_worker(path: Path, request: bytes, limits: Limits) -> dict[str, Any]:
    """Return the answer of a new reading process."""
    command = [sys.executable, "-m", "corpus.worker"]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=request, capture_output=True, timeout=limits.seconds, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ReadError(path.name, f"took longer than {limits.seconds:g} s; split it or raise the limit") from error
    if done.returncode != 0:
        raise ReadError(path.name, _fault(done.stderr, limits))
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _environment() -> dict[str, str]:
    """Return the environment of the reading process, with this project first on its path."""
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
    return f"cannot be read ({lines[-1] if lines else 'the reader was stopped'}); the file is damaged, export it again"
