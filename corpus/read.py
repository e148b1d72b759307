"""Read a file in a separate process with limited memory and time."""

import stat
from pathlib import Path

from corpus.child import run_in_child
from corpus.errors import ReadError
from corpus.limits import Limits, cure
from corpus.passages.coverage import Coverage
from corpus.serialization import Reading, reading_from_json

__all__ = ["READING_VERSION", "Reading", "measure_file", "read_file"]

READING_VERSION = 12
"""Version of the reading: raised whenever the same file is read differently, so that indexes read it again."""


TEXT_FILES = frozenset({".txt", ".text", ".md", ".markdown", ".htm", ".html", ".csv", ".tsv"})
"""Endings of files that are text as they are; others are compressed."""


def read_file(path: Path, limits: Limits = Limits(), password: str | None = None) -> Reading:  # noqa: B008 - frozen
    """Read a file into its document, blocks and passages.

    Args:
        path: The file.
        limits: Maximum time, memory and size.
        password: Opens an encrypted PDF.

    Raises:
        ReadError: The file cannot be read; the reason says why and what to do.
    """
    check_size(path, limits)
    return reading_from_json(run_in_child("read", path, limits, password=password)["reading"])


def measure_file(
    path: Path,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    password: str | None = None,
) -> tuple[Coverage, tuple[str, ...]]:
    """Read a file and return how many of its words are in passages, and the warnings.

    Raises:
        ReadError: The file cannot be read.
    """
    check_size(path, limits)
    answer = run_in_child("measure", path, limits, password=password)
    values = answer["coverage"]
    missing = tuple((page, word) for page, word in values["missing"])
    return Coverage(values["words"], values["kept"], missing), tuple(answer["warnings"])


def check_size(path: Path, limits: Limits) -> None:
    """Refuse files that cannot be opened or are too large."""
    try:
        status = path.stat()
    except OSError as error:
        raise ReadError(path.name, f"cannot be opened ({error.strerror}); check the path", is_lasting=False) from error
    if stat.S_ISDIR(status.st_mode):
        reason = "is a folder that may not be listed; permit reading it, or name the files to read"
        raise ReadError(path.name, reason, is_lasting=False)
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(path.name, "is a pipe or a device; name a file", is_lasting=False)
    size = status.st_size
    is_text = path.suffix.lower() in TEXT_FILES
    limit = limits.text_bytes if is_text else limits.file_bytes
    if size > limit:
        setting = cure("READ_TEXT_BYTES" if is_text else "READ_FILE_BYTES")
        raise ReadError(path.name, f"has {size:,} bytes, the limit is {limit:,}; {setting}")
