"""A cache of files in a folder, within a maximum number of bytes."""

import logging
import os
import secrets
from pathlib import Path
from threading import Lock

_log = logging.getLogger(__name__)


class FolderCache:
    """Files by name, of which the least recently used ones are deleted. Safe for threads and processes.

    A folder that cannot be written caches nothing.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._lock = Lock()

    def get(self, name: str) -> bytes | None:
        """Return the content of a cached file and mark it as used; None if there is no such file."""
        path = self._folder / name
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return content

    def put(self, name: str, content: bytes) -> None:
        """Cache a file, which appears at once and complete."""
        if len(content) > self._max_bytes:
            return
        partial = self._folder / f"{name}.{secrets.token_hex(4)}.partial"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            partial.write_bytes(content)
            partial.replace(self._folder / name)
            with self._lock:
                self._shrink()
        except OSError as error:
            partial.unlink(missing_ok=True)
            _log.warning("%s cannot be written (%s): nothing is cached there", self._folder, error.strerror)

    def _shrink(self) -> None:
        """Delete the least recently used files until the rest fits."""
        files = sorted(((entry.stat(), entry.path) for entry in os.scandir(self._folder)), key=lambda f: -f[0].st_mtime)
        total = 0
        for status, path in files:
            total += status.st_size
            if total > self._max_bytes:
                Path(path).unlink(missing_ok=True)
