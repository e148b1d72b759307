"""Folders of the index: written once, complete as soon as they have their name, and checked when they are read."""

import io
import json
import math
import mmap
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray
from pydantic import TypeAdapter, ValidationError

from index.errors import REBUILD, IndexDamagedError, unreadable
from index.storage.checksummed_json import EnvelopeError, packed, read_raw, unpacked
from index.storage.records import FileName, FileRecord, FolderRecord
from index.storage.safe_files import digest_of, is_folder, open_regular, sync

Content: TypeAlias = str | bytes | NDArray[Any]
Contents: TypeAlias = Mapping[str, Content]
"""File names with their contents: text, bytes, or an array without Python objects."""

SEAL = "seal.json"
"""The file in each folder that lists the others with their digests: it vouches for a folder that no manifest names."""

MAX_WHOLE_BYTES = 1 << 30
"""Maximum size in bytes of a file that is read whole; larger ones are mapped."""

_Files = TypeAdapter(dict[FileName, FileRecord])


def write_folder(folder: Path, contents: Contents) -> FolderRecord:
    """Write files into a temporary folder, flush them to disk, then rename the folder.

    The record is that of the intended bytes, whatever a failing disk may have written.
    """
    passing = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(passing, ignore_errors=True)
    passing.mkdir(parents=True)
    files = {name: _written(passing / name, _bytes(content)) for name, content in contents.items()}
    seal = _written(passing / SEAL, packed({name: asdict(record) for name, record in files.items()}))
    sync(passing)
    os.replace(passing, folder)
    sync(folder.parent)
    return _record(folder.name, seal.sha256, files)


def _record(name: str, seal: str, files: Mapping[str, FileRecord]) -> FolderRecord:
    return FolderRecord(name, seal, sum(file.size for file in files.values()))


def _bytes(content: Content) -> bytes | memoryview:
    if isinstance(content, str):
        return content.encode("utf-8")
    if isinstance(content, bytes):
        return content
    stream = io.BytesIO()
    np.save(stream, content, allow_pickle=False)
    return stream.getbuffer()


def _written(path: Path, content: bytes | memoryview) -> FileRecord:
    path.write_bytes(content)
    sync(path)
    return FileRecord(len(content), sha256(content).hexdigest())


def sealed_record(folder: Path) -> FolderRecord | None:
    """Return the record of a folder as its own seal states it; None if the folder does not match its seal."""
    try:
        raw = read_raw(folder / SEAL)
        record = _record(folder.name, sha256(raw).hexdigest(), _listed(raw))
    except (OSError, EnvelopeError):
        return None
    return record if not folder_faults(folder.parent, record) else None


def has_its_seal(parent: Path, record: FolderRecord) -> bool:
    """Return True if a folder is there and its seal is as written; its other files are not checked."""
    try:
        return is_folder(parent / record.folder) and bool(_vouched(parent / record.folder, record))
    except IndexDamagedError:
        return False


def is_intact(parent: Path, record: FolderRecord) -> bool:
    """Return True if a folder contains exactly the files that its record vouches for, each with its size and digest."""
    return not folder_faults(parent, record)


def folder_faults(parent: Path, record: FolderRecord) -> list[str]:
    """Return the faults of a folder, one line a file; every byte is read."""
    folder = parent / record.folder
    if not is_folder(folder):
        return [f"{folder} is missing"]
    try:
        files = _vouched(folder, record)
    except IndexDamagedError:
        return [f"{folder / SEAL} is not what was written"]
    found = {path.name for path in folder.iterdir()}
    unused_names = [f"{folder / name} does not belong there" for name in sorted(found - files.keys() - {SEAL})]
    return [fault for name, file in files.items() if (fault := file_fault(folder / name, file))] + unused_names


