"""Build and change an index: documents in, a new generation out, by one atomic switch."""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from corpus.model import Document
from index.base import Embedder, TokenEncoder, Vectors
from index.contract import ReadDocument
from index.encoded import EncodedDocument
from index.encoder import KnownVectors, PassageEncoder, Progress
from index.errors import IndexBusyError, IndexMissingError, IndexVersionError
from index.folder.copies import copy_original, document_folders, has_document, is_sound, unfinished, writing
from index.folder.document_files import About, document_contents, document_folder_name, read_encoded_document
from index.folder.generations import GENERATIONS, LOCK, MAX_WAIT_S, PARTS, announce, sweep_files
from index.folder.manifest import (
    DOCUMENTS,
    FORMAT_VERSION,
    MANIFEST,
    SOURCES,
    DocumentEntry,
    Manifest,
    read_manifest,
    write_manifest,
)
from index.folder.merge_policy import SegmentBuilder, known_word_vectors
from index.recipe import Recipe, project_version, recipe_of
from index.search.ivf import FLAT_UP_TO
from index.storable import storable, storable_fields
from index.storage.records import FolderRecord
from index.storage.sealed_folder import Contents, is_intact

MAX_CHECKED_BYTES = 2_000_000_000
"""Maximum size of the documents, in bytes, that a writer checks byte by byte first: about 400 factsheets, in seconds.
"""
_OURS = {LOCK, MANIFEST, f"{MANIFEST}.new", GENERATIONS, *PARTS}


