"""Building and changing an index: documents in, a new generation out, by one atomic switch."""

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
from index.folder.copies import copied, document_folders, has_document, is_sound, unfinished, writing
from index.folder.document_files import About, document_contents, document_folder_name, read_encoded_document
from index.folder.generations import GENERATIONS, LOCK, PARTS, PATIENCE_S, announce, sweep_files
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

READ_WHOLE = 2_000_000_000
"""Bytes of documents up to which a writer reads every one before it starts: about 400 factsheets, in seconds."""
_OURS = {LOCK, MANIFEST, f"{MANIFEST}.new", GENERATIONS, *PARTS}


class IndexWriter:
    """The one writer of an index; a context manager that holds the index's lock.

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
        """`thorough` reads every byte of what a large index holds, as is always done with a small one.

        From more passages than `flat_up_to` on, dense search does not compare all vectors any more.
        """
        self._folder = folder
        self._thorough = thorough
        self._flat_up_to = flat_up_to
        self._recipe = recipe_of(embedders, token_encoder, reading_version)
        self._vectoriser = PassageEncoder(embedders, token_encoder)
        self._open = ExitStack()
        self._old: Manifest | None = None
        self._words: dict[str, Vectors] | None = None
        self._records: dict[str, DocumentEntry] = {}
        self._names: dict[str, str] = {}
        self._outdated: dict[str, DocumentEntry] = {}
        self._unfinished: dict[str, tuple[About, FolderRecord]] = {}

    def __enter__(self) -> Self:
        """Take the lock and see what is there.

        Raises:
            IndexBusyError: another writer is at work.
            IndexMissingError: the folder holds other things than an index.
            IndexWriteError: the folder cannot be written.
            IndexDamagedError, IndexVersionError: its manifest cannot be read.
        """
        with ExitStack() as held:
            with writing(self._folder):
                _prepare(self._folder)
                held.callback(_locked(self._folder).release)
            self._old = _existing(self._folder)
            self._folders = document_folders(self._folder, self._old)
            self._sort_documents()
            self._open = held.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Let the lock go."""
        self._open.close()

    @property
    def records(self) -> tuple[DocumentEntry, ...]:
        """What the next generation holds as things stand, in the order of the documents' names."""
        return tuple(sorted(self._records.values(), key=lambda record: record.document.name))

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that the next generation holds as things stand, in the order of their names."""
        return tuple(record.document for record in self.records)

    @property
    def outdated(self) -> tuple[DocumentEntry, ...]:
        """What the old generation holds and must be added again or removed.

        Another reading version or other models made it, or its files are damaged.
        """
        return tuple(self._outdated.values())

    def add(
        self,
        reading: ReadDocument,
        source: Path,
        progress: Progress | None = None,
        origin: str = "",
        segment: EncodedDocument | None = None,
    ) -> None:
        """Add a document, with a copy of its file; it replaces one of the same name or the same bytes.

        `origin` is where the file came from, if not from `source`; `segment` has the vectors, if they were made
        elsewhere.

        Raises:
            ReadError: the file is no longer the one that was read.
            ModelError: a model fails.
            IndexWriteError: the folder cannot be written.
        """
        document, passages = storable_fields(reading.document), [storable_fields(each) for each in reading.passages]
        copy, copy_record = copied(source, self._folder / SOURCES, document)
        about = About(document, self._recipe, len(passages), tuple(map(storable, reading.warnings)))

        def make() -> Contents:
            made = segment or self._vectoriser.segment(passages, self._known(document), progress)
            return document_contents(replace(made, passages=passages), about)

        files = self._folders.stored(document_folder_name(document, passages, self._recipe), make)
        origin = storable(origin or str(source.absolute()))
        self._put(DocumentEntry(document, len(passages), files, copy, copy_record, origin))

    def is_unfinished(self, document_id: str, name: str) -> bool:
        """Whether an interrupted build has read and embedded a document of these bytes and this name."""
        return document_id in self._unfinished and self._unfinished[document_id][0].document.name == name

    def take_up(self, document_id: str, source: Path, origin: str = "") -> About:
        """Add a document that `is_unfinished`, with a copy of its file.

        Raises:
            KeyError: there is none.
            ReadError: the file no longer has these bytes.
            IndexWriteError: the folder cannot be written.
        """
        about, files = self._unfinished[document_id]
        copy, copy_record = copied(source, self._folder / SOURCES, about.document)
        origin = storable(origin or str(source.absolute()))
        self._put(DocumentEntry(about.document, about.passages, files, copy, copy_record, origin))
        return about

    def original(self, document_id: str) -> bytes:
        """The index's copy of a document's file; raises OSError where it cannot be read."""
        record = self._records.get(document_id) or self._outdated[document_id]
        return (self._folder / SOURCES / record.source).read_bytes()

    def move(self, document_id: str, origin: Path) -> None:
        """Note that a document's file now lies elsewhere, under the same name.

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
        """Switch to the new generation, then delete what neither it nor a reader of an older one uses.

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
        shelves = SegmentBuilder(self._folder, self._old, self._recipe, self._flat_up_to, thorough=self._thorough)
        self._old = _switch(self._folder, self._old, self._recipe, self.records, shelves)

    def _sort_documents(self) -> None:
        """Tell the documents that can be kept as they are from those that cannot, and find unfinished ones."""
        held = () if self._old is None else self._old.documents
        self._thorough = self._thorough or _is_small(self._old)
        sound = is_sound if self._thorough else has_document
        for record in held:
            current = self._old is not None and self._old.recipe == self._recipe and sound(self._folder, record)
            (self._records if current else self._outdated)[record.document.id] = record
            self._names[record.document.name] = record.document.id
        for about, files in unfinished(self._folder, self._folders):
            if about.recipe == self._recipe:
                self._unfinished[about.document.id] = (about, files)

    def _known(self, document: Document) -> KnownVectors:
        """The vectors of the document's old version and of the words of all documents."""
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
        """Take the place of documents with the same name or the same bytes."""
        for number in (new.document.id, self._names.get(new.document.name, "")):
            for records in (self._records, self._outdated):
                held = records.get(number)
                if held is not None and (number == new.document.id or held.document.name == new.document.name):
                    del records[number]
        self._records[new.document.id] = new
        self._names[new.document.name] = new.document.id


