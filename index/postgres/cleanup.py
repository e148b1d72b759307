"""Deleting what no generation uses any more that somebody reads."""

from contextlib import suppress

import psycopg

from index.postgres.database import Connection
from index.postgres.locks import READERS, SWITCH, WORDS, WRITERS, exclusively, held
from index.postgres.schema import BY_DOCUMENT

_ENDED = """
SELECT number FROM factsheet_qa.documents d WHERE until IS NOT NULL
AND NOT EXISTS (SELECT FROM unnest(%s::int[]) AS r(generation) WHERE since <= r.generation AND r.generation < until)
"""
_ABANDONED = "SELECT number FROM factsheet_qa.documents WHERE since IS NULL AND NOT writer = ANY(%s::int[])"


def tidy_rows(connection: Connection) -> None:
    """Delete what nobody reads any more, unless that is not permitted or there is nothing.

    What an interrupted build has left stays: the next build takes it up.
    """
    with suppress(psycopg.Error):
        if ended(connection):
            with connection.transaction(), exclusively(connection, SWITCH):
                _delete(connection, ended(connection))


def sweep_rows(connection: Connection) -> None:
    """Delete what nobody reads and no writer is at work on. Only for a writer that has just switched."""
    with connection.transaction(), exclusively(connection, SWITCH):
        _delete(connection, ended(connection) + abandoned(connection))


def ended(connection: Connection) -> list[int]:
    """The documents that only past generations see which nobody reads any more."""
    return [number for (number,) in connection.execute(_ENDED, [held(connection, READERS)])]


def abandoned(connection: Connection) -> list[int]:
    """The documents that writers have left which are not at work any more."""
    return [number for (number,) in connection.execute(_ABANDONED, [held(connection, WRITERS)])]


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