class IndexWriter:
    """The one writer of an index; a context manager that locks the index.

    `add` writes a document's folder beside the others; nothing shows until `commit` switches to the new generation.
    When the block ends without `commit`, by an error or a power cut, the old generation stays as it was, and what was
    already read and embedded is taken up by the next writer.

        with IndexWriter(folder, embedders, token_encoder, reading_version) as writer:
            writer.add(read_file(path, limits), path)
            writer.commit()
    """

    def __init__(
        self,
        folder: Path,
        embedders: Sequence[Embedder],
        token_encoder: TokenEncoder,
        reading_version: int,
        *,
        thorough: bool = False,
        flat_up_to: int = FLAT_UP_TO,
    ) -> None:
        """`thorough` checks every byte of a large index, as is always done with a small one.

        With more passages than `flat_up_to`, dense search no longer compares all vectors.
        """
        self._folder = folder
        self._thorough = thorough
        self._flat_up_to = flat_up_to
        self._recipe = recipe_of(embedders, token_encoder, reading_version)
        self._encoder = PassageEncoder(embedders, token_encoder)
        self._open = ExitStack()
        self._old: Manifest | None = None
        self._words: dict[str, Vectors] | None = None
        self._records: dict[str, DocumentEntry] = {}
        self._names: dict[str, str] = {}
        self._outdated: dict[str, DocumentEntry] = {}
        self._unfinished: dict[str, tuple[About, FolderRecord]] = {}

    def __enter__(self) -> Self:
        """Lock the index and sort its documents.

        Raises:
            IndexBusyError: another writer is at work.
            IndexMissingError: the folder contains other files than an index.
            IndexWriteError: the folder cannot be written.
            IndexDamagedError, IndexVersionError: its manifest cannot be read.
        """
        with ExitStack() as until_open:
            with writing(self._folder):
                _prepare(self._folder)
                until_open.callback(_locked(self._folder).release)
            self._old = _existing(self._folder)
            self._folders = document_folders(self._folder, self._old)
            self._sort_documents()
            self._open = until_open.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Release the lock."""
        self._open.close()

    @property
    def records(self) -> tuple[DocumentEntry, ...]:
        """Return the documents of the next generation, in the order of their names."""
        return tuple(sorted(self._records.values(), key=lambda record: record.document.name))

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return the documents of the next generation, in the order of their names."""
        return tuple(record.document for record in self.records)

    @property
    def outdated(self) -> tuple[DocumentEntry, ...]:
        """Return the old generation's documents that must be added again or removed.

        They have another reading version or other models, or their files are damaged.
        """
        return tuple(self._outdated.values())

    def add(
        self,
        reading: ReadDocument,
        source: Path,
        progress: Progress | None = None,
        origin: str = "",
        encoded: EncodedDocument | None = None,
    ) -> None:
        """Add a document, with a copy of its file; it replaces one of the same name or the same bytes.

        `origin` is the path of the file if it differs from `source`; `encoded` has the vectors if they were computed
        elsewhere.

        Raises:
            ReadError: the file has changed since it was read.
            ModelError: a model fails.
            IndexWriteError: the folder cannot be written.
        """
        document, passages = storable_fields(reading.document), [storable_fields(each) for each in reading.passages]
        copy, copy_record = copy_original(source, self._folder / SOURCES, document)
        about = About(document, self._recipe, len(passages), tuple(map(storable, reading.warnings)))

        def make() -> Contents:
            vectors = encoded or self._encoder.encode_document(passages, self._known(document), progress)
            return document_contents(replace(vectors, passages=passages), about)

        files = self._folders.stored(document_folder_name(document, passages, self._recipe), make)
        origin = storable(origin or str(source.absolute()))
        self._put(DocumentEntry(document, len(passages), files, copy, copy_record, origin))

    def is_unfinished(self, document_id: str, name: str) -> bool:
        """Return True if an interrupted build has read and embedded a document of these bytes and this name."""
        return document_id in self._unfinished and self._unfinished[document_id][0].document.name == name

    def resume(self, document_id: str, source: Path, origin: str = "") -> About:
        """Add a document that `is_unfinished`, with a copy of its file.

        Raises:
            KeyError: there is none.
            ReadError: the file no longer has these bytes.
            IndexWriteError: the folder cannot be written.
        """
        about, files = self._unfinished[document_id]
        copy, copy_record = copy_original(source, self._folder / SOURCES, about.document)
        origin = storable(origin or str(source.absolute()))
        self._put(DocumentEntry(about.document, about.passages, files, copy, copy_record, origin))
        return about

    def original(self, document_id: str) -> bytes:
        """Return the index's copy of a document's file; raises OSError if it cannot be read."""
        record = self._records.get(document_id) or self._outdated[document_id]
        return (self._folder / SOURCES / record.source).read_bytes()

    def move(self, document_id: str, origin: Path) -> None:
        """Record a new path of a document's file under the same name.

        Raises:
            KeyError: no such document.
        """
        self._records[document_id] = replace(self._records[document_id], origin=storable(str(origin.absolute())))

    def remove(self, document_id: str) -> None:
        """Leave a document out of the next generation.

        Raises:
            KeyError: no such document.
        """
        for records in (self._records, self._outdated):
            if records.pop(document_id, None) is not None:
                return
        raise KeyError(document_id)

    def commit(self) -> None:
        """Switch to the new generation, then delete files that neither it nor a leased older one uses.

        Raises:
            IndexVersionError: some documents are outdated and were neither added again nor removed.
            IndexWriteError: the folder cannot be written.
        """
        if self._outdated:
            names = ", ".join(record.document.name for record in self.outdated)
            raise IndexVersionError(
                f"{names}: damaged, or indexed with other models or by another version; give these files too, or"
                " remove them"
            )
        segments = SegmentBuilder(self._folder, self._old, self._recipe, self._flat_up_to, thorough=self._thorough)
        self._old = _switch(self._folder, self._old, self._recipe, self.records, segments)

    def _sort_documents(self) -> None:
        """Separate the documents that can stay from the outdated ones, and find unfinished ones."""
        indexed = () if self._old is None else self._old.documents
        self._thorough = self._thorough or _is_small(self._old)
        sound = is_sound if self._thorough else has_document
        for record in indexed:
            current = self._old is not None and self._old.recipe == self._recipe and sound(self._folder, record)
            (self._records if current else self._outdated)[record.document.id] = record
            self._names[record.document.name] = record.document.id
        for about, files in unfinished(self._folder, self._folders):
            if about.recipe == self._recipe:
                self._unfinished[about.document.id] = (about, files)

    def _known(self, document: Document) -> KnownVectors:
        """Return the vectors of the document's old version and of the words of all documents."""
        if self._words is None:
            self._words = known_word_vectors(self._folder, self._old, self._recipe)
        known = KnownVectors(words=self._words)
        for record in () if self._old is None else self._old.documents:
            same = document.name == record.document.name or document.id == record.document.id
            if self._old is not None and same and is_intact(self._folder / DOCUMENTS, record.files):
                known.learn(
                    read_encoded_document(self._folder, record, self._old.recipe), self._old.recipe, self._recipe
                )
        return known

    def _put(self, new: DocumentEntry) -> None:
        """Replace documents with the same name or the same bytes."""
        for number in (new.document.id, self._names.get(new.document.name, "")):
            for records in (self._records, self._outdated):
                existing = records.get(number)
                if existing is not None and (number == new.document.id or existing.document.name == new.document.name):
                    del records[number]
        self._records[new.document.id] = new
        self._names[new.document.name] = new.document.id


