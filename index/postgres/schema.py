"""The tables of an index. All but the small common ones can be distributed over machines by document."""

from psycopg import errors

from index.errors import IndexUnreachableError, IndexVersionError, IndexWriteError
from index.postgres.database import Connection, Database
from index.postgres.locks import SCHEMA, exclusively
from index.postgres.notes import TABLE as NOTES
from index.postgres.notes import has_notes

FORMAT_VERSION = 1

TABLES = """
CREATE TABLE factsheet_qa.state (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    format_version int NOT NULL,
    project_version text NOT NULL,
    generation int NOT NULL,
    recipe text NOT NULL
);
-- A document is seen by the generations from `since` until before `until`; while `since` is null, by none: its writer
-- is still active. `about`, `labels` and `recipe` are JSON; text from documents is stored as JSON in ASCII, because
-- PostgreSQL's text cannot contain the character NUL.
CREATE TABLE factsheet_qa.documents (
    number bigint PRIMARY KEY,
    since int,
    until int,
    writer int,
    id text NOT NULL,
    name text NOT NULL,
    country text,
    year int,
    about text NOT NULL,
    passages int NOT NULL,
    words bigint[] NOT NULL,
    labels text NOT NULL,
    known bigint[] NOT NULL,
    common bigint[] NOT NULL,
    warnings text NOT NULL,
    origin text NOT NULL,
    suffix text NOT NULL,
    size bigint NOT NULL,
    recipe text NOT NULL,
    content text NOT NULL
);
CREATE INDEX documents_by_id ON factsheet_qa.documents (id);
CREATE INDEX documents_by_name ON factsheet_qa.documents (name);
CREATE INDEX documents_by_country ON factsheet_qa.documents (country, year);
CREATE INDEX documents_by_word ON factsheet_qa.documents USING gin (common);
CREATE TABLE factsheet_qa.sources (
    document bigint PRIMARY KEY,
    content bytea NOT NULL
);
ALTER TABLE factsheet_qa.sources ALTER content SET STORAGE EXTERNAL;
CREATE TABLE factsheet_qa.passages (
    document bigint NOT NULL,
    place int NOT NULL,
    line text NOT NULL,
    word_boxes bytea NOT NULL,
    digest bytea NOT NULL,
    tokens bytea NOT NULL,
    token_scales bytea NOT NULL,
    token_digest bytea NOT NULL,
    row_label text,
    text_key bigint NOT NULL,
    PRIMARY KEY (document, place)
);
ALTER TABLE factsheet_qa.passages ALTER tokens SET STORAGE EXTERNAL;
CREATE INDEX passages_by_text ON factsheet_qa.passages (text_key);
CREATE TABLE factsheet_qa.vectors (
    document bigint NOT NULL,
    place int NOT NULL,
    embedder int NOT NULL,
    embedding vector NOT NULL,
    digest bytea NOT NULL,
    PRIMARY KEY (document, place, embedder)
);
-- For each term of a document the positions of the passages that contain it, its counts there, and their lengths.
CREATE TABLE factsheet_qa.postings (
    document bigint NOT NULL,
    term bigint NOT NULL,
    places int[] NOT NULL,
    counts int[] NOT NULL,
    lengths int[] NOT NULL,
    PRIMARY KEY (document, term)
);
CREATE INDEX postings_by_term ON factsheet_qa.postings (term);
-- Document frequencies over all current documents: the number of passages that contain a term.
CREATE TABLE factsheet_qa.holders (
    term bigint PRIMARY KEY,
    passages bigint NOT NULL
);
CREATE TABLE factsheet_qa.words (
    key bigint PRIMARY KEY,
    word text NOT NULL,
    embedding vector NOT NULL
);
CREATE SEQUENCE factsheet_qa.document_numbers;
CREATE SEQUENCE factsheet_qa.writer_numbers AS int CYCLE;
"""

