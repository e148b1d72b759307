"""Find the files to index and deduplicate them by content."""

import glob
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path

from corpus.file_search import find_files
from index.contract import DocumentRecord
from index.storable import storable
from qa.model import FileProblem


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to index. `digest` is the SHA-256 of its bytes and the document's id; None if it cannot be opened."""

    path: Path
    digest: str | None
    size: int

    @property
    def name(self) -> str:
        """File name, as the index stores it."""
        return storable(self.path.name)

    @property
    def place(self) -> str:
        """Absolute path, as the index stores it."""
        return place_of(self.path)

    @property
    def short(self) -> str:
        """Name of the file and its folder."""
        return _short(self.place)


@dataclass(slots=True)
class SortedFiles:
    """Files by what is to be done with them. `moved` are indexed already, under the same name from another place."""

    new: list[FoundFile] = field(default_factory=list)
    unchanged: list[FoundFile] = field(default_factory=list)
    moved: list[FoundFile] = field(default_factory=list)
    refused: list[FileProblem] = field(default_factory=list)
    twins: list[FileProblem] = field(default_factory=list)


def place_of(path: Path) -> str:
    """Return the absolute path of a file, as the index stores it."""
    return storable(os.path.abspath(path))


def found_files(paths: Iterable[Path], but: Path | None, pool: Executor) -> list[FoundFile]:
    """Return all files of these files, folders and patterns ("reports/**/*.pdf"), except those below the folder `but`.

    Raises:
        CorpusError: a path does not exist, or there is no file at all.
    """
    files = [path for path in find_files(_expanded(paths)) if but is None or not is_below(path, but)]
    return list(pool.map(_found, files))


def is_below(path: Path, folder: Path) -> bool:
    """Return True if a file lies in a folder, also through links."""
    return path.resolve().is_relative_to(folder.resolve())


def sort_files(
    files: Sequence[FoundFile], indexed: Mapping[str, DocumentRecord], others: Iterable[DocumentRecord]
) -> SortedFiles:
    """Sort files into new, unchanged and moved ones, duplicates, and those refused for their name.

    `indexed` are the documents, by id, that need no change, `others` those that must be rebuilt.
    """
    by_name = {record.document.name: record for record in (*others, *indexed.values())}
    originals = _originals(files, indexed)
    taken: dict[str, str] = {}
    found = SortedFiles()
    for file in files:
        record = indexed.get(file.digest or "")
        if twin := _twin(file, originals.get(file.digest or "", file), record):
            found.twins.append(
                FileProblem(file.name, f"{file.short} has the same bytes as {twin}, which represents both")
            )
        elif record is not None and file.name == record.document.name:
            taken[file.name] = file.short
            (found.unchanged if record.origin == file.place or _is_there(record) else found.moved).append(file)
        elif other := taken.get(file.name) or _other_place(file, by_name.get(file.name)):
            found.refused.append(
                FileProblem(file.name, f"{file.place}: {other} has the same name; rename one of the two")
            )
        else:
            taken[file.name] = file.short
            found.new.append(file)
    return found


def _short(place: str) -> str:
    return str(Path(*Path(place).parts[-2:]))


def _originals(files: Iterable[FoundFile], indexed: Mapping[str, DocumentRecord]) -> dict[str, FoundFile]:
    """Choose one file for each digest: the one whose name is indexed, otherwise the first."""
    originals: dict[str, FoundFile] = {}
    for file in files:
        record = indexed.get(file.digest or "")
        if file.digest and (file.digest not in originals or (record and file.name == record.document.name)):
            originals[file.digest] = file
    return originals


def _twin(file: FoundFile, original: FoundFile, record: DocumentRecord | None) -> str:
    """Return the name of the file or document that represents a file; empty if that is the file itself."""
    if original is not file:
        return original.name
    if record is not None and file.name != record.document.name and _is_there(record):
        return record.document.name
    return ""


def gone_from(
    folders: Iterable[Path], files: Iterable[FoundFile], records: Iterable[DocumentRecord]
) -> list[DocumentRecord]:
    """Return the documents indexed from these folders whose files are gone."""
    present = {file.place for file in files}
    roots = [place_of(folder) for folder in folders if folder.is_dir()]
    return [
        record
        for record in records
        if record.origin not in present
        and _is_gone(record)
        and any(Path(record.origin).is_relative_to(root) for root in roots)
    ]


def _expanded(paths: Iterable[Path]) -> list[Path]:
    """Replace patterns by the files that they match; a path that exists, or matches nothing, is kept."""
    expanded: list[Path] = []
    for path in paths:
        matches = [] if path.exists() else sorted(glob.glob(str(path), recursive=True))
        expanded += [Path(match) for match in matches if os.path.isfile(match)] or [path]
    return expanded


def _found(path: Path) -> FoundFile:
    """Hash a file; a pipe or a device is not opened, because that may wait for ever."""
    if not path.is_file():
        return FoundFile(path, None, 0)
    try:
        with path.open("rb") as file:
            return FoundFile(path, file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size)
    except OSError:
        return FoundFile(path, None, 0)


def _is_there(record: DocumentRecord) -> bool:
    """Return True if the file that a document came from still exists."""
    return os.path.isfile(record.origin)


def _is_gone(record: DocumentRecord) -> bool:
    """Return True if the file that a document came from is certainly gone; an unreadable folder proves nothing."""
    try:
        os.lstat(record.origin)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _other_place(file: FoundFile, indexed: DocumentRecord | None) -> str:
    """Return where another indexed file of the same name is, if it still exists; otherwise empty."""
    if indexed is not None and indexed.origin != file.place and _is_there(indexed):
        return _short(indexed.origin)
    return ""
