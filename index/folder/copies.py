"""Write the parts of an index folder: copies of originals, folders of documents and segments."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from corpus.model import Document
from index.errors import IndexDamagedError, IndexWriteError
from index.folder.document_files import About, read_about
from index.folder.manifest import DOCUMENTS, SOURCES, DocumentEntry, Manifest
from index.storable import content_of, suffix_of
from index.storage.records import FileRecord, FolderRecord
from index.storage.safe_files import digest_of, write_whole
from index.storage.sealed_folder import Contents, has_its_seal, is_intact, sealed_record, write_folder


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn the system's errors on writing into an IndexWriteError with the cure."""
    try:
        yield
    except OSError as error:
        raise IndexWriteError(
            f"the index at {folder} cannot be written ({error.strerror or error}); make room on the disk, permit"
            " writing there, or name another folder with --index. What was in the index is as it was"
        ) from error


def copy_original(source: Path, sources: Path, document: Document) -> tuple[str, FileRecord]:
    """Copy an original into the index and return the copy's name and record.

    Raises:
        ReadError: the original cannot be opened, or its bytes are no longer the document's.
        IndexWriteError: the copy cannot be written.
    """
    content = content_of(source, document)
    target = sources / (document.id + suffix_of(source))
    with writing(sources.parent):
        write_whole(target, content)
    return target.name, FileRecord(len(content), document.id)


class Folders:
    """The folders of one part of an index, named by their content: the same content is written once.

    A folder is reused only if it matches, byte for byte, the manifest that names it or, if no manifest names it, its
    own seal. A damaged folder is replaced by a new one under another name: the old generation stays as it is until the
    switch.
    """

    def __init__(
        self,
        index: Path,
        part: str,
        vouched: Mapping[str, FolderRecord],
        whole: Callable[[Path, FolderRecord], bool] = is_intact,
    ) -> None:
        """`is_whole` returns True if a folder matches its record."""
        self._index = index
        self._part = index / part
        self._vouched = vouched
        self._whole = whole

    def stored(self, name: str, make: Callable[[], Contents]) -> FolderRecord:
        """Return the folder of that content, written if it is missing; raises IndexWriteError."""
        for attempt in range(1, 100):
            folder = self._part / name
            if not os.path.lexists(folder):
                contents = make()
                with writing(self._index):
                    return write_folder(folder, contents)
            if (record := self._sound(name)) is not None:
                return record
            name = sha256(f"{name} {attempt}".encode()).hexdigest()[:32]
        raise IndexWriteError(f"{self._part} contains damaged folders only; delete the folder and index again")

    def left_over(self) -> Iterator[FolderRecord]:
        """Yield the folders that no manifest names and that match their own seals."""
        for folder in sorted(self._part.iterdir()):
            if folder.name not in self._vouched and (record := sealed_record(folder)) is not None:
                yield record

    def _sound(self, name: str) -> FolderRecord | None:
        record = self._vouched.get(name)
        if record is None:
            return sealed_record(self._part / name)
        return record if self._whole(self._part, record) else None


def document_folders(index: Path, old: Manifest | None) -> Folders:
    """Return the folders of documents."""
    records = () if old is None else old.documents
    return Folders(index, DOCUMENTS, {record.files.folder: record.files for record in records})


def unfinished(index: Path, folders: Folders) -> Iterator[tuple[About, FolderRecord]]:
    """Yield the documents that an interrupted build has completed but not committed."""
    for record in folders.left_over():
        try:
            yield read_about(index, record), record
        except IndexDamagedError:
            continue


def is_sound(index: Path, record: DocumentEntry) -> bool:
    """Return True if all files of a document match their digests byte for byte, its original's copy included."""
    try:
        same = digest_of(index / SOURCES / record.source) == record.source_file.sha256
    except OSError:
        return False
    return same and is_intact(index / DOCUMENTS, record.files)


def has_document(index: Path, record: DocumentEntry) -> bool:
    """Return True if a document's folder is there with its seal, and its original's copy has the recorded size."""
    try:
        same = (index / SOURCES / record.source).lstat().st_size == record.source_file.size
    except OSError:
        return False
    return same and has_its_seal(index / DOCUMENTS, record.files)
