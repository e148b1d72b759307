"""Folders of the index: written once, complete from the moment they have their name, and checked when they are read."""

import io
import json
import math
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.errors import IndexDamagedError
from index.manifest import REBUILD, FileRecord, FolderRecord, sync
from index.weights import file_digest

Contents: TypeAlias = Mapping[str, "str | NDArray[Any]"]
"""File names with what they hold: text, or an array without Python objects."""


def write_folder(folder: Path, contents: Contents) -> None:
    """Write files into a folder of a passing name, have them on disk, then give the folder its name."""
    passing = folder.with_name(f"{folder.name}.new")
    passing.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        if isinstance(content, str):
            (passing / name).write_text(content, encoding="utf-8")
        else:
            np.save(passing / name, content, allow_pickle=False)
        sync(passing / name)
    sync(passing)
    os.replace(passing, folder)
    sync(folder.parent)


def folder_record(folder: Path) -> FolderRecord:
    """A folder's name with size and digest of each of its files."""
    return FolderRecord(folder.name, {path.name: file_record(path) for path in sorted(folder.iterdir())})


def file_record(path: Path) -> FileRecord:
    """Size and digest of a file."""
    return FileRecord(path.stat().st_size, file_digest(path))


class CheckedFolder:
    """A folder whose files are checked against the manifest's record before they are used.

    What is read whole is checked by its digest. What is mapped into memory is checked by its size and shape only, which
    keeps opening quick (`index.verify` checks every digest). All methods raise IndexDamagedError.
    """

    def __init__(self, parent: Path, record: FolderRecord) -> None:
        self._folder = parent / record.folder
        self._files = record.files

    def json(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON can hold
        """The value of a JSON file."""
        return self._parsed(name, self._whole(name))

    def json_lines(self, name: str) -> list[Any]:
        """The values of a file with one JSON value a line."""
        return [self._parsed(name, line) for line in self._whole(name).splitlines()]

    def array(self, name: str, dtype: DTypeLike, shape: tuple[int, ...]) -> NDArray[Any]:
        """A whole array of exactly that type and shape, read-only."""
        content = self._whole(name)
        offset = self._data_offset(name, io.BytesIO(content), dtype, shape)
        return np.frombuffer(content, dtype=dtype, offset=offset).reshape(shape)

    def mapped(self, name: str, dtype: DTypeLike, shape: tuple[int, ...]) -> NDArray[Any]:
        """The same, mapped into memory."""
        self._check_size(name)
        with (self._folder / name).open("rb") as file:
            offset = self._data_offset(name, file, dtype, shape)
            return np.asarray(np.memmap(file, dtype=dtype, mode="r", offset=offset, shape=shape))

    def damaged(self, name: str, reason: str) -> IndexDamagedError:
        """The error for a file of this folder."""
        return IndexDamagedError(f"{self._folder / name} is damaged: {reason}; {REBUILD}")

    def _parsed(self, name: str, content: bytes) -> Any:  # noqa: ANN401 - whatever JSON can hold
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise self.damaged(name, "it is not the JSON that was written") from error

    def _whole(self, name: str) -> bytes:
        self._check_size(name)
        content: bytes = (self._folder / name).read_bytes()
        if sha256(content).hexdigest() != self._files[name].sha256:
            raise self.damaged(name, "its digest does not match")
        return content

    def _check_size(self, name: str) -> None:
        if name not in self._files:
            raise self.damaged(name, "the manifest does not list it")
        try:
            size = (self._folder / name).stat().st_size
        except OSError as error:
            raise self.damaged(name, error.strerror or "it cannot be read") from error
        if size != self._files[name].size:
            raise self.damaged(name, f"it has {size} bytes, not {self._files[name].size}")

    def _data_offset(self, name: str, file: BinaryIO, dtype: DTypeLike, shape: tuple[int, ...]) -> int:
        """Where the numbers begin, once the header says that they are what they must be."""
        try:
            if np.lib.format.read_magic(file) != (1, 0):
                raise self.damaged(name, "it is of another version of the format")
            found = np.lib.format.read_array_header_1_0(file)
        except ValueError as error:
            raise self.damaged(name, "it is not an array") from error
        length = file.tell() + math.prod(shape) * np.dtype(dtype).itemsize
        if found != (shape, False, np.dtype(dtype)) or length != self._files[name].size:
            raise self.damaged(name, f"it does not hold {np.dtype(dtype)} {shape}")
        return file.tell()
