"""Advisory locks: readers of a generation, active writers, and the switch.

The server releases a session's locks when its connection ends, however it ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from index.postgres.database import Connection

READERS, WRITERS, _OTHERS = 0x46510001, 0x46510002, 0x46510003
"""The first of the two numbers that name a lock; the second is the generation, the writer, or one of those below."""
SCHEMA, SWITCH, WORDS = 1, 2, 3


def acquire(connection: Connection, kind: int, number: int) -> None:
    """Share a lock until `release` or the connection's end."""
    connection.execute("SELECT pg_advisory_lock_shared(%s, %s)", [kind, number])


def release(connection: Connection, kind: int, number: int) -> None:
    """Release a lock that `acquire` took."""
    connection.execute("SELECT pg_advisory_unlock_shared(%s, %s)", [kind, number])


def locked_numbers(connection: Connection, kind: int) -> list[int]:
    """Return the numbers of one kind that any session has locked."""
    rows = connection.execute(
        "SELECT DISTINCT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted"
        " AND classid::bigint = %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        [kind],
    )
    return [number for (number,) in rows]


@contextmanager
def exclusively(connection: Connection, what: int) -> Iterator[None]:
    """Wait until no other session has a lock, and keep it to the end of the transaction."""
    connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_OTHERS, what])
    yield


@contextmanager
def together(connection: Connection, what: int) -> Iterator[None]:
    """Share a lock to the end of the transaction with all but those who want it exclusively."""
    connection.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [_OTHERS, what])
    yield
