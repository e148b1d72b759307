"""An index in PostgreSQL: many writers, its tables, its server, and the password in its address."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import numpy as np
import psycopg
import pytest
from database_server import Server
from index_material import FUNDS, PORTS, Write, clean

from corpus.read import READING_VERSION, Reading
from index.base import Embedder, PassageFilter, TokenEncoder
from index.contract import Store
from index.errors import IndexDamagedError, IndexFolderError, IndexUnreachableError, IndexVersionError, IndexWriteError
from index.postgres import schema, search, writer
from index.stores import store_at

BOTH = {"sylvania.md": FUNDS, "ruritania.md": PORTS}
SECRET = "pa55word"


@pytest.fixture
def address(database_server: Server) -> str:
    return database_server.database()


@contextmanager
def connected(address: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


def every_row(address: str) -> str:
    """Return the content of all tables, as text."""
    with connected(address) as connection:
        tables = [connection.execute(f"SELECT t::text FROM factsheet_qa.{name} t") for name in schema.ALL_TABLES]
        return "\n".join(str(row[0]) for rows in tables for row in rows)


def ports(count: int) -> dict[str, str]:
    return {f"port{number}.md": PORTS.replace("timber", f"timber{number}") for number in range(count)}


def scores(store: Store, question: str) -> dict[int, float]:
    return {each.number: each.score for each in store.open().lexical(question, 99, None)}


def test_many_writers_add_documents_at_once(
    address: str,
    tmp_path: Path,
    write: Write,
    embedder: Embedder,
    token_encoder: TokenEncoder,
    readings: Callable[[Path], Reading],
) -> None:
    folder = write(tmp_path / "index", ports(5))
    store = store_at(address)

    def one(name: str) -> None:
        with store.writer([embedder], token_encoder, READING_VERSION) as writing:
            path = tmp_path / "files" / name
            writing.add(readings(path), path)
            writing.commit()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, [*ports(5), *ports(5)]))
    assert store.open().documents == folder.open().documents
    assert list(store.open().passages) == list(folder.open().passages)
    for question in ("timber3 and salt", "ports"):
        assert scores(store, question) == pytest.approx(scores(folder, question), abs=1e-4)
    assert clean(store)


def test_the_last_of_two_writers_of_one_name_counts(
    address: str, tmp_path: Path, embedder: Embedder, token_encoder: TokenEncoder, readings: Callable[[Path], Reading]
) -> None:
    store, path = store_at(address), tmp_path / "ruritania.md"
    with store.writer([embedder], token_encoder, READING_VERSION) as first:
        path.write_text(PORTS)
        first.add(readings(path), path)
        with store.writer([embedder], token_encoder, READING_VERSION) as second:
            path.write_text(PORTS.replace("timber", "amber"))
            second.add(readings(path), path)
            second.commit()
        assert "amber" in " ".join(passage.text for passage in store.open().passages)
        first.commit()
    assert [document.name for document in store.open().documents] == ["ruritania.md"]
    assert "timber" in " ".join(passage.text for passage in store.open().passages)
    assert clean(store)


def test_after_removal_no_table_holds_anything_of_the_document(
    address: str, write: Write, database_server: Server
) -> None:
    store = write(address, BOTH)
    document = next(document for document in store.open().documents if document.name == "ruritania.md")
    traces = ("ruritania", "timber", "southern", document.id, PORTS.encode().hex())
    assert all(trace in every_row(address).lower() for trace in traces)
    store.remove([document.id])
    assert not any(trace in every_row(address).lower() for trace in traces)
    with connected(address) as connection:
        for statement in ("VACUUM FULL", "CHECKPOINT"):
            connection.execute(statement)
        (oid,) = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone() or ()
    files = [file.read_bytes() for file in (database_server.folder / "base" / str(oid)).iterdir() if file.is_file()]
    assert any(b"auditors" in content for content in files)
    assert not any(b"timber" in content for content in files)


DAMAGE = {
    "UPDATE passages SET line = replace(line, 'ports', 'pirts')": "digest does not match",
    "UPDATE passages SET tokens = overlay(tokens PLACING '\\x00' FROM 9)": "digest of its token vectors",
    "DELETE FROM passages WHERE place = 0": "lacks passages",
    "UPDATE sources SET content = 'other'": "original",
}


@pytest.mark.parametrize("statement", DAMAGE)
def test_damage_is_told_with_the_cure(address: str, write: Write, token_encoder: TokenEncoder, statement: str) -> None:
    store = write(address, {"ruritania.md": PORTS})
    with connected(address) as connection:
        connection.execute(f"SET search_path = factsheet_qa; {statement}")
    with pytest.raises(IndexDamagedError, match=DAMAGE[statement]) as told:
        use_everything(store, token_encoder)
    assert "factsheet-qa remove" in str(told.value)
    assert "factsheet-qa remove" in " ".join(store.health().faults)
    with connected(address) as connection:
        (document,) = connection.execute("SELECT id FROM factsheet_qa.documents").fetchone() or ("",)
    store.remove([str(document)])
    use_everything(write(address, {"ruritania.md": PORTS}), token_encoder)
    assert clean(store)


def use_everything(store: Store, token_encoder: TokenEncoder) -> None:
    with closing(store.open()) as index:
        index.late(token_encoder.encode_question("ports"), range(len(index.passages)))
        for document in index.documents:
            index.source(document.id)


def test_a_document_that_lacks_rows_is_indexed_again(address: str, write: Write) -> None:
    store = write(address, {"ruritania.md": PORTS})
    with connected(address) as connection:
        connection.execute("DELETE FROM factsheet_qa.vectors WHERE place = 0")
    assert store.health().faults
    assert clean(write(address, {"ruritania.md": PORTS}))


def test_another_format_and_missing_tables_are_told(address: str, write: Write) -> None:
    store = write(address, {"ruritania.md": PORTS})
    with connected(address) as connection:
        connection.execute("UPDATE factsheet_qa.state SET format_version = 99")
    with pytest.raises(IndexVersionError, match="drop its schema"):
        store.open()
    with connected(address) as connection:
        connection.execute("UPDATE factsheet_qa.state SET format_version = %s", [schema.FORMAT_VERSION])
        connection.execute("DROP TABLE factsheet_qa.postings")
    with pytest.raises(IndexDamagedError, match="postings"):
        store.open().lexical("ports", 5, None)


def test_an_index_of_an_earlier_version_gets_its_notes_when_it_is_written(address: str, write: Write) -> None:
    store = write(address, BOTH)
    with connected(address) as connection:
        connection.execute("DROP TABLE factsheet_qa.notes")
    assert (store.changed(), store.note()) == (None, "")
    assert store.size() > 0
    store.remove([store.open().documents[0].id])
    assert store.changed() is not None
    store.put_note("a note")
    assert store.note() == "a note"


def test_who_may_only_read_can_search_and_not_write(
    address: str, write: Write, embedder: Embedder, token_encoder: TokenEncoder
) -> None:
    store = write(address, BOTH)
    with connected(address) as connection:
        connection.execute("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN")
        connection.execute("GRANT USAGE ON SCHEMA factsheet_qa TO reader")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA factsheet_qa TO reader")
    reading = store_at(address.replace("postgres:@", "reader:@"))
    index = reading.open()
    assert index.lexical("ports", 5, None)
    with pytest.raises(IndexWriteError, match="may write"):
        reading.remove([index.documents[0].id])
    with pytest.raises(IndexWriteError), reading.writer([embedder], token_encoder, READING_VERSION):
        pass
    assert len(store.open().documents) == 2


def test_a_lost_connection_is_told_and_opened_again(address: str, write: Write) -> None:
    index = write(address, BOTH).open()
    assert index.lexical("ports", 5, None)
    with connected(address) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(IndexUnreachableError, match="cannot be reached"):
        index.lexical("ports", 5, None)
    assert not index.is_current()
    assert index.lexical("ports", 5, None)


def test_no_message_shows_the_password(tmp_path: Path) -> None:
    socket = f"?host={tmp_path}"
    for address in (
        f"postgresql://someone:{SECRET}@/index{socket}",
        f"postgresql://someone:{SECRET}@127.0.0.1:1/index",
        f"postgresql:///index{socket}&user=someone&password={SECRET}",
        f"postgresql://someone:{SECRET}@[broken/index",
        f"postgresql://someone:{SECRET}@/index?nonsense=1",
    ):
        with pytest.raises(IndexFolderError, match="index") as told:
            store_at(address).open()
        assert SECRET not in f"{told.value!r} {told.value.__cause__!r}"
    command = [sys.executable, "-m", "qa", "documents", "--index", f"postgresql://someone:{SECRET}@/index{socket}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "cannot be reached" in " ".join(done.stderr.split())
    assert SECRET not in done.stdout + done.stderr
    assert str(store_at(f"postgresql://someone:{SECRET}@host:5433/index")) == "postgresql://someone@host:5433/index"


def test_the_missing_extra_is_named() -> None:
    code = "import sys; sys.modules['psycopg'] = None; from qa.cli import main; main()"
    command = [sys.executable, "-c", code, "documents", "--index", "postgresql://localhost/index"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "factsheet-qa[postgres]" in " ".join(done.stderr.split())


def test_citus_is_told_to_spread_the_tables_by_document(address: str, write: Write) -> None:
    with connected(address) as connection:
        connection.execute("""
            CREATE TABLE told (what text);
            CREATE FUNCTION create_reference_table(name regclass) RETURNS void LANGUAGE sql
                AS 'INSERT INTO told VALUES (name::text)';
            CREATE FUNCTION create_distributed_table(name regclass, by text, colocate_with text) RETURNS void
                LANGUAGE sql AS $$INSERT INTO told VALUES (name || ' by ' || by || ' with ' || colocate_with)$$
        """)
    write(address, {"ruritania.md": PORTS})
    with connected(address) as connection:
        told = {row[0] for row in connection.execute("SELECT what FROM told")}
    beside = "with factsheet_qa.documents"
    assert told == {
        "factsheet_qa.state", "factsheet_qa.holders", "factsheet_qa.words", "factsheet_qa.notes",
        "factsheet_qa.documents by number with default", f"factsheet_qa.sources by document {beside}",
        f"factsheet_qa.passages by document {beside}", f"factsheet_qa.vectors by document {beside}",
        f"factsheet_qa.postings by document {beside}",
    }  # fmt: skip


def test_many_vectors_are_found_by_a_graph(
    address: str, write: Write, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector = embedder.embed_questions(["timber3"])[0]
    exact = write(address, ports(5)).open().dense(embedder.name, vector, 5, None)
    monkeypatch.setattr(writer, "GRAPH_FROM", 5)
    index = write(address, ports(6)).open()
    with connected(address) as connection:
        graphs = connection.execute("SELECT indexdef FROM pg_indexes WHERE indexname LIKE 'vectors_graph%'").fetchall()
    assert "hnsw" in str(graphs)
    found = index.dense(embedder.name, vector, 5, None)
    assert found[0].score == pytest.approx(exact[0].score)
    assert min(each.score for each in found) >= exact[-1].score - 1e-5


def test_the_graph_is_walked_until_enough_has_passed_a_filter(address: str, write: Write, embedder: Embedder) -> None:
    index = write(address, BOTH).open()
    ports = PassageFilter(frozenset(document.id for document in index.documents if document.name == "ruritania.md"))
    question = embedder.embed_questions(["auditors"])[0]
    exact = index.dense(embedder.name, question, 5, ports)
    nearer = question + np.random.default_rng(1).normal(scale=0.02, size=(1_000, len(question)))
    with connected(address) as connection:
        connection.cursor().executemany(
            "INSERT INTO factsheet_qa.vectors SELECT number, %s, 0, %s::float4[]::vector, ''"
            " FROM factsheet_qa.documents WHERE name = 'sylvania.md'",
            [(1_000 + place, vector.tolist()) for place, vector in enumerate(nearer)],
        )
        schema.build_graph(connection, 0, embedder.dimensions)
    by_graph = store_at(f"{address}&options={quote('-c enable_sort=off')}").open()
    found = by_graph.dense(embedder.name, question, 5, ports)
    assert [each.number for each in found] == [each.number for each in exact]


def test_frequent_terms_only_sort_what_rarer_ones_find(
    address: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = write(address, ports(5)).open()
    whole = index.lexical("the ports for timber3", 20, None)
    monkeypatch.setattr(search, "MAX_POSTINGS", 2)
    cut = index.lexical("the ports for timber3", 1, None)
    assert (cut[0].number, cut[0].score) == (whole[0].number, pytest.approx(whole[0].score))
    assert index.lexical("the ports", 20, None)


def test_all_terms_count_where_a_filter_leaves_few_passages(
    address: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = write(address, ports(5)).open()
    one = PassageFilter(frozenset([index.documents[3].id]))
    whole = index.lexical("the ports for timber3", 20, one)
    monkeypatch.setattr(search, "MAX_POSTINGS", len(index.document_passages(index.documents[3].id)) * 50)
    assert index.lexical("the ports for timber3", 20, one) == whole
    monkeypatch.setattr(search, "MAX_POSTINGS", 1)
    assert index.lexical("the ports for timber3", 20, one) != whole