BY_DOCUMENT = {"documents": "number", "sources": "document", "passages": "document", "vectors": "document",
               "postings": "document"}  # fmt: skip
"""The tables that Citus distributes, with the distribution column: a document's rows stay together."""
EVERYWHERE = ("state", "holders", "words", "notes")
"""The small tables of which Citus keeps a copy on each machine."""
ALL_TABLES = (*BY_DOCUMENT, *EVERYWHERE)


def prepare(connection: Connection, database: Database) -> None:
    """Create the tables, unless they are there; an index of an earlier version lacks the one of the notes.

    Raises:
        IndexVersionError: they are of another format version.
        IndexUnreachableError: the extension vector is not to be had.
        IndexWriteError: this user may not make tables.
    """
    if has_tables(connection) and has_notes(connection):
        return
    with database.translated_errors(), connection.transaction(), exclusively(connection, SCHEMA):
        if has_tables(connection):
            connection.execute(NOTES)
        else:
            _extend(connection, database)
            connection.execute("CREATE SCHEMA IF NOT EXISTS factsheet_qa")
            connection.execute(TABLES)
            connection.execute(NOTES)
            _distribute(connection)


def has_tables(connection: Connection) -> bool:
    """Return True if the tables of an index are there.

    This queries the catalogue itself: `to_regclass` may not yet know a table that another session has just created.
    """
    found = connection.execute(
        "SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'factsheet_qa' AND c.relname = 'state'"
    )
    return found.fetchone() is not None


def check_format(found: int, database: Database) -> None:
    """Raise IndexVersionError if this program does not know the format."""
    if found != FORMAT_VERSION:
        raise IndexVersionError(
            f"the index at {database} has format version {found}, this program reads {FORMAT_VERSION}; drop its schema"
            " factsheet_qa and rebuild it with `factsheet-qa index PATH...`"
        )


def _extend(connection: Connection, database: Database) -> None:
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except (errors.FeatureNotSupported, errors.UndefinedFile):
        raise IndexUnreachableError(
            f"the server of {database} has no pgvector; install version 0.8 or newer there"
        ) from None
    except errors.InsufficientPrivilege:
        raise IndexWriteError(
            f"this user may not make the extension vector in {database}; as its administrator: CREATE EXTENSION vector"
        ) from None


def _distribute(connection: Connection) -> None:
    """Distribute the tables by document, where the extension Citus is there."""
    row = connection.execute(
        "SELECT EXISTS (SELECT FROM pg_proc WHERE proname = 'create_distributed_table')"
    ).fetchone()
    if not (row and row[0]):
        return
    for table in EVERYWHERE:
        connection.execute("SELECT create_reference_table(%s)", [f"factsheet_qa.{table}"])
    first = next(iter(BY_DOCUMENT))
    for table, column in BY_DOCUMENT.items():
        beside = "default" if table == first else f"factsheet_qa.{first}"
        connection.execute(
            "SELECT create_distributed_table(%s, %s, colocate_with => %s)", [f"factsheet_qa.{table}", column, beside]
        )


def graph_name(embedder: int, dimensions: int) -> str:
    """Return the name of the graph over the vectors of an embedder."""
    return f"vectors_graph_{embedder}_{dimensions}"


def build_graph(connection: Connection, embedder: int, dimensions: int) -> None:
    """Build the graph (HNSW) that finds the nearest vectors without comparing all; writers can continue meanwhile."""
    name = graph_name(embedder, dimensions)
    valid = connection.execute(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [f"factsheet_qa.{name}"]
    ).fetchone()
    if valid and valid[0]:
        return
    if valid:
        # One that was broken off.
        connection.execute(f"DROP INDEX CONCURRENTLY factsheet_qa.{name}")
    connection.execute(
        f"CREATE INDEX CONCURRENTLY {name} ON factsheet_qa.vectors"
        f" USING hnsw ((embedding::vector({dimensions})) vector_ip_ops) WHERE embedder = {embedder}"
    )
