"""The contract of an index wherever it is stored: reading, writing and locating it."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.model import Document, Passage
from index.base import Candidate, Embedder, PassageFilter, Ranked, TokenEncoder, Vectors
from index.encoded import EncodedDocument
from index.encoder import Progress
from index.search.vocabulary import Vocabulary


class OpenIndex(Protocol):
    """One generation of an index, opened for search. Safe for threads.

    Passages are numbered from 0, document after document in the order of the documents' names, in reading order. Later
    writes do not show, and the files or rows of this generation are kept until `close`.
    """

    @property
    def generation(self) -> int:
        """Return the number of the generation; it rises with each change."""
        ...

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return the documents, in the order of their names."""
        ...

    @property
    def passages(self) -> Sequence[Passage]:
        """Return all passages by number; each is loaded on access."""
        ...

    @property
    def embedder_names(self) -> tuple[str, ...]:
        """Return the names of the models whose vectors are indexed."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the words of all documents."""
        ...

    def is_current(self) -> bool:
        """Return True if no writer has switched to another generation since this one was opened; cheap."""
        ...

    def close(self) -> None:
        """Release what only this generation uses; it cannot be searched afterwards."""
        ...

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """Return the passages of one document, in reading order; raises KeyError."""
        ...

    def warnings(self, document_id: str) -> tuple[str, ...]:
        """Return the warnings of reading a document, such as pages that are images; raises KeyError."""
        ...

    def row_labels(self, document_id: str) -> Collection[str]:
        """Return the row labels of a document's tables, in the order of their first cell."""
        ...

    def column_labels(self, document_id: str, table: str | None) -> Sequence[str]:
        """Return the column labels of a document's table, in the order of their first cell."""
        ...

    def source(self, document_id: str) -> Path:
        """Return a document's original as a file that stays until `close`; raises KeyError, IndexDamagedError."""
        ...

    def candidates(
        self, words: str, embedder: str, vector: Vectors, k: int, within: PassageFilter | None
    ) -> list[Candidate]:
        """Return the k best by words and the k best by vectors, as one list in the order of their numbers."""
        ...

    def lexical(self, question: str, k: int, within: PassageFilter | None) -> list[Ranked]:
        """Return the k best passages by BM25, best first, without those that share no word."""
        ...

    def dense(self, embedder: str, vector: Vectors, k: int, within: PassageFilter | None) -> list[Ranked]:
        """Return the k passages whose vectors are nearest to the question's, best first."""
        ...

    def late(self, question_tokens: Vectors, numbers: Sequence[int]) -> Vectors:
        """Score each of these passages by late interaction with the question, shape (len(numbers),)."""
        ...

    def token_vectors(self, number: int) -> Vectors:
        """Return the vectors of a passage's tokens, shape (tokens, dimensions)."""
        ...


class DocumentRecord(Protocol):
    """An indexed document as a writer sees it."""

    @property
    def document(self) -> Document:
        """Return the document."""
        ...

    @property
    def passages(self) -> int:
        """Return the number of its passages."""
        ...

    @property
    def origin(self) -> str:
        """Return the absolute path that it was indexed from."""
        ...

    @property
    def size(self) -> int:
        """Return the size of its original, in bytes."""
        ...


class UnfinishedDocument(Protocol):
    """A document that an interrupted build has finished but not committed."""

    @property
    def document(self) -> Document:
        """Return the document."""
        ...

    @property
    def passages(self) -> int:
        """Return the number of its passages."""
        ...

    @property
    def warnings(self) -> Sequence[str]:
        """Return its reader's warnings."""
        ...


class ReadDocument(Protocol):
    """A document that was read, with its passages in reading order and its reader's warnings."""

    @property
    def document(self) -> Document:
        """Return the document."""
        ...

    @property
    def passages(self) -> Sequence[Passage]:
        """Return its passages."""
        ...

    @property
    def warnings(self) -> Sequence[str]:
        """Return its reader's warnings."""
        ...


class DocumentWriter(Protocol):
    """Adds and removes documents; nothing shows until `commit` switches to the new generation."""

    @property
    def records(self) -> Sequence[DocumentRecord]:
        """Return the documents of the next generation, in the order of their names."""
        ...

    @property
    def outdated(self) -> Sequence[DocumentRecord]:
        """Return the documents that must be added again or removed: of another version, other models, or damaged."""
        ...

    def add(
        self,
        reading: ReadDocument,
        source: Path,
        progress: Progress | None = None,
        origin: str = "",
        encoded: EncodedDocument | None = None,
    ) -> None:
        """Add a document with its original; it replaces one of the same name or the same bytes.

        `encoded` has its vectors if they were computed elsewhere. Raises ReadError, ModelError, IndexFolderError.
        """
        ...

    def is_unfinished(self, document_id: str, name: str) -> bool:
        """Return True if an interrupted build has read and embedded a document of these bytes and this name."""
        ...

    def resume(self, document_id: str, source: Path, origin: str = "") -> UnfinishedDocument:
        """Add a document that `is_unfinished`; raises KeyError, ReadError, IndexFolderError."""
        ...

    def original(self, document_id: str) -> bytes:
        """Return the index's copy of a document's file; raises OSError if it cannot be read."""
        ...

    def move(self, document_id: str, origin: Path) -> None:
        """Record a new path of a document's file under the same name; raises KeyError."""
        ...

    def remove(self, document_id: str) -> None:
        """Leave a document out of the next generation; raises KeyError."""
        ...

    def commit(self) -> None:
        """Switch to the new generation, then delete unused files or rows; raises IndexFolderError."""
        ...


@dataclass(frozen=True, slots=True)
class Health:
    """The result of a thorough check. `left_over` lists unused files or rows; they do no harm."""

    embedders: tuple[str, ...]
    documents: int
    faults: tuple[str, ...]
    left_over: str


class Store(Protocol):
    """The place of an index, which need not exist yet. `str` of it is safe to show.

    All methods raise the kinds of IndexFolderError that the folder's own do.
    """

    @property
    def place(self) -> str | Path:
        """Return the folder or address as it was given; an address may contain a password."""
        ...

    @property
    def folder(self) -> Path | None:
        """Return the folder of the index; None for a database."""
        ...

    def open(self, embedders: Sequence[str] | None = None, reading_version: int | None = None) -> OpenIndex:
        """Open the newest generation; it must have been built with exactly these models and this reading version."""
        ...

    def writer(
        self, embedders: Sequence[Embedder], token_encoder: TokenEncoder, reading_version: int
    ) -> AbstractContextManager[DocumentWriter]:
        """Return a writer for the next generation."""
        ...

    def remove(self, document_ids: Collection[str]) -> None:
        """Remove documents without a trace; if one is not indexed, raise KeyError and remove none."""
        ...

    def health(self) -> Health:
        """Read everything and report what differs from what was written."""
        ...

    def identity(self) -> object:
        """Return a JSON value that identifies the content of the current generation."""
        ...

    def size(self) -> int:
        """Return the size of the index in bytes."""
        ...

    def changed(self) -> float | None:
        """Return when the index was last changed, in seconds since 1970; None if that is not known."""
        ...

    def note(self) -> str:
        """Return the note of the last build; empty if there is none."""
        ...

    def put_note(self, note: str) -> None:
        """Replace the note of the last build."""
        ...
