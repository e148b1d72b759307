"""The manifest: the one file that lists the documents, folders and files of an index."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError

from corpus.model import Document
from index.errors import REBUILD, IndexDamagedError, IndexMissingError, IndexVersionError, IndexWriteError, unreadable
from index.recipe import Recipe
from index.storage.checksummed_json import MAX_BYTES, EnvelopeError, head_digest, packed, read_packed
from index.storage.records import Count, FileRecord, FolderName, FolderRecord
from index.storage.safe_files import write_whole

FORMAT_VERSION = 3
MANIFEST = "manifest.json"
DOCUMENTS = "documents"
SOURCES = "sources"
SEGMENTS = "shelves"
CENTROIDS = "centres"

SourceName: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}(\.[a-z0-9]{1,8})?$")]
Lists: TypeAlias = Annotated[int, Field(ge=1, le=1 << 16)]


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document of the index, its folder below `documents/` and its original below `sources/`.

    `origin` is the absolute path of the file that was indexed.
    """

    document: Document
    passages: Count
    files: FolderRecord
    source: SourceName
    source_file: FileRecord
    origin: str

    @property
    def size(self) -> int:
        """Return the size of the original, in bytes."""
        return self.source_file.size


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment in a folder below `shelves/`; `documents` are the names of its documents' folders."""

    files: FolderRecord
    documents: Annotated[tuple[FolderName, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class CentroidsEntry:
    """The centroids of a large index, in a folder below `centres/`.

    `passages` is the number of passages in the index when they were trained.
    """

    files: FolderRecord
    lists: Lists
    passages: Count


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation of an index. Documents are in the order of their names.

    In the file, `segments` and `centroids` have their aliases as names.
    """

    format_version: int
    project_version: str
    generation: Count
    recipe: Recipe
    documents: tuple[DocumentEntry, ...]
    segments: Annotated[tuple[SegmentEntry, ...], Field(alias="shelves")]
    centroids: Annotated[CentroidsEntry | None, Field(alias="centres")]


_Manifest = TypeAdapter(Manifest)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of an index folder.

    Raises:
        IndexMissingError: there is no manifest.
        IndexVersionError: it has another format version.
        IndexDamagedError: it is not what was written.
    """
    try:
        content = read_packed(folder / MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissingError(f"no index at {folder}; build it with `factsheet-qa index PATH...`") from None
    except PermissionError as error:
        raise unreadable(folder / MANIFEST, error) from error
    except OSError as error:
        raise _damaged(folder, error.strerror or "it cannot be read") from error
    except EnvelopeError as error:
        raise _damaged(folder, str(error)) from error
    _check_format(folder, content.get("format_version"))
    try:
        manifest = _Manifest.validate_python(content)
    except ValidationError as error:
        raise _damaged(folder, f"{error.error_count()} fields are wrong") from error
    documents = [record.document for record in manifest.documents]
    for values in ({document.id for document in documents}, {document.name for document in documents}):
        if len(values) < len(documents):
            raise _damaged(folder, "it lists a document twice")
    if sorted(name for segment in manifest.segments for name in segment.documents) != sorted(
        record.files.folder for record in manifest.documents
    ):
        raise _damaged(folder, "its segments have other documents than it lists")
    return manifest


def _check_format(folder: Path, version: object) -> None:
    if not isinstance(version, int):
        raise _damaged(folder, "it names no format version")
    if version != FORMAT_VERSION:
        raise IndexVersionError(
            f"the index at {folder} has format version {version}, this program reads {FORMAT_VERSION}; delete the"
            f" folder and {REBUILD}"
        )


def _damaged(folder: Path, reason: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"{folder / MANIFEST} is damaged: {reason}; delete this file and {REBUILD}, which reuses undamaged files"
    )


def manifest_digest(folder: Path) -> str | None:
    """Return the digest in the manifest's head, at the cost of opening a file; None without a manifest."""
    return head_digest(folder / MANIFEST)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest by one atomic rename, with everything on disk before and after.

    Raises:
        IndexWriteError: it would be larger than what is read.
    """
    content = packed(_Manifest.dump_python(manifest, by_alias=True))
    if len(content) > MAX_BYTES:
        raise IndexWriteError(f"the index at {folder} would hold too many documents; make several indexes")
    write_whole(folder / MANIFEST, content)


def used_names(manifest: Manifest) -> set[str]:
    """Return the names of all folders and files that a generation uses."""
    names = {segment.files.folder for segment in manifest.segments}
    if manifest.centroids is not None:
        names.add(manifest.centroids.files.folder)
    for record in manifest.documents:
        names |= {record.files.folder, record.source}
    return names
