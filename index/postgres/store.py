"""Store an index in a PostgreSQL database."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

from index.base import Embedder, TokenEncoder
from index.contract import DocumentWriter, Health, OpenIndex
from index.postgres.database import Connection, Database
from index.postgres.generations import CURRENT
from index.postgres.health import check_rows
from index.postgres.notes import put_note, read_notes
from index.postgres.reader import PostgresIndex, read_state
from index.postgres.rows import recipe_text
from index.postgres.schema import ALL_TABLES
from index.postgres.writer import PostgresWriter, remove_from_database


class PostgresStore:
    """An index in the schema `factsheet_qa` of a database; see `index.contract.Store`."""

    def __init__(self, address: str) -> None:
        """Parse the address; raises IndexUnreachableError if it is not valid."""
        self.place: str | Path = address
        self.folder: Path | None = None
        self._database = Database(address)

    def __str__(self) -> str:
        return str(self._database)

    def open(self, embedders: Sequence[str] | None = None, reading_version: int | None = None) -> OpenIndex:
        """Open the newest generation."""
        return PostgresIndex.open(self._database, embedders, reading_version)

    def writer(
        self, embedders: Sequence[Embedder], token_encoder: TokenEncoder, reading_version: int
    ) -> AbstractContextManager[DocumentWriter]:
        """Return one of any number of writers."""
        return PostgresWriter(self._database, embedders, token_encoder, reading_version)

    def remove(self, document_ids: Collection[str]) -> None:
        """Remove documents without a trace."""
        with closing(self._database.connect()) as connection:
            remove_from_database(connection, self._database, document_ids)

    def health(self) -> Health:
        """Have the server read every row, and report what it finds."""
        with closing(self._database.connect()) as connection, self._database.translated_errors():
            return check_rows(connection, read_state(connection, self._database)[1])

    def identity(self) -> object:
        """Return the recipe and the content of each document."""
        with closing(self._database.connect()) as connection, self._database.translated_errors():
            _, recipe = read_state(connection, self._database)
            contents = _column(connection, f"SELECT content FROM factsheet_qa.documents WHERE {CURRENT} ORDER BY name")
            return {"recipe": recipe_text(recipe), "documents": contents}

    def size(self) -> int:
        """Return the size of the tables and their indexes in bytes."""
        sizes = [f"coalesce(pg_total_relation_size(to_regclass('factsheet_qa.{table}')), 0)" for table in ALL_TABLES]
        with closing(self._database.connect()) as connection, self._database.translated_errors():
            return int(_column(connection, f"SELECT {' + '.join(sizes)}")[0])

    def changed(self) -> float | None:
        """Return when a generation was last switched to."""
        return self._notes()[0]

    def note(self) -> str:
        """Return the note of the last build."""
        return self._notes()[1]

    def put_note(self, note: str) -> None:
        """Replace the note of the last build."""
        with closing(self._database.connect()) as connection, self._database.translated_errors():
            put_note(connection, note)

    def _notes(self) -> tuple[float | None, str]:
        with closing(self._database.connect()) as connection, self._database.translated_errors():
            return read_notes(connection)


def _column(connection: Connection, statement: str) -> list[Any]:
    return [value for (value,) in connection.execute(statement)]
