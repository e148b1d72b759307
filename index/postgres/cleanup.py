"""Delete documents that no leased generation uses."""

from contextlib import suppress

import psycopg

from index.postgres.database import Connection
from index.postgres.locks import READERS, SWITCH, WORDS, WRITERS, exclusively, locked_numbers
from index.postgres.schema import BY_DOCUMENT

_ENDED = """
SELECT number FROM factsheet_qa.documents d WHERE until IS NOT NULL
AND NOT EXISTS (SELECT FROM unnest(%s::int[]) AS r(generation) WHERE since <= r.generation AND r.generation < until)
"""
_ABANDONED = "SELECT number FROM factsheet_qa.documents WHERE since IS NULL AND NOT writer = ANY(%s::int[])"


def tidy_rows(connection: Connection) -> None:
    """Delete documents that no leased generation uses, if that is permitted and there are any.

    Documents left by an interrupted build stay: the next build resumes it.
    """
    with suppress(psycopg.Error):
        if unread_documents(connection):
            with connection.transaction(), exclusively(connection, SWITCH):
                _delete(connection, unread_documents(connection))


def sweep_rows(connection: Connection) -> None:
    """Delete documents that no leased generation or active writer uses. Only for a writer that has just switched."""
    with connection.transaction(), exclusively(connection, SWITCH):
        _delete(connection, unread_documents(connection) + abandoned_documents(connection))


def unread_documents(connection: Connection) -> list[int]:
    """Return the documents that only past generations without readers include."""
    return [number for (number,) in connection.execute(_ENDED, [locked_numbers(connection, READERS)])]


def abandoned_documents(connection: Connection) -> list[int]:
    """Return the unfinished documents of writers that are no longer active."""
    return [number for (number,) in connection.execute(_ABANDONED, [locked_numbers(connection, WRITERS)])]


def _delete(connection: Connection, documents: list[int]) -> None:
    """Delete every row of these documents, and the words that no other document has."""
    if not documents:
        return
    with exclusively(connection, WORDS):
        words = _words(connection, "number = ANY(%s)", documents)
        for table, column in reversed(BY_DOCUMENT.items()):
            connection.execute(f"DELETE FROM factsheet_qa.{table} WHERE {column} = ANY(%s)", [documents])
        unused = words - _words(connection, "common && %s::bigint[]", list(words))
        connection.execute("DELETE FROM factsheet_qa.words WHERE key = ANY(%s)", [list(unused)])


def _words(connection: Connection, where: str, values: list[int]) -> set[int]:
    rows = connection.execute(f"SELECT DISTINCT unnest(common) FROM factsheet_qa.documents WHERE {where}", [values])
    return {word for (word,) in rows}
