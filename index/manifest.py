"""The manifest: the one file that says what an index holds and which files make it up."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError

from corpus.model import Document
from index.base import Embedder, TokenEncoder
from index.envelope import LARGEST, EnvelopeError, head_digest, packed, read_packed
from index.errors import IndexDamagedError, IndexMissingError, IndexVersionError, IndexWriteError
from index.files import write_whole
from index.models import model_digest
from index.text import TERMS_VERSION

FORMAT_VERSION = 3
MANIFEST = "manifest.json"
DOCUMENTS = "documents"
SOURCES = "sources"
SHELVES = "shelves"
CENTRES = "centres"
REBUILD = "rebuild it with `factsheet-qa index PATH... --check`"

# A manifest may come from a stranger: no name in it may lead out of the index folder.
FolderName: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
SourceName: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}(\.[a-z0-9]{1,8})?$")]
FileName: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}\.(npy|jsonl?)$")]
Digest: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count: TypeAlias = Annotated[int, Field(ge=0, lt=1 << 48)]
Lists: TypeAlias = Annotated[int, Field(ge=1, le=1 << 16)]
Dimensions: TypeAlias = Annotated[int, Field(ge=1, le=1 << 16)]


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """A model that made vectors of the index. `digest` is None for models that do not come with a package."""

    name: str
    digest: str | None
    dimensions: Dimensions


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of the index: what its bytes must be."""

    size: Count
    sha256: Digest


@dataclass(frozen=True, slots=True)
class FolderRecord:
    """A folder of the index: the SHA-256 of its seal, which lists its files, and the bytes of all of them."""

    folder: FolderName
    seal: Digest
    size: Count


@dataclass(frozen=True, slots=True)
class DocumentRecord:
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
        """The size of the original, in bytes."""
        return self.source_file.size


@dataclass(frozen=True, slots=True)
class ShelfRecord:
    """Some documents, joined for search in a folder below `shelves/`; `documents` are the names of their folders."""

    files: FolderRecord
    documents: Annotated[tuple[FolderName, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class CentresRecord:
    """The centres of the lists into which the vectors of a large index are sorted, in a folder below `centres/`.

    `passages` is how many the index held when they were found.
    """

    files: FolderRecord
    lists: Lists
    passages: Count


@dataclass(frozen=True, slots=True)
class Recipe:
    """What made the passages, their terms and vectors: the versions of reading and of terms, and the models."""

    reading_version: int
    terms_version: int
    embedders: Annotated[tuple[ModelRecord, ...], Field(min_length=1, max_length=8)]
    token_encoder: ModelRecord


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation of an index. Documents are in the order of their names."""

    format_version: int
    project_version: str
    generation: Count
    recipe: Recipe
    documents: tuple[DocumentRecord, ...]
    shelves: tuple[ShelfRecord, ...]
    centres: CentresRecord | None


_Manifest = TypeAdapter(Manifest)


def recipe_of(embedders: Sequence[Embedder], token_encoder: TokenEncoder, reading_version: int) -> Recipe:
    """The recipe that these models and this reading version make."""
    return Recipe(reading_version, TERMS_VERSION, tuple(_record(model) for model in embedders), _record(token_encoder))


def _record(model: Embedder | TokenEncoder) -> ModelRecord:
    return ModelRecord(model.name, model_digest(model.name), model.dimensions)


def project_version() -> str:
    """The version of this project; "unknown" when it runs from its folder without being installed."""
    try:
        return metadata.version("factsheet-qa")
    except metadata.PackageNotFoundError:
        return "unknown"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an index folder.

    Raises:
        IndexMissingError: there is no manifest.
        IndexVersionError: it has another format version.
        IndexDamagedError: it is not what was written.
    """
    try:
        content = read_packed(folder / MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissingError(f"no index at {folder}; build it with `factsheet-qa index PATH...`") from None
    except OSError as error:
        raise _damaged(folder, error.strerror or "it cannot be read") from error
    except EnvelopeError as error:
        raise _damaged(folder, str(error)) from error
    if content.get("format_version") != FORMAT_VERSION:
        raise IndexVersionError(
            f"the index at {folder} has format version {content.get('format_version')}, this program reads"
            f" {FORMAT_VERSION}; delete the folder and {REBUILD}"
        )
    try:
        manifest = _Manifest.validate_python(content)
    except ValidationError as error:
        raise _damaged(folder, f"{error.error_count()} fields are wrong") from error
    documents = [record.document for record in manifest.documents]
    for values in ({document.id for document in documents}, {document.name for document in documents}):
        if len(values) < len(documents):
            raise _damaged(folder, "it lists a document twice")
    if sorted(name for shelf in manifest.shelves for name in shelf.documents) != sorted(
        record.files.folder for record in manifest.documents
    ):
        raise _damaged(folder, "its shelves hold other documents than it lists")
    return manifest


def _damaged(folder: Path, reason: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"{folder / MANIFEST} is damaged: {reason}; delete this file and {REBUILD}, which takes up what is whole"
    )


def manifest_digest(folder: Path) -> str | None:
    """What tells one generation's manifest from another's, at the cost of opening a file; None without a manifest."""
    return head_digest(folder / MANIFEST)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in place of the old one by one atomic rename, with everything on disk before and after.

    Raises:
        IndexWriteError: it would be larger than what is read.
    """
    content = packed(asdict(manifest))
    if len(content) > LARGEST:
        raise IndexWriteError(f"the index at {folder} would hold too many documents; make several indexes")
    write_whole(folder / MANIFEST, content)


def used_names(manifest: Manifest) -> set[str]:
    """The names of all folders and files of an index that a generation uses."""
    names = {shelf.files.folder for shelf in manifest.shelves}
    if manifest.centres is not None:
        names.add(manifest.centres.files.folder)
    for record in manifest.documents:
        names |= {record.files.folder, record.source}
    return names
