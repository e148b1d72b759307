"""Building and changing an index: documents in, a new generation out, by one atomic switch."""

import os
import re
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from filelock import FileLock, Timeout

from corpus.errors import ReadError
from corpus.model import Document, Passage
from index.base import Embedder, TokenEncoder, Vectors
from index.errors import IndexBusyError, IndexDamagedError, IndexMissingError, IndexVersionError
from index.folder import file_record, folder_record, write_folder
from index.lexical import LexicalIndex, lexical_name
from index.manifest import (
    DOCUMENTS,
    FORMAT_VERSION,
    LEXICAL,
    MANIFEST,
    SOURCES,
    DocumentRecord,
    LexicalRecord,
    Manifest,
    Recipe,
    project_version,
    read_manifest,
    recipe_of,
    sync,
    used_names,
    write_manifest,
)
from index.segment import read_passages, read_segment, segment_contents, segment_name
from index.text import TERMS_VERSION, searchable
from index.vectoriser import Known, Progress, Vectoriser

LOCK = "lock"

_OURS = {LOCK, MANIFEST, f"{MANIFEST}.new", DOCUMENTS, LEXICAL, SOURCES}
_LEFT_OVER = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}(\.[a-z0-9]{1,8})?|([0-9a-f]{32}|[0-9a-f]{64}[.a-z0-9]{0,9})\.new")


class ReadDocument(Protocol):
    """A document that was read, with its passages in reading order."""

    @property
    def document(self) -> Document:
        """The document."""
        ...

    @property
    def passages(self) -> Sequence[Passage]:
        """Its passages."""
        ...


class IndexWriter:
    """The one writer of an index; a context manager that holds the index's lock.

    `add` writes a document's folder beside the others; nothing shows until `commit` switches to the new generation.
    When the block ends without `commit`, by an error or a power cut, the old generation stays as it was, and what was
    already embedded is taken up by the next writer.

        with IndexWriter(folder, embedders, token_encoder, reading_version) as writer:
            writer.add(read_file(path, limits), path)
            writer.commit()
    """

    def __init__(
        self, folder: Path, embedders: Sequence[Embedder], token_encoder: TokenEncoder, reading_version: int
    ) -> None:
        self._folder = folder
        self._recipe = recipe_of(embedders, token_encoder, reading_version)
        self._vectoriser = Vectoriser(embedders, token_encoder)
        self._lock = FileLock(folder / LOCK, timeout=0)
        self._old: Manifest | None = None
        self._words: dict[str, Vectors] = {}
        self._records: dict[str, DocumentRecord] = {}
        self._outdated: dict[str, DocumentRecord] = {}

    def __enter__(self) -> Self:
        """Take the lock and see what is there.

        Raises:
            IndexBusyError: another writer is at work.
            IndexMissingError: the folder holds other things than an index.
            IndexDamagedError, IndexVersionError: its manifest cannot be read.
        """
        _prepare(self._folder)
        _acquire(self._lock, self._folder)
        try:
            self._old = _existing(self._folder)
            self._sort_documents()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Let the lock go."""
        self._lock.release()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that the next generation holds as things stand, in the order of their names."""
        return tuple(record.document for record in sorted(self._records.values(), key=lambda r: r.document.name))

    @property
    def outdated(self) -> tuple[Document, ...]:
        """Documents of the old generation that must be added again or removed.

        Another reading version or other models made them, or their files are damaged.
        """
        return tuple(record.document for record in self._outdated.values())

    def add(self, reading: ReadDocument, source: Path, progress: Progress | None = None) -> None:
        """Add a document, with a copy of its file; it replaces one of the same name or the same bytes.

        Raises:
            ReadError: the file is no longer the one that was read.
            ModelError: a model fails.
        """
        document = reading.document
        name = segment_name(document, reading.passages, self._recipe)
        folder = self._folder / DOCUMENTS / name
        if not folder.exists():
            segment = self._vectoriser.segment(reading.passages, self._known(document), progress)
            write_folder(folder, segment_contents(segment))
        copy = _copied(source, self._folder / SOURCES, document)
        self._forget(document)
        self._records[document.id] = DocumentRecord(
            document, len(reading.passages), folder_record(folder), copy.name, file_record(copy)
        )

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
        """Switch to the new generation, then delete what it does not use.

        Raises:
            IndexVersionError: some documents are outdated and were neither added again nor removed.
        """
        if self._outdated:
            names = ", ".join(document.name for document in self.outdated)
            raise IndexVersionError(
                f"{names}: indexed with other models or by another version; give these files too, or remove them"
            )
        self._old = _switch(self._folder, self._old, self._recipe, [*self._records.values()])

    def _sort_documents(self) -> None:
        """Tell the documents that can be kept as they are from those that cannot."""
        for record in () if self._old is None else self._old.documents:
            current = self._old is not None and self._old.recipe == self._recipe and self._is_sound(record)
            (self._records if current else self._outdated)[record.document.id] = record

    def _is_sound(self, record: DocumentRecord) -> bool:
        """Whether a document's files can be read; the vectors of its words serve the documents to come."""
        try:
            words = read_segment(self._folder, record, self._recipe).vocabulary
        except IndexDamagedError:
            return False
        self._words.update(zip(words.common, words.vectors, strict=True))
        return (self._folder / SOURCES / record.source).is_file()

    def _known(self, document: Document) -> Known:
        """The vectors of the document's old version and of the words of all documents."""
        known = Known(words=self._words)
        for record in () if self._old is None else self._old.documents:
            if self._old is not None and document.name == record.document.name:
                try:
                    known.learn(read_segment(self._folder, record, self._old.recipe), self._old.recipe, self._recipe)
                except IndexDamagedError:
                    continue
        return known

    def _forget(self, document: Document) -> None:
        """Take the place of documents with the same name or the same bytes."""
        for records in (self._records, self._outdated):
            for number, record in list(records.items()):
                if number == document.id or record.document.name == document.name:
                    del records[number]


