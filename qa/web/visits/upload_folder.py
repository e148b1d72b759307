"""The folder for uploads: deleted when the server ends, or when the next one starts if it was killed."""

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
def upload_folder() -> Iterator[Path]:
    """Create a folder that only this user can read, and delete it when the block ends.

    A lock beside it shows that its server is running. Folders of killed servers are deleted first.
    """
    parent = Path(tempfile.gettempdir())
    _delete_abandoned(parent)
    folder = parent / (_PREFIX + secrets.token_hex(8))
    lock = Path(f"{folder}{_LOCK}")
    try:
        with FileLock(lock):
            folder.mkdir(mode=0o700)
            yield folder
    finally:
        _delete(folder, lock)


def _delete_abandoned(parent: Path) -> None:
    """Delete the folders whose server is not running."""
    for lock in parent.glob(f"{_PREFIX}*{_LOCK}"):
        try:
            with FileLock(lock, blocking=False):
                pass
            _delete(lock.with_suffix(""), lock)
        except (Timeout, OSError):
            continue  # its server is running, or it belongs to another user


def _delete(folder: Path, lock: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.unlink(missing_ok=True)
