"""Which files a build is about, told from each other by their bytes, and which one stands for those of equal bytes."""

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
    """A file that was found. `digest` is the SHA-256 of its bytes, a document's id; None if it cannot be opened."""

    path: Path
    digest: str | None
    size: int

    @property
    def name(self) -> str:
        """Its file name, as a document of the index bears it."""
        return storable(self.path.name)

    @property
    def place(self) -> str:
        """Its absolute path, as the index keeps it."""
        return place_of(self.path)

    @property
    def short(self) -> str:
        """Its name and that of its folder."""
        return _short(self.place)


@dataclass(slots=True)
class Sorted:
    """Files by what is to be done with them. `moved` are held already, under the same name from another place."""

    new: list[FoundFile] = field(default_factory=list)
    unchanged: list[FoundFile] = field(default_factory=list)
    moved: list[FoundFile] = field(default_factory=list)
    refused: list[FileProblem] = field(default_factory=list)
    twins: list[FileProblem] = field(default_factory=list)


def place_of(path: Path) -> str:
    """The absolute path of a file, as the index keeps it."""
    return storable(os.path.abspath(path))


def found_files(paths: Iterable[Path], but: Path | None, pool: Executor) -> list[FoundFile]:
    """All files of these files, folders and patterns ("reports/**/*.pdf"), without those below the folder `but`.

    Raises:
        CorpusError: a path does not exist, or there is no file at all.
    """
    files = [path for path in find_files(_expanded(paths)) if but is None or not is_below(path, but)]
    return list(pool.map(_found, files))


def is_below(path: Path, folder: Path) -> bool:
    """Whether a file lies in a folder, however it is reached."""
    return path.resolve().is_relative_to(folder.resolve())


def sort_files(
    files: Sequence[FoundFile], held: Mapping[str, DocumentRecord], others: Iterable[DocumentRecord]
) -> Sorted:
    """Tell new files from held ones, and files that another one stands for.

    `held` are the documents, by id, that can stay as they are, `others` those that must be made anew.
    """
    by_name = {record.document.name: record for record in (*others, *held.values())}
    stands = _standing(files, held)
    taken: dict[str, str] = {}
    found = Sorted()
    for file in files:
        record = held.get(file.digest or "")
        if twin := _twin(file, stands.get(file.digest or "", file), record):
            found.twins.append(
                FileProblem(file.name, f"{file.short} has the same bytes as {twin}, which stands for both")
            )
        elif record is not None and file.name == record.document.name:
            taken[file.name] = file.short
            (found.unchanged if record.origin == file.place or _is_there(record) else found.moved).append(file)
        elif other := taken.get(file.name) or _other_place(file, by_name.get(file.name)):
            found.refused.append(
                FileProblem(file.name, f"{file.place}: {other} bears the same name; rename one of the two")
            )
        else:
            taken[file.name] = file.short
            found.new.append(file)
    return found


def _short(place: str) -> str:
    return str(Path(*Path(place).parts[-2:]))


def _standing(files: Iterable[FoundFile], held: Mapping[str, DocumentRecord]) -> dict[str, FoundFile]:
    """For each digest the file that stands for it: the one of the name that is held, else the first."""
    stands: dict[str, FoundFile] = {}
    for file in files:
        record = held.get(file.digest or "")
        if file.digest and (file.digest not in stands or (record and file.name == record.document.name)):
            stands[file.digest] = file
    return stands


def _twin(file: FoundFile, standing: FoundFile, record: DocumentRecord | None) -> str:
    """The name of what stands for a file; empty when it stands for itself."""
    if standing is not file:
        return standing.name
    if record is not None and file.name != record.document.name and _is_there(record):
        return record.document.name
    return ""


def gone_from(
    folders: Iterable[Path], files: Iterable[FoundFile], records: Iterable[DocumentRecord]
) -> list[DocumentRecord]:
    """The documents whose files came from these folders and are there no more."""
    there = {file.place for file in files}
    roots = [place_of(folder) for folder in folders if folder.is_dir()]
    return [
        record
        for record in records
        if record.origin not in there
        and _is_gone(record)
        and any(Path(record.origin).is_relative_to(root) for root in roots)
    ]


def _expanded(paths: Iterable[Path]) -> list[Path]:
    """Patterns as the files that they match; a path that exists, or matches nothing, stays as it is."""
    expanded: list[Path] = []
    for path in paths:
        matches = [] if path.exists() else sorted(glob.glob(str(path), recursive=True))
        expanded += [Path(match) for match in matches if os.path.isfile(match)] or [path]
    return expanded


def _found(path: Path) -> FoundFile:
    try:
        with path.open("rb") as file:
            return FoundFile(path, file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size)
    except OSError:
        return FoundFile(path, None, 0)


def _is_there(record: DocumentRecord) -> bool:
    """Whether the file that a document came from still exists."""
    return os.path.isfile(record.origin)


def _is_gone(record: DocumentRecord) -> bool:
    """Whether the file that a document came from certainly exists no more; a closed folder tells nothing."""
    try:
        os.lstat(record.origin)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _other_place(file: FoundFile, held: DocumentRecord | None) -> str:
    """Where another file of the same name is held from, if it is still there; else empty."""
    if held is not None and held.origin != file.place and _is_there(held):
        return _short(held.origin)
    return ""