def remove(folder: Path, document_ids: Collection[str]) -> None:
    """Remove documents from an index so that no file of it holds anything of them.

    Raises:
        KeyError: no such document; nothing is removed then.
        IndexBusyError: another writer is at work.
        IndexMissingError, IndexDamagedError, IndexVersionError: there is no index that can be read.
    """
    lock = FileLock(folder / LOCK, timeout=0)
    read_manifest(folder)
    _acquire(lock, folder)
    with lock:
        old = read_manifest(folder)
        for document_id in document_ids:
            if all(record.document.id != document_id for record in old.documents):
                raise KeyError(document_id)
        kept = [record for record in old.documents if record.document.id not in document_ids]
        _switch(folder, old, old.recipe, kept)


def _prepare(folder: Path) -> None:
    if folder.is_dir() and not (folder / MANIFEST).exists() and {path.name for path in folder.iterdir()} - _OURS:
        raise IndexMissingError(f"{folder} holds other files and no index; name a new or an empty folder")
    for part in (DOCUMENTS, LEXICAL, SOURCES):
        (folder / part).mkdir(parents=True, exist_ok=True)


def _acquire(lock: FileLock, folder: Path) -> None:
    try:
        lock.acquire()
    except Timeout:
        raise IndexBusyError(f"another process is writing the index at {folder}; try again when it is done") from None


def _existing(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except IndexMissingError:
        return None


def _copied(source: Path, sources: Path, document: Document) -> Path:
    """Copy an original into the index, unless it is there; raises ReadError when its bytes are not the document's."""
    suffix = source.suffix.lower()
    target = sources / (document.id + (suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""))
    passing = target.with_name(f"{target.name}.new")
    shutil.copyfile(source, passing)
    if file_record(passing).sha256 != document.id:
        passing.unlink()
        raise ReadError(document.name, "the file changed while it was read; index it again")
    sync(passing)
    os.replace(passing, target)
    sync(sources)
    return target


def _switch(folder: Path, old: Manifest | None, recipe: Recipe, records: Sequence[DocumentRecord]) -> Manifest:
    """Make a new generation of these documents the current one, and delete what it does not use."""
    documents = tuple(sorted(records, key=lambda record: record.document.name))
    generation = 1 if old is None else old.generation + 1
    new = Manifest(FORMAT_VERSION, project_version(), generation, recipe, documents, _lexical(folder, documents))
    if old is None or (old.recipe, old.documents, old.lexical) != (new.recipe, new.documents, new.lexical):
        write_manifest(folder, new)
    else:
        new = old
    _sweep(folder, new)
    return new


def _lexical(folder: Path, documents: Sequence[DocumentRecord]) -> LexicalRecord:
    """The lexical index of these documents, built unless it is there."""
    target = folder / LEXICAL / lexical_name([record.files.folder for record in documents])
    if not target.exists():
        passages = (passage for record in documents for passage in read_passages(folder, record))
        write_folder(target, LexicalIndex.build([searchable(passage) for passage in passages]).contents())
    return LexicalRecord(TERMS_VERSION, folder_record(target))


def _sweep(folder: Path, manifest: Manifest) -> None:
    used = used_names(manifest)
    for part in (DOCUMENTS, LEXICAL, SOURCES):
        for path in (folder / part).iterdir():
            if path.name not in used and _LEFT_OVER.fullmatch(path.name):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
