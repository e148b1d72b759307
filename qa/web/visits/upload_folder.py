"""The folder for what visitors bring: gone when the server ends, and when the next one starts if it was killed."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

_PREFIX: Final = "factsheet-qa-visits-"
_LOCK: Final = ".lock"


@contextmanager
def visitors_folder() -> Iterator[Path]:
    """A new folder that only this user can read; it is deleted when the block ends.

    A lock beside it tells that its server is alive. What a killed server left behind is deleted first.
    """
    place = Path(tempfile.gettempdir())
    _clear(place)
    folder = place / (_PREFIX + secrets.token_hex(8))
    lock = Path(f"{folder}{_LOCK}")
    try:
        with FileLock(lock):
            folder.mkdir(mode=0o700)
            yield folder
    finally:
        _delete(folder, lock)


def _clear(place: Path) -> None:
    """Delete the folders whose server is gone."""
    for lock in place.glob(f"{_PREFIX}*{_LOCK}"):
        try:
            with FileLock(lock, blocking=False):
                pass
            _delete(lock.with_suffix(""), lock)
        except (Timeout, OSError):
            continue  # its server is alive, or it is another user's


def _delete(folder: Path, lock: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.unlink(missing_ok=True)
