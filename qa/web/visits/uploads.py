"""A visitor's own documents: brought by upload, indexed apart from all others, gone when the visit ends."""

import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Final, Literal, TypeAlias

from corpus.errors import CorpusError
from corpus.parse import READERS
from index.errors import IndexFolderError, ModelError
from qa.engine import FactsheetQA

MOST_FILES = 20
MOST_BYTES = 30_000_000
MOST_WAITING = 50
"""Files of all visits that wait to be read; one is read at a time, so that questions stay quick."""
LONGEST_NAME = 150
"""Bytes of a file name; file systems allow 255."""

TYPES: Final = tuple(sorted(READERS))
"""Endings of the files that can be read."""

State: TypeAlias = Literal["waiting", "reading", "indexing", "ready", "refused"]
_AT_WORK: Final = ("waiting", "reading", "indexing")
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f/\\]+")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a visitor brought, and how far it has come. `done` of `total` passages are indexed."""

    id: str
    name: str
    state: State = "waiting"
    done: int = 0
    total: int = 0
    reason: str = ""
    warnings: tuple[str, ...] = ()


class RefusedUpload(Exception):
    """A file that is turned away before any work; `key` names the reason in the page's words."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class _GivenUp(Exception):
    """What is being read was removed, or its visit has ended."""


class UploadedDocuments:
    """The documents of one visit, or of all visits, in a folder of their own. Safe for threads."""

    def __init__(self, folder: Path, is_shared: bool = False) -> None:
        self.is_shared = is_shared
        self._folder = folder
        self._uploads: dict[str, Upload] = {}
        self._engine: FactsheetQA | None = None
        self._lock = Lock()
        self._cleared = False

    @property
    def engine(self) -> FactsheetQA | None:
        """The engine over the documents that are ready; None where there are none."""
        return self._engine

    @property
    def uploads(self) -> list[Upload]:
        """The files in the order in which they came."""
        with self._lock:
            return list(self._uploads.values())

    @property
    def unread(self) -> tuple[str, ...]:
        """The names of the files that are not ready yet."""
        return tuple(upload.name for upload in self.uploads if upload.state in _AT_WORK)

    def check(self, name: str, size: int) -> None:
        """Refuse a file by its name and size, before anything of it is read.

        Raises:
            RefusedUpload: The file is too large, empty, of an unknown type, or one too many.
        """
        if Path(name).suffix.lower() not in TYPES:
            raise RefusedUpload("uploads.type", types=", ".join(TYPES))
        if size == 0:
            raise RefusedUpload("uploads.empty")
        if size > MOST_BYTES:
            raise RefusedUpload("uploads.size", most=MOST_BYTES // 1_000_000)
        if sum(upload.state != "refused" for upload in self.uploads) >= MOST_FILES:
            raise RefusedUpload("uploads.number", most=MOST_FILES)

    def add(self, name: str, content: bytes, workshop: "Workshop") -> Upload:
        """Keep a file and have it read and indexed by and by.

        Raises:
            RefusedUpload: As `check` says, or too many files wait already.
        """
        self.check(name, len(content))
        upload = Upload(sha256(content).hexdigest(), safe_name(name))
        with self._lock:
            if upload.id in self._uploads and self._uploads[upload.id].state != "refused":
                return self._uploads[upload.id]
            if self._cleared or not workshop.take(lambda: self._index(upload)):
                raise RefusedUpload("uploads.busy")
            self._uploads[upload.id] = upload
            path = self._path(upload)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return upload

    def refuse(self, name: str, reason: str) -> Upload:
        """Note a file that was turned away, so that its reason can be read; not without bound."""
        upload = Upload(token_hex(32), safe_name(name), "refused", reason=reason)
        with self._lock:
            if len(self._uploads) < 2 * MOST_FILES:
                self._uploads[upload.id] = upload
        return upload

    def remove(self, id: str) -> bool:
        """Delete a file and all that the index holds of it; False where there is no such file or one is being read."""
        with self._lock:
            states = {upload.id: upload.state for upload in self._uploads.values()}
            if id not in states or {"reading", "indexing"} & set(states.values()):
                return False
            shutil.rmtree(self._path(self._uploads.pop(id)).parent, ignore_errors=True)
            if states.pop(id) == "ready":
                self._forget(id, others="ready" in states.values())
            return True

    def _forget(self, id: str, others: bool) -> None:
        """Take a document out of the index; the whole index goes with the last one."""
        if others and self._engine is not None:
            self._engine.remove(id)
            return
        self._engine = None
        shutil.rmtree(self._folder / "index", ignore_errors=True)

    def clear(self) -> None:
        """Delete everything."""
        with self._lock:
            self._cleared = True
            self._uploads.clear()
            self._engine = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, upload: Upload) -> Path:
        return self._folder / "files" / upload.id / upload.name

    def _index(self, upload: Upload) -> None:
        """Read and index one file, and give it up as soon as its visit ends; in the workshop's thread."""
        if not self._note(upload.id, state="reading"):
            return

        def progress(step: str, done: int, total: int) -> None:
            changes = {"state": "indexing", "done": done, "total": total} if step == "embedding" else {}
            if not self._note(upload.id, **changes):
                raise _GivenUp

        try:
            self._keep(upload, FactsheetQA.build([self._path(upload)], self._folder / "index", progress=progress))
        except _GivenUp:
            pass
        except (CorpusError, IndexFolderError, ModelError, OSError) as error:
            self._note(upload.id, state="refused", reason=str(error))
        finally:
            if self._cleared:  # the build may have written after the folder was deleted
                shutil.rmtree(self._folder, ignore_errors=True)

    def _keep(self, upload: Upload, engine: FactsheetQA) -> None:
        """Take over what a build gave."""
        refused = [refusal.reason for refusal in engine.report.refused]
        if refused:
            self._note(upload.id, state="refused", reason=refused[0])
            return
        with self._lock:
            if not self._cleared:
                self._engine = engine
        self._note(upload.id, state="ready", warnings=tuple(warning.reason for warning in engine.report.warnings))

    def _note(self, id: str, **changes: object) -> bool:
        """Note how far a file has come; False where it is gone."""
        with self._lock:
            if id not in self._uploads:
                return False
            self._uploads[id] = replace(self._uploads[id], **changes)  # type: ignore[arg-type]
            return True


class Workshop:
    """Reads the files of all visits, one after the other, in a thread of its own."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="uploads")
        self._waiting = 0
        self._lock = Lock()

    def take(self, work: Callable[[], None]) -> bool:
        """Take on a piece of work; False where too much waits already."""
        with self._lock:
            if self._waiting >= MOST_WAITING:
                return False
            self._waiting += 1
        self._pool.submit(self._do, work)
        return True

    def close(self) -> None:
        """Finish what is being done and drop what waits."""
        self._pool.shutdown(cancel_futures=True)

    def _do(self, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            with self._lock:
                self._waiting -= 1


def safe_name(name: str) -> str:
    """A file name without separators, control characters or a leading dot, shortened with its ending kept."""
    plain = _UNSAFE.sub("_", name).strip().lstrip(".") or "file"
    stem, suffix = Path(plain).stem, Path(plain).suffix
    room = LONGEST_NAME - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip() + suffix
