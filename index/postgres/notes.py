"""When an index was last changed, and the note of its last build."""

from datetime import datetime

from index.postgres.database import Connection

TABLE = """
CREATE TABLE IF NOT EXISTS factsheet_qa.notes (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    changed timestamptz,
    note text NOT NULL DEFAULT ''
)"""
_PUT = "INSERT INTO factsheet_qa.notes ({0}) VALUES (%s) ON CONFLICT (single) DO UPDATE SET {0} = excluded.{0}"


def has_notes(connection: Connection) -> bool:
    """Return True if the table is there; indexes of earlier versions have none until they are next written."""
    found = connection.execute(
        "SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'factsheet_qa' AND c.relname = 'notes'"
    )
    return found.fetchone() is not None


def note_change(connection: Connection) -> None:
    """Record that the index is being changed now."""
    connection.execute(_PUT.format("changed"), [datetime.now().astimezone()])


def put_note(connection: Connection, note: str) -> None:
    """Replace the note."""
    connection.execute(_PUT.format("note"), [note])


def read_notes(connection: Connection) -> tuple[float | None, str]:
    """Return when the index was last changed, in seconds since 1970 or None, and the note."""
    if not has_notes(connection):
        return None, ""
    row = connection.execute("SELECT extract(epoch FROM changed)::float8, note FROM factsheet_qa.notes").fetchone()
    return row if row else (None, "")
