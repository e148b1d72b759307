"""Index generations: a reader leases the generation it opened, so its files are kept until no process uses them.

Below `generations/`, each generation has a file `N.json` that names the folders and files it uses. A reader has a
shared lock on the file of its generation, which the system releases when the process ends, however it ends. A writer
deletes what neither the current generation nor one with such a lock uses.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from index.errors import IndexFolderError
from index.folder.manifest import (
    CENTROIDS,
    DOCUMENTS,
    SEGMENTS,
    SOURCES,
    Manifest,
    manifest_digest,
    read_manifest,
    used_names,
)
from index.storage.checksummed_json import EnvelopeError, packed, read_packed
from index.storage.safe_files import is_folder, open_regular, write_whole

try:
    import fcntl
except ImportError:
    # Without shared locks (Windows), the system itself refuses to delete the files that a reader has mapped.
    fcntl = None  # type: ignore[assignment]

GENERATIONS = "generations"
LOCK = "lock"
MAX_WAIT_S = 3.0
"""Maximum wait of a writer for the lock, in seconds: a tidying reader has it for an instant, another writer for longer.
"""
PARTS = (DOCUMENTS, SEGMENTS, CENTROIDS, SOURCES)

_NAME = re.compile(r"([0-9]{1,15})\.json(?:\.new)?")
_OURS = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}(\.[a-z0-9]{1,8})?|([0-9a-f]{32}|[0-9a-f]{64}[.a-z0-9]{0,9})\.new")
_NAMES = TypeAdapter(set[str])


class Lease:
    """Keeps the files of one generation from being deleted until it is released or the process ends."""

    def __init__(self, folder: Path, generation: int) -> None:
        """Share the lock of a generation if possible: a copy of an index may lack the file, which is no harm."""
        self._descriptor: int | None = None
        with suppress(OSError):
            with open_regular(_file(folder, generation)) as file:
                self._descriptor = os.dup(file.fileno())
            _lock(self._descriptor, exclusive=False)

    def release(self) -> None:
        """Release the generation."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class LeasedManifest:
    """A generation's manifest, its digest, and the lease that keeps its files."""

    manifest: Manifest
    digest: str | None
    lease: Lease


def leased_manifest(folder: Path) -> LeasedManifest:
    """Lease the current generation; raises as `read_manifest`."""
    while True:
        digest = manifest_digest(folder)
        manifest = read_manifest(folder)
        lease = Lease(folder, manifest.generation)
        # A generation that is still current now was so when the lease began: no writer can have missed the lease.
        if manifest_digest(folder) == digest:
            return LeasedManifest(manifest, digest, lease)
        lease.release()


def announce(folder: Path, manifest: Manifest) -> None:
    """Write the file of a generation that is current, or is about to be, unless it is there."""
    if announcement_fault(folder, manifest):
        content: dict[str, object] = {"uses": sorted(used_names(manifest))}
        write_whole(_file(folder, manifest.generation), packed(content))


def announcement_fault(folder: Path, manifest: Manifest) -> str:
    """Return the fault of a generation's file; empty if it is as `announce` writes it."""
    file = _file(folder, manifest.generation)
    return "" if _uses(file) == used_names(manifest) else f"{file} is not what was written"


def sweep_files(folder: Path, manifest: Manifest) -> None:
    """Delete everything that neither the current generation nor a leased one uses. Only for the writer."""
    others = [file for file in _files(folder) if file != _file(folder, manifest.generation)]
    read = [file for file in others if _is_read(file)]
    kept = used_names(manifest).union(*(_uses(file) for file in read))
    for path in _contents(folder):
        if path.name not in kept:
            _delete(path)
    for file in others:
        if file not in read:
            file.unlink()


def tidy_files(folder: Path) -> None:
    """Delete what unleased past generations used, unless a writer is at work or writing is not permitted.

    Files left by an interrupted build stay: the next build resumes it.
    """
    with suppress(OSError, Timeout, IndexFolderError):
        if len(_files(folder)) > 1 and _ended(folder, read_manifest(folder)):
            with FileLock(folder / LOCK, timeout=0):
                _tidy(folder, read_manifest(folder))


def _tidy(folder: Path, manifest: Manifest) -> None:
    unread_documents = _ended(folder, manifest)
    read = [file for file in _past(folder, manifest) if file not in unread_documents]
    kept = used_names(manifest).union(*(_uses(file) for file in read))
    gone = set[str]().union(*(_uses(file) for file in unread_documents)) - kept
    for path in _contents(folder):
        if path.name in gone:
            _delete(path)
    for file in unread_documents:
        file.unlink()


def _past(folder: Path, manifest: Manifest) -> list[Path]:
    return [file for file in _files(folder) if _number(file) < manifest.generation]


def _ended(folder: Path, manifest: Manifest) -> list[Path]:
    """Return the files of past generations that no reader leases."""
    return [file for file in _past(folder, manifest) if not _is_read(file)]


def unused_names(folder: Path, manifest: Manifest) -> list[Path]:
    """Return the names that the current generation does not use: left by an interrupted build, or still leased."""
    used = used_names(manifest)
    return sorted(path for path in _contents(folder) if path.name not in used)


def _file(folder: Path, generation: int) -> Path:
    return folder / GENERATIONS / f"{generation}.json"


def _files(folder: Path) -> list[Path]:
    """Return the files of all generations, also of those whose writer was interrupted."""
    return [path for path in _listed(folder / GENERATIONS) if _NAME.fullmatch(path.name)]


def _number(file: Path) -> int:
    return int(file.name.split(".")[0])


def _contents(folder: Path) -> Iterator[Path]:
    return (path for part in PARTS for path in _listed(folder / part) if _OURS.fullmatch(path.name))


def _listed(folder: Path) -> Iterable[Path]:
    """Return the entries of a folder; none for a link to a folder elsewhere."""
    return sorted(folder.iterdir()) if is_folder(folder) else ()


def _uses(file: Path) -> set[str]:
    try:
        return _NAMES.validate_python(read_packed(file).get("uses"))
    except (OSError, EnvelopeError, ValidationError):
        return set()


def _is_read(file: Path) -> bool:
    """Return True if any process leases a generation."""
    try:
        with open_regular(file) as opened:
            return not _lock(opened.fileno(), exclusive=True)
    except OSError:
        return False


def _lock(descriptor: int, *, exclusive: bool) -> bool:
    """Try to lock an open file; closing the file releases the lock."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _delete(path: Path) -> None:
    if is_folder(path):
        shutil.rmtree(path)
    else:
        path.unlink()
