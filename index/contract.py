"""The contract of an index, wherever it lies: what is read of it, how it is written, and where it is."""

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

    Passages are numbered from 0, document after document in the order of the documents' names, in reading order. What
    is written later does not show, and what this generation uses is kept for it until `close`.
    """

    @property
    def generation(self) -> int:
        """The number of the generation; it rises with each change."""
        ...

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents, in the order of their names."""
        ...

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages by their numbers, each made when it is asked for."""
        ...

    @property
    def embedder_names(self) -> tuple[str, ...]:
        """The models whose vectors are held."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of all documents."""
        ...

    def is_current(self) -> bool:
        """Whether no writer has switched to another generation since this one was opened; cheap."""
        ...

    def close(self) -> None:
        """Let go of what only this generation uses; search no more after that."""
        ...

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """The passages of one document, in reading order; raises KeyError."""
        ...

    def warnings(self, document_id: str) -> tuple[str, ...]:
        """What was noted when a document was read, such as pages that are images; raises KeyError."""
        ...

    def row_labels(self, document_id: str) -> Collection[str]:
        """The row labels of a document's tables, in the order of their first cell."""
        ...

    def column_labels(self, document_id: str, table: str | None) -> Sequence[str]:
        """The column labels of a document's table, in the order of their first cell."""
        ...

    def source(self, document_id: str) -> Path:
        """A file with the bytes of a document's original, good until `close`; raises KeyError, IndexDamagedError."""
        ...

    def candidates(
        self, words: str, embedder: str, vector: Vectors, k: int, within: PassageFilter | None
    ) -> list[Candidate]:
        """The k best by words and the k best by vectors, as one list in the order of their numbers."""
        ...

    def lexical(self, question: str, k: int, within: PassageFilter | None) -> list[Ranked]:
        """The k best passages by BM25, best first; none that shares no word."""
        ...

    def dense(self, embedder: str, vector: Vectors, k: int, within: PassageFilter | None) -> list[Ranked]:
        """The k passages whose vectors are nearest to the question's, best first."""
        ...

    def late(self, question_tokens: Vectors, numbers: Sequence[int]) -> Vectors:
        """Late interaction of the question with each of these passages, shape (len(numbers),)."""
        ...

    def token_vectors(self, number: int) -> Vectors:
        """The vectors of a passage's tokens, shape (tokens, dimensions)."""
        ...


class DocumentRecord(Protocol):
    """What a writer knows of a document that the index holds."""

    @property
    def document(self) -> Document:
        """The document."""
        ...

    @property
    def passages(self) -> int:
        """The number of its passages."""
        ...

    @property
    def origin(self) -> str:
        """The absolute path that it was indexed from."""
        ...

    @property
    def size(self) -> int:
        """The size of its original, in bytes."""
        ...


class UnfinishedDocument(Protocol):
    """What an interrupted build has left of a document."""

    @property
    def document(self) -> Document:
        """The document."""
        ...

    @property
    def passages(self) -> int:
        """The number of its passages."""
        ...

    @property
    def warnings(self) -> Sequence[str]:
        """What its reader warned of."""
        ...


class ReadDocument(Protocol):
    """A document that was read, with its passages in reading order and what its reader warned of."""

    @property
    def document(self) -> Document:
        """The document."""
        ...

    @property
    def passages(self) -> Sequence[Passage]:
        """Its passages."""
        ...

    @property
    def warnings(self) -> Sequence[str]:
        """What its reader warned of."""
        ...


class DocumentWriter(Protocol):
    """Adds and removes documents; nothing shows until `commit` switches to the new generation."""

    @property
    def records(self) -> Sequence[DocumentRecord]:
        """What the next generation holds as things stand, in the order of the documents' names."""
        ...

    @property
    def outdated(self) -> Sequence[DocumentRecord]:
        """What must be added again or removed: made by another version or other models, or damaged."""
        ...

    def add(
        self,
        reading: ReadDocument,
        source: Path,
        progress: Progress | None = None,
        origin: str = "",
        segment: EncodedDocument | None = None,
    ) -> None:
        """Add a document with its original; it replaces one of the same name or the same bytes.

        `segment` has its vectors, where they were made elsewhere. Raises ReadError, ModelError, IndexFolderError.
        """
        ...

    def is_unfinished(self, document_id: str, name: str) -> bool:
        """Whether an interrupted build has read and embedded a document of these bytes and this name."""
        ...

    def take_up(self, document_id: str, source: Path, origin: str = "") -> UnfinishedDocument:
        """Add a document that `is_unfinished`; raises KeyError, ReadError, IndexFolderError."""
        ...

    def original(self, document_id: str) -> bytes:
        """The index's copy of a document's file; raises OSError where it cannot be read."""
        ...

    def move(self, document_id: str, origin: Path) -> None:
        """Note that a document's file now lies elsewhere, under the same name; raises KeyError."""
        ...

    def remove(self, document_id: str) -> None:
        """Leave a document out of the next generation; raises KeyError."""
        ...

    def commit(self) -> None:
        """Switch to the new generation, then delete what nobody uses; raises IndexFolderError."""
        ...


@dataclass(frozen=True, slots=True)
class Health:
    """What a thorough check found. `left_over` says what lies there unused; it does no harm."""

    embedders: tuple[str, ...]
    documents: int
    faults: tuple[str, ...]
    left_over: str


class Store(Protocol):
    """Where an index is, or would be. `str` of it can be shown to anybody.

    All methods raise the kinds of IndexFolderError that the folder's own do.
    """

    @property
    def place(self) -> str | Path:
        """The folder or address as it was given; an address may hold a password."""
        ...

    @property
    def folder(self) -> Path | None:
        """The folder of the index; None where it lies in no folder."""
        ...

    def open(self, embedders: Sequence[str] | None = None, reading_version: int | None = None) -> OpenIndex:
        """The newest generation; it must have been made with exactly these models and this reading version."""
        ...

    def writer(
        self, embedders: Sequence[Embedder], token_encoder: TokenEncoder, reading_version: int
    ) -> AbstractContextManager[DocumentWriter]:
        """A writer that makes the next generation."""
        ...

    def remove(self, document_ids: Collection[str]) -> None:
        """Remove documents without a trace; raises KeyError, and removes none, where one is not held."""
        ...

    def health(self) -> Health:
        """Read everything and say what is not as written."""
        ...

    def identity(self) -> object:
        """What tells the content of the current generation from any other, as JSON can hold it."""
        ...

    def size(self) -> int:
        """Bytes that the index takes."""
        ...