def remove_from_folder(folder: Path, document_ids: Collection[str], flat_up_to: int = FLAT_UP_TO) -> None:
    """Remove documents from an index so that no file of it holds anything of them.

    What a reader in another process still uses goes when that reader ends or opens the new generation.

    Raises:
        KeyError: no such document; nothing is removed then.
        IndexBusyError: another writer is at work.
        IndexWriteError: the folder cannot be written.
        IndexMissingError, IndexDamagedError, IndexVersionError: there is no index that can be read.
    """
    read_manifest(folder)
    with ExitStack() as held:
        with writing(folder):
            held.callback(_locked(folder).release)
        old = read_manifest(folder)
        for document_id in document_ids:
            if all(record.document.id != document_id for record in old.documents):
                raise KeyError(document_id)
        kept = [record for record in old.documents if record.document.id not in document_ids]
        shelves = SegmentBuilder(folder, old, old.recipe, flat_up_to, thorough=_is_small(old))
        _switch(folder, old, old.recipe, kept, shelves)


def _prepare(folder: Path) -> None:
    if folder.is_dir() and not (folder / MANIFEST).exists() and {path.name for path in folder.iterdir()} - _OURS:
        raise IndexMissingError(f"{folder} holds other files and no index; name a new or an empty folder")
    for part in (*PARTS, GENERATIONS):
        (folder / part).mkdir(parents=True, exist_ok=True)


def _locked(folder: Path) -> FileLock:
    """The lock of an index's writers, held."""
    lock = FileLock(folder / LOCK, timeout=PATIENCE_S)
    try:
        lock.acquire()
    except Timeout:
        raise IndexBusyError(f"another process is writing the index at {folder}; try again when it is done") from None
    return lock


def _is_small(old: Manifest | None) -> bool:
    return old is None or sum(record.files.size for record in old.documents) <= READ_WHOLE


def _existing(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except IndexMissingError:
        return None


def _switch(
    folder: Path, old: Manifest | None, recipe: Recipe, documents: Sequence[DocumentEntry], shelves: SegmentBuilder
) -> Manifest:
    """Make a new generation of these documents the current one, and delete what nobody uses any more."""
    generation = 1 if old is None else old.generation + 1
    new = Manifest(FORMAT_VERSION, project_version(), generation, recipe, tuple(documents), *shelves.stored(documents))
    if old is not None and replace(old, generation=generation, project_version=new.project_version) == new:
        new = old
    with writing(folder):
        announce(folder, new)
        if new is not old:
            write_manifest(folder, new)
        sweep_files(folder, new)
    return new
