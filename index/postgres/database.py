"""Connect to the database of an index, and turn its errors into those of an index."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode

import psycopg
from pgvector.psycopg import register_vector
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import TupleRow

from index.errors import (
    REBUILD,
    IndexBusyError,
    IndexDamagedError,
    IndexFolderError,
    IndexUnreachableError,
    IndexWriteError,
)

Connection: TypeAlias = psycopg.Connection[TupleRow]

_MAX_WAIT_S = 30
"""Maximum wait, in seconds, for a connection and for the lock of another writer."""
_SESSION = (
    # Plan each statement for its values: a filter on one document needs another plan than none.
    "SET plan_cache_mode = force_custom_plan",
    # Compiling a statement of milliseconds takes longer than running it.
    "SET jit = off",
    "SET work_mem = '64MB'",
    # docs/scaling.md has the recall that these two give. With a filter, the graph is searched until enough passages
    # have passed it; they need not come in their exact order, because the statements sort them.
    "SET hnsw.ef_search = 400",
    "SET hnsw.iterative_scan = relaxed_order",
    f"SET lock_timeout = '{_MAX_WAIT_S}s'",
)


class Database:
    """The database at an address. `str` of it is the address without password."""

    def __init__(self, address: str) -> None:
        """Parse the address; raises IndexUnreachableError if it is not valid."""
        self.address = address
        try:
            self._parts: Mapping[str, Any] = conninfo_to_dict(address)
        except psycopg.ProgrammingError:
            # libpq's message may repeat the password.
            raise IndexUnreachableError(
                "the address of the index is not one that PostgreSQL understands; write it as"
                " postgresql://USER@HOST:5432/DATABASE"
            ) from None

    def __str__(self) -> str:
        parts = {name: str(self._parts[name]) for name in ("user", "host", "port", "dbname") if self._parts.get(name)}
        user = f"{quote(parts['user'])}@" if "user" in parts else ""
        host, database = parts.get("host", ""), quote(parts.get("dbname", ""))
        if host.startswith("/"):
            return f"postgresql://{user}/{database}?{urlencode({'host': host}, safe='/')}"
        return f"postgresql://{user}{host}{':' if 'port' in parts else ''}{parts.get('port', '')}/{database}"

    def connect(self) -> Connection:
        """Open a connection in which each statement is a transaction; raises IndexUnreachableError."""
        with self.translated_errors():
            connection = psycopg.connect(
                self.address, autocommit=True, connect_timeout=_MAX_WAIT_S, application_name="factsheet-qa"
            )
            connection.execute("; ".join(_SESSION))
        return connection

    @contextmanager
    def translated_errors(self) -> Iterator[None]:
        """Turn the server's errors into those of an index, with the cure and without the password."""
        try:
            yield
        except psycopg.Error as error:
            raise self._index_error(error) from None

    def _index_error(self, error: psycopg.Error) -> IndexFolderError:
        reason = self._plain(error)
        if isinstance(error, errors.LockNotAvailable | errors.DeadlockDetected):
            return IndexBusyError(f"another process is writing the index at {self}; try again when it is done")
        if isinstance(error, errors.DiskFull | errors.ReadOnlySqlTransaction | errors.InsufficientPrivilege):
            return IndexWriteError(
                f"the index at {self} cannot be written ({reason}); make room on the server's disk, or connect as a"
                " user who may write there. What was in the index is as it was"
            )
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            return IndexUnreachableError(
                f"the index at {self} cannot be reached ({reason}); see that the server runs, and that the address and"
                " its password (PGPASSWORD, or the file ~/.pgpass) are right"
            )
        return IndexDamagedError(
            f"the index at {self} is damaged: {reason}; drop its schema factsheet_qa and {REBUILD}"
        )

    def _plain(self, error: psycopg.Error) -> str:
        """Return the first line of an error of the server or driver, without the password."""
        lines = str(error).strip().splitlines() or [type(error).__name__]
        password = str(self._parts.get("password") or "")
        return lines[0].replace(password, "…") if password else lines[0]


class Connections:
    """Connections that threads borrow, one each, and return."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._idle: list[Connection] = []
        self._lock = Lock()

    @contextmanager
    def borrowed(self) -> Iterator[Connection]:
        """Borrow a connection for the duration of the block; raises as `Database.translated_errors`."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = self._database.connect()
            with_vectors(connection, self._database)
        try:
            with self._database.translated_errors():
                yield connection
        finally:
            if connection.closed:
                connection.close()
            else:
                with self._lock:
                    self._idle.append(connection)

    def close(self) -> None:
        """Close all idle connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


def with_vectors(connection: Connection, database: Database) -> None:
    """Register pgvector's types with a connection; raises IndexUnreachableError where the extension is missing."""
    with database.translated_errors():
        try:
            register_vector(connection)
        except psycopg.ProgrammingError:
            raise IndexUnreachableError(
                f"the database at {database} has no extension vector; install pgvector 0.8 or newer on the server,"
                " then as its administrator: CREATE EXTENSION vector"
            ) from None
