"""A visitor's own documents: uploaded, indexed separately from all others, deleted when the visit ends."""

import re
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Final, Literal, TypeAlias

from corpus.errors import CorpusError
from corpus.parse import READERS
from index.errors import IndexFolderError, ModelError
from qa.engine import FactsheetQA
from qa.settings import Settings
from qa.web.visits.upload_queue import Owner, UploadQueue

MAX_FILES = 20
"""Maximum uploaded documents of a visit."""
MAX_BYTES = 30_000_000
"""Maximum bytes of an uploaded file."""
READING_SECONDS = 60.0
"""Maximum time for reading an uploaded file; the limit of the settings counts if it is lower."""
INDEXING_SECONDS = 180.0
"""Maximum time for reading, embedding and indexing an uploaded file."""
MAX_NAME_BYTES = 150
"""Maximum bytes of a file name; file systems allow 255."""

TYPES: Final = tuple(sorted(READERS))
"""Endings of readable files."""

State: TypeAlias = Literal["waiting", "reading", "indexing", "ready", "refused"]
_SLOW: Final = f"takes longer than {INDEXING_SECONDS:g} s to be read and indexed; upload a smaller part of it"
_PENDING: Final = ("waiting", "reading", "indexing")
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\u200e\u200f\u2028-\u202e\u2066-\u2069]+")
"""Separators, control characters, and those that turn the direction of what follows, which disguise an ending."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file and its progress: `done` of `total` scanned pages are read, then passages are indexed."""

    id: str
    name: str
    state: State = "waiting"
    done: int = 0
    total: int = 0
    reason: str = ""
    warnings: tuple[str, ...] = ()


class RefusedUpload(Exception):
    """Refusal of a file before it is read; `key` names the reason among the page's texts."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class _TooSlow(Exception):
    """End of indexing a file that took too long."""


class _Cancelled(Exception):
    """End of reading a file that was removed or that belongs to an ended visit."""


class UploadedDocuments:
    """Documents of one visit, or shared by all visits, in a separate folder. Safe for threads."""

    def __init__(self, folder: Path, is_shared: bool = False) -> None:
        self.is_shared = is_shared
        self.pages_folder = folder / "pages"
        self._folder = folder
        self._uploads: dict[str, Upload] = {}
        self._engine: FactsheetQA | None = None
        self._lock = Lock()
        self._cleared = False

    @property
    def engine(self) -> FactsheetQA | None:
        """Engine over the documents that are ready; None if there are none."""
        return self._engine

    @property
    def uploads(self) -> list[Upload]:
        """Files in order of their upload."""
        with self._lock:
            return list(self._uploads.values())

    @property
    def unread(self) -> tuple[str, ...]:
        """Names of the files that are not ready yet."""
        return tuple(upload.name for upload in self.uploads if upload.state in _PENDING)

    def check(self, name: str, size: int) -> None:
        """Check the name and size of a file before it is read.

        Raises:
            RefusedUpload: The file is too large, empty, of an unknown type, or one too many.
        """
        if Path(name).suffix.lower() not in TYPES:
            raise RefusedUpload("uploads.type", types=", ".join(TYPES))
        if size == 0:
            raise RefusedUpload("uploads.empty")
        if size > MAX_BYTES:
            raise RefusedUpload("uploads.size", most=MAX_BYTES // 1_000_000)
        if sum(upload.state != "refused" for upload in self.uploads) >= MAX_FILES:
            raise RefusedUpload("uploads.number", most=MAX_FILES)

    def incoming(self) -> Path:
        """Return a new path for a file that is being received."""
        folder = self._folder / "incoming"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / token_hex(16)

    def add(self, name: str, received: Path, digest: str, owner: Owner, queue: UploadQueue) -> Upload:
        """Move a received file to its place and queue it for indexing. `digest` is the SHA-256 of its bytes.

        Raises:
            RefusedUpload: As for `check`, or too many files are waiting.
        """
        self.check(name, received.stat().st_size)
        upload = Upload(digest, safe_name(name))
        with self._lock:
            if upload.id in self._uploads and self._uploads[upload.id].state != "refused":
                return self._uploads[upload.id]
            if self._cleared or not queue.submit(owner, lambda: self._index(upload)):
                raise RefusedUpload("uploads.busy")
            self._uploads[upload.id] = upload
            path = self._path(upload)
            path.parent.mkdir(parents=True, exist_ok=True)
            received.replace(path)
        return upload

    def refuse(self, name: str, reason: str) -> Upload:
        """List a refused file with its reason, up to a maximum number."""
        upload = Upload(token_hex(32), safe_name(name), "refused", reason=reason)
        with self._lock:
            if len(self._uploads) < 2 * MAX_FILES:
                self._uploads[upload.id] = upload
        return upload

    def remove(self, id: str) -> bool:
        """Delete a file and its index entries; return False if there is no such file or one is being read."""
        with self._lock:
            states = {upload.id: upload.state for upload in self._uploads.values()}
            if id not in states or {"reading", "indexing"} & set(states.values()):
                return False
            shutil.rmtree(self._path(self._uploads.pop(id)).parent, ignore_errors=True)
            if states.pop(id) == "ready":
                self._unindex(id, others="ready" in states.values())
            return True

    def _unindex(self, id: str, others: bool) -> None:
        """Remove a document from the index, and the whole index with the last one."""
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
        """Read and index one file in the queue's thread, and stop as soon as its visit ends."""
        if not self._update(upload.id, state="reading"):
            return

        deadline = time.monotonic() + INDEXING_SECONDS

        def progress(step: str, done: int, total: int) -> None:
            if time.monotonic() > deadline:
                raise _TooSlow
            changes = {"done": done, "total": total, **({"state": "indexing"} if step == "embedding" else {})}
            if not self._update(upload.id, **(changes if step in ("scans", "embedding") else {})):
                raise _Cancelled

        try:
            index = self._folder / "index"
            self._take_over(upload, FactsheetQA.build([self._path(upload)], index, _upload_settings(), progress))
        except _Cancelled:
            pass
        except _TooSlow:
            self._update(upload.id, state="refused", reason=_SLOW)
        except (CorpusError, IndexFolderError, ModelError, OSError) as error:
            self._update(upload.id, state="refused", reason=str(error))
        finally:
            if self._cleared:  # the build may have written after the folder was deleted
                shutil.rmtree(self._folder, ignore_errors=True)

    def _take_over(self, upload: Upload, engine: FactsheetQA) -> None:
        """Use the engine that a build returned, or list its refusal."""
        refused = [refusal.reason for refusal in engine.report.refused]
        if refused:
            self._update(upload.id, state="refused", reason=refused[0])
            return
        with self._lock:
            if not self._cleared:
                self._engine = engine
        self._update(upload.id, state="ready", warnings=tuple(warning.reason for warning in engine.report.warnings))

    def _update(self, id: str, **changes: object) -> bool:
        """Update the progress of a file; return False if it is gone."""
        with self._lock:
            if id not in self._uploads:
                return False
            self._uploads[id] = replace(self._uploads[id], **changes)  # type: ignore[arg-type]
            return True


def _upload_settings() -> Settings:
    settings = Settings()
    return settings.model_copy(update={"read_seconds": min(settings.read_seconds, READING_SECONDS)})


def safe_name(name: str) -> str:
    """Return a file name without separators, control characters or a leading dot, shortened before its ending."""
    plain = _UNSAFE.sub("_", name).strip().lstrip(".") or "file"
    stem, suffix = Path(plain).stem, Path(plain).suffix
    room = MAX_NAME_BYTES - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip() + suffix