def remove_from_folder(folder: Path, document_ids: Collection[str], flat_up_to: int = FLAT_UP_TO) -> None:
    """Remove documents from an index so that no file of it contains any trace of them.

    Files in use by a reader in another process are deleted when that reader ends or opens the new generation.

    Raises:
        KeyError: no such document; nothing is removed then.
        IndexBusyError: another writer is at work.
        IndexWriteError: the folder cannot be written.
        IndexMissingError, IndexDamagedError, IndexVersionError: there is no index that can be read.
    """
    read_manifest(folder)
    with ExitStack() as until_done:
        with writing(folder):
            until_done.callback(_locked(folder).release)
        old = read_manifest(folder)
        for document_id in document_ids:
            if all(record.document.id != document_id for record in old.documents):
                raise KeyError(document_id)
        kept = [record for record in old.documents if record.document.id not in document_ids]
        segments = SegmentBuilder(folder, old, old.recipe, flat_up_to, thorough=_is_small(old))
        _switch(folder, old, old.recipe, kept, segments)


def _prepare(folder: Path) -> None:
    if folder.is_dir() and not (folder / MANIFEST).exists() and {path.name for path in folder.iterdir()} - _OURS:
        raise IndexMissingError(f"{folder} contains other files and no index; name a new or an empty folder")
    for part in (*PARTS, GENERATIONS):
        (folder / part).mkdir(parents=True, exist_ok=True)


def _locked(folder: Path) -> FileLock:
    """Return the writers' lock of an index, acquired."""
    lock = FileLock(folder / LOCK, timeout=MAX_WAIT_S)
    try:
        lock.acquire()
    except Timeout:
        raise IndexBusyError(f"another process is writing the index at {folder}; try again when it is done") from None
    return lock


def _is_small(old: Manifest | None) -> bool:
    return old is None or sum(record.files.size for record in old.documents) <= MAX_CHECKED_BYTES


def _existing(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except IndexMissingError:
        return None


def _switch(
    folder: Path, old: Manifest | None, recipe: Recipe, documents: Sequence[DocumentEntry], segments: SegmentBuilder
) -> Manifest:
    """Make a generation of these documents the current one, and delete unused files."""
    generation = 1 if old is None else old.generation + 1
    new = Manifest(FORMAT_VERSION, project_version(), generation, recipe, tuple(documents), *segments.stored(documents))
    if old is not None and replace(old, generation=generation, project_version=new.project_version) == new:
        new = old
    with writing(folder):
        announce(folder, new)
        if new is not old:
            write_manifest(folder, new)
        sweep_files(folder, new)
    return new