def file_fault(path: Path, expected: FileRecord) -> str:
    """Return the fault of a file; empty if its size and digest are right. Every byte is read."""
    try:
        if path.lstat().st_size == expected.size and digest_of(path) == expected.sha256:
            return ""
    except OSError as error:
        return f"{path}: {error.strerror or 'it cannot be read'}"
    return f"{path} is not what was written"


def _listed(seal: bytes) -> dict[str, FileRecord]:
    """Return the files that a folder's seal lists; raises EnvelopeError."""
    try:
        return _Files.validate_python(unpacked(seal))
    except ValidationError as error:
        raise EnvelopeError("it does not list files") from error


def _vouched(folder: Path, record: FolderRecord) -> dict[str, FileRecord]:
    """Return the files of a folder whose seal matches its record; raises IndexDamagedError."""
    try:
        seal = read_raw(folder / SEAL)
        if sha256(seal).hexdigest() != record.seal:
            raise EnvelopeError("its digest does not match")
        return _listed(seal)
    except PermissionError as error:
        raise unreadable(folder, error) from error
    except (OSError, EnvelopeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise IndexDamagedError(f"{folder / SEAL} is damaged: {reason}; {REBUILD}") from error


class CheckedFolder:
    """A folder whose files are checked against its seal, and the seal against the manifest, before they are used.

    Files that are read whole are checked by their digest. Mapped files are checked by their size and shape only, which
    keeps opening quick (`index.folder.health` checks every digest). All methods raise
    IndexDamagedError, or IndexUnreadableError without permission.
    """

    def __init__(self, parent: Path, record: FolderRecord) -> None:
        self._folder = parent / record.folder
        self.maps: list[mmap.mmap] = []
        """The mapped parts of these files."""
        if not (is_folder(parent) and is_folder(self._folder)):
            _check_permission(self._folder)
            raise IndexDamagedError(f"{self._folder} is damaged: it is no folder; {REBUILD}")
        self._files = _vouched(self._folder, record)

    def json(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON can hold
        """Return the value of a JSON file."""
        try:
            return json.loads(self.whole(name))
        except (ValueError, RecursionError) as error:
            raise self.damaged(name, "it is not the JSON that was written") from error

    def whole(self, name: str) -> bytes:
        """Return the bytes of a file."""
        with self._open(name) as file:
            return self._read(name, file)

    def text_lines(self, name: str) -> NDArray[np.uint8]:
        """Map the bytes of a file, after checking their digest."""
        with self._open(name) as file:
            self._check_not_huge(name)
            if file_digest(file, "sha256").hexdigest() != self._files[name].sha256:
                raise self.damaged(name, "its digest does not match")
            if not self._files[name].size:
                return np.zeros(0, np.uint8)
            return self._map(file, np.uint8, 0)

    def array(self, name: str, dtype: DTypeLike, shape: tuple[int, ...]) -> NDArray[Any]:
        """Read an array of exactly that type and shape; it is read-only."""
        with self._open(name) as file:
            offset = self._data_offset(name, file, dtype, shape)
            file.seek(0)
            content = self._read(name, file)
        values = np.frombuffer(content, dtype=dtype, offset=offset).reshape(shape)
        if not np.isfinite(values).all():
            raise not_finite(self._folder / name)
        return values

    def mapped(self, name: str, dtype: DTypeLike, shape: tuple[int, ...]) -> NDArray[Any]:
        """Map an array of exactly that type and shape."""
        with self._open(name) as file:
            offset = self._data_offset(name, file, dtype, shape)
            if 0 in shape:
                return np.zeros(shape, dtype)
            return self._map(file, dtype, offset).reshape(shape)

    def vector(self, name: str, dtype: DTypeLike) -> NDArray[Any]:
        """Read an array of one dimension, as long as its file."""
        return self.array(name, dtype, self._length(name, dtype))

    def mapped_vector(self, name: str, dtype: DTypeLike) -> NDArray[Any]:
        """Map an array of one dimension, as long as its file."""
        return self.mapped(name, dtype, self._length(name, dtype))

    def path(self, name: str) -> str:
        """Return the path of a file."""
        return str(self._folder / name)

    def offsets(self, name: str, count: int, *, least: int = 0) -> NDArray[np.int64]:
        """Read the offsets of `count` runs: from 0, each run at least `least` long; shape (count + 1,)."""
        offsets: NDArray[np.int64] = self.array(name, np.int64, (count + 1,))
        if offsets[0] != 0 or (np.diff(offsets) < least).any():
            raise self.damaged(name, "its offsets are not those that were written")
        return offsets

    def damaged(self, name: str, reason: str) -> IndexDamagedError:
        """Return the error for a file of this folder."""
        return IndexDamagedError(f"{self._folder / name} is damaged: {reason}; {REBUILD}")

    def _map(self, file: io.BufferedReader, dtype: DTypeLike, offset: int) -> NDArray[Any]:
        self.maps.append(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return np.frombuffer(self.maps[-1], dtype=dtype, offset=offset)

    def _open(self, name: str) -> io.BufferedReader:
        """Open a file that the seal lists, after checking its size."""
        listed = self._listed_size(name)
        try:
            file = open_regular(self._folder / name)
        except PermissionError as error:
            raise unreadable(self._folder / name, error) from error
        except OSError as error:
            raise self.damaged(name, error.strerror or "it cannot be read") from error
        size = os.fstat(file.fileno()).st_size
        if size != listed:
            file.close()
            raise self.damaged(name, f"it has {size} bytes, not {listed}")
        return file

    def _read(self, name: str, file: io.BufferedReader) -> bytes:
        self._check_not_huge(name)
        content = file.read(self._files[name].size)
        if sha256(content).hexdigest() != self._files[name].sha256:
            raise self.damaged(name, "its digest does not match")
        return content

    def _check_not_huge(self, name: str) -> None:
        if self._files[name].size > MAX_WHOLE_BYTES:
            raise self.damaged(name, f"it has more than {MAX_WHOLE_BYTES} bytes")

    def _listed_size(self, name: str) -> int:
        if name not in self._files:
            raise self.damaged(name, "its seal does not list it")
        return self._files[name].size

    def _length(self, name: str, dtype: DTypeLike) -> tuple[int]:
        numbers = self._listed_size(name) - len(_header(np.dtype(dtype).str, (0,)))
        return (max(numbers, 0) // np.dtype(dtype).itemsize,)

    def _data_offset(self, name: str, file: io.BufferedReader, dtype: DTypeLike, shape: tuple[int, ...]) -> int:
        """Return the offset of an array's data, after checking its header.

        The header must be, byte for byte, the one that such an array has: none that a stranger wrote is interpreted.
        """
        expected = _header(np.dtype(dtype).str, shape)
        length = len(expected) + math.prod(shape) * np.dtype(dtype).itemsize
        if file.read(len(expected)) != expected or self._files[name].size != length:
            raise self.damaged(name, f"it is not an array {np.dtype(dtype)} {shape}")
        return len(expected)


def _check_permission(folder: Path) -> None:
    """Raise IndexUnreadableError if this user may not even see the folder."""
    try:
        folder.lstat()
    except PermissionError as error:
        raise unreadable(folder, error) from error
    except OSError:
        return


def not_finite(path: object) -> IndexDamagedError:
    """Return the error for NaN or infinite values; a digest that vouches for them was not written by a build."""
    return IndexDamagedError(
        f"{path} is damaged: it contains NaN or infinite values; delete the index and index the files again"
    )


@lru_cache(maxsize=256)
def _header(dtype: str, shape: tuple[int, ...]) -> bytes:
    """Return the header of an array's file: format 1.0 of NumPy, rows in C order."""
    stream = io.BytesIO()
    np.lib.format.write_array_header_1_0(stream, {"descr": dtype, "fortran_order": False, "shape": shape})
    return stream.getvalue()
