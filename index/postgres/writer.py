"""Writers of an index in PostgreSQL: any number at once, each document in one transaction, one switch at the end."""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.model import Document, Passage
from index.base import Embedder, TokenEncoder
from index.contract import ReadDocument
from index.encoded import EncodedDocument
from index.encoder import KnownVectors, PassageEncoder, Progress
from index.errors import IndexMissingError
from index.folder.document_files import document_folder_name
from index.postgres.cleanup import sweep_rows
from index.postgres.database import Connection, Database, with_vectors
from index.postgres.generations import CURRENT, GenerationChange, outdated_error, switch
from index.postgres.locks import SWITCH, WRITERS, acquire, exclusively, locked_numbers
from index.postgres.reader import read_state
from index.postgres.row_writer import (
    DocumentRow,
    Original,
    next_number,
    read_encoded_rows,
    read_records,
    read_word_vectors,
    write_document,
)
from index.postgres.rows import RowError, recipe_key
from index.postgres.schema import build_graph, prepare
from index.recipe import Recipe, recipe_of
from index.search.vocabulary import common_words
from index.storable import content_of, storable, storable_fields, suffix_of

GRAPH_FROM = 50_000
"""Minimum passages for a graph over the vectors; with fewer, comparing all is quick, and exact."""


class PostgresWriter:
    """Adds and removes documents, as `index.contract.DocumentWriter` says; a context manager.

    Several writers may be active. Each locks its number, so that the others can distinguish its unfinished documents
    from those of a writer that was interrupted.
    """

    def __init__(
        self, database: Database, embedders: Sequence[Embedder], token_encoder: TokenEncoder, reading_version: int
    ) -> None:
        self._database = database
        self._recipe = recipe_of(embedders, token_encoder, reading_version)
        self._encoder = PassageEncoder(embedders, token_encoder)
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Connect, create missing tables, and sort the documents; raises IndexFolderError."""
        with ExitStack() as until_open:
            self._connection = self._database.connect()
            until_open.callback(self._connection.close)
            prepare(self._connection, self._database)
            with_vectors(self._connection, self._database)
            with self._database.translated_errors():
                self._number = next_number(self._connection, "writer_numbers")
                acquire(self._connection, WRITERS, self._number)
                self._sort_documents()
            self._open = until_open.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Release the lock by closing the connection."""
        self._open.close()

    def _sort_documents(self) -> None:
        """Sort the documents into sound and outdated, and take over unfinished ones of ended writers."""
        self._made_by = self._state_recipe()
        records = {record.document.id: record for record in read_records(self._connection, CURRENT, [])}
        lacking = self._incomplete()
        sound = {
            key: record
            for key, record in records.items()
            if record.recipe == recipe_key(self._recipe) and record.number not in lacking
        }
        self._records = sound
        self._outdated = {key: record for key, record in records.items() if key not in sound}
        self._names = {record.document.name: key for key, record in records.items()}
        self._taken = {record.document.id: record for record in self._take_over()}
        self._added: set[int] = set()
        self._removed: set[int] = set()
        self._moved: dict[int, str] = {}

    def _state_recipe(self) -> Recipe | None:
        try:
            return read_state(self._connection, self._database)[1]
        except IndexMissingError:
            return None

    def _incomplete(self) -> set[int]:
        """Return the documents with missing rows."""
        rows = self._connection.execute(
            "SELECT d.number FROM factsheet_qa.documents d"
            " LEFT JOIN (SELECT document, count(*) AS found FROM factsheet_qa.passages GROUP BY document) p"
            " ON p.document = d.number"
            " LEFT JOIN (SELECT document, count(*) AS found FROM factsheet_qa.vectors GROUP BY document) v"
            " ON v.document = d.number"
            " LEFT JOIN factsheet_qa.sources s ON s.document = d.number"
            f" WHERE {CURRENT} AND (coalesce(p.found, 0) <> d.passages OR s.document IS NULL"
            " OR coalesce(v.found, 0) <> d.passages * %s)",
            [len(self._recipe.embedders)],
        )
        return {number for (number,) in rows}

    def _take_over(self) -> list[DocumentRow]:
        """Take over the unfinished documents of ended writers that this one can use."""
        with self._connection.transaction(), exclusively(self._connection, SWITCH):
            self._connection.execute(
                "UPDATE factsheet_qa.documents SET writer = %s"
                " WHERE since IS NULL AND recipe = %s AND NOT writer = ANY(%s)",
                [self._number, recipe_key(self._recipe), locked_numbers(self._connection, WRITERS)],
            )
        return read_records(self._connection, "since IS NULL AND writer = %s", [self._number])

    @property
    def records(self) -> tuple[DocumentRow, ...]:
        """Return the documents of the next generation, in the order of their names."""
        return tuple(sorted(self._records.values(), key=lambda record: record.document.name))

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return the documents of the next generation, in the order of their names."""
        return tuple(record.document for record in self.records)

    @property
    def outdated(self) -> tuple[DocumentRow, ...]:
        """Return the documents that must be added again or removed: of another version, other models, or incomplete."""
        return tuple(self._outdated.values())

    def add(
        self,
        reading: ReadDocument,
        source: Path,
        progress: Progress | None = None,
        origin: str = "",
        encoded: EncodedDocument | None = None,
    ) -> None:
        """Add a document, with its original; it replaces one of the same name or the same bytes.

        `origin` is the path of the file if it differs from `source`; `encoded` has the vectors if they were computed
        elsewhere.

        Raises:
            ReadError: the file has changed since it was read.
            ModelError: a model fails.
            IndexFolderError: the database cannot be written.
        """
        document, passages = storable_fields(reading.document), [storable_fields(each) for each in reading.passages]
        original = Original(content_of(source, document), suffix_of(source), _origin(source, origin))
        content = document_folder_name(document, passages, self._recipe)
        if self._is_indexed(document, content, original):
            return
        with self._database.translated_errors():
            vectors = encoded or self._encoder.encode_document(passages, self._known(document, passages), progress)
            record = DocumentRow(
                next_number(self._connection, "document_numbers"), document, len(passages), original.origin,
                len(original.content), recipe_key(self._recipe), content, tuple(map(storable, reading.warnings)),
            )  # fmt: skip
            vectors = replace(vectors, passages=passages)
            write_document(self._connection, record, vectors, original, self._recipe, self._number)
        self._put(record)

    def _is_indexed(self, document: Document, content: str, original: Original) -> bool:
        """Return True if a document is indexed or unfinished with exactly these passages and vectors."""
        current, taken = self._records.get(document.id), self._taken.get(document.id)
        if current is not None and (current.content, current.document) == (content, document):
            self._note_origin(current, original.origin)
            return True
        if taken is not None and (taken.content, taken.document) == (content, document):
            self._use(taken, original.origin)
            return True
        return False

    def is_unfinished(self, document_id: str, name: str) -> bool:
        """Return True if an interrupted build has read and embedded a document of these bytes and this name."""
        return document_id in self._taken and self._taken[document_id].document.name == name

    def resume(self, document_id: str, source: Path, origin: str = "") -> DocumentRow:
        """Add a document that `is_unfinished`; raises KeyError, and ReadError if the file has changed since."""
        record = self._taken[document_id]
        content_of(source, record.document)
        self._use(record, _origin(source, origin))
        return record

    def original(self, document_id: str) -> bytes:
        """Return the index's copy of a document's file; raises OSError if it is missing."""
        record = self._records.get(document_id) or self._outdated[document_id]
        with self._database.translated_errors():
            row = self._connection.execute(
                "SELECT content FROM factsheet_qa.sources WHERE document = %s", [record.number], binary=True
            ).fetchone()
        if row is None:
            raise FileNotFoundError(0, "it is missing", document_id)
        content: bytes = row[0]
        return content

    def move(self, document_id: str, origin: Path) -> None:
        """Record a new path of a document's file under the same name; raises KeyError."""
        self._note_origin(self._records[document_id], storable(str(origin.absolute())))

    def remove(self, document_id: str) -> None:
        """Leave a document out of the next generation; raises KeyError."""
        for records in (self._records, self._outdated):
            if (record := records.pop(document_id, None)) is not None:
                self._removed.add(record.number)
                return
        raise KeyError(document_id)

    def commit(self) -> None:
        """Switch to the new generation, then delete rows that no reader uses.

        Raises:
            IndexVersionError: some documents are outdated and were neither added again nor removed.
            IndexFolderError: the database cannot be written.
        """
        if self._outdated:
            raise outdated_error([record.document.name for record in self.outdated])
        kept = {record.number for record in self._records.values()}
        added = sorted(self._added & kept)
        with self._database.translated_errors():
            switch(self._connection, GenerationChange(self._recipe, added, tuple(self._removed), self._moved))
            self._drop_unused(added)
            sweep_rows(self._connection)
            self._sort_documents()
            self._build_graphs()

    def _drop_unused(self, added: Collection[int]) -> None:
        """Leave this writer's unused documents to the cleanup."""
        self._connection.execute(
            "UPDATE factsheet_qa.documents SET writer = 0 WHERE since IS NULL AND writer = %s AND NOT number = ANY(%s)",
            [self._number, list(added)],
        )

    def _build_graphs(self) -> None:
        if sum(record.passages for record in self._records.values()) >= GRAPH_FROM:
            for number, model in enumerate(self._recipe.embedders):
                build_graph(self._connection, number, model.dimensions)

    def _known(self, document: Document, passages: Sequence[Passage]) -> KnownVectors:
        """Return the vectors of the document's old version and of the words of all documents."""
        words = common_words(passages)
        known = KnownVectors(words=read_word_vectors(self._connection, self._recipe.embedders[0], words))
        if self._made_by is not None:
            for record in self._like(document):
                self._learn(known, record, self._made_by)
        return known

    def _like(self, document: Document) -> list[DocumentRow]:
        """Return the indexed documents of the same bytes or the same name."""
        ids = {document.id, self._names.get(document.name, document.id)}
        indexed = [records[each] for records in (self._records, self._outdated) for each in ids if each in records]
        # A document may have another name by now than the one under which it is found here.
        return [each for each in indexed if document.id == each.document.id or document.name == each.document.name]

    def _learn(self, known: KnownVectors, record: DocumentRow, made_by: Recipe) -> None:
        try:
            encoded = read_encoded_rows(self._connection, record, made_by)
            known.learn(encoded, made_by, self._recipe)
        except (RowError, ValueError):
            # A damaged document is embedded again.
            return

    def _use(self, record: DocumentRow, origin: str) -> None:
        self._note_origin(record, origin)
        self._put(replace(record, origin=origin))

    def _note_origin(self, record: DocumentRow, origin: str) -> None:
        if record.origin != origin:
            self._moved[record.number] = origin

    def _put(self, new: DocumentRow) -> None:
        """Replace documents with the same name or the same bytes."""
        for record in self._like(new.document):
            self.remove(record.document.id)
        self._records[new.document.id] = new
        self._added.add(new.number)
        self._names[new.document.name] = new.document.id


def remove_from_database(connection: Connection, database: Database, document_ids: Collection[str]) -> None:
    """Remove documents without a trace in any table; if one is not indexed, raise KeyError and remove none."""
    with database.translated_errors():
        _, recipe = read_state(connection, database)
        prepare(connection, database)
        numbers = {record.document.id: record.number for record in read_records(connection, CURRENT, [])}
        switch(connection, GenerationChange(recipe, removed=[numbers[each] for each in document_ids]))
        sweep_rows(connection)


def _origin(source: Path, origin: str) -> str:
    return storable(origin or str(source.absolute()))
