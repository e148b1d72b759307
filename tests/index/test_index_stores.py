"""An index behaves alike in every store: generations, readers, writers, removal, and search as exact as by hand."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_material import FUNDS, PORTS, Counting, Elsewhere, Place, Write, clean

from corpus.model import Document, Passage
from corpus.read import READING_VERSION, Reading
from index.base import Embedder, PassageFilter, TokenEncoder
from index.contract import OpenIndex, Store
from index.errors import IndexMissingError, IndexVersionError
from index.models.registry import load_embedder
from index.stores import store_at

CURE = r"factsheet-qa index PATH"
BOTH = {"sylvania.md": FUNDS, "ruritania.md": PORTS}


def names(store: Store) -> list[str]:
    return [document.name for document in store.open().documents]


def named(index: OpenIndex, name: str) -> Document:
    return next(document for document in index.documents if document.name == name)


def test_without_commit_the_old_index_stays_and_the_work_is_taken_up(
    place: Place,
    write: Write,
    tmp_path: Path,
    counting: Counting,
    token_encoder: TokenEncoder,
    readings: Callable[[Path], Reading],
) -> None:
    store = write(place, {"sylvania.md": FUNDS}, [counting])
    path = tmp_path / "ruritania.md"
    path.write_text(PORTS)
    with pytest.raises(KeyboardInterrupt), store.writer([counting], token_encoder, READING_VERSION) as writer:
        writer.add(readings(path), path)
        raise KeyboardInterrupt
    assert names(store) == ["sylvania.md"]
    counting.passages.clear()
    with store.writer([counting], token_encoder, READING_VERSION) as writer:
        assert writer.is_unfinished(readings(path).document.id, "ruritania.md")
        assert writer.resume(readings(path).document.id, path).passages == len(readings(path).passages)
        writer.commit()
    assert names(store) == ["ruritania.md", "sylvania.md"]
    assert counting.passages == []
    assert clean(store)


def test_what_an_interrupted_build_left_goes_with_the_next_generation(
    place: Place,
    write: Write,
    tmp_path: Path,
    embedder: Embedder,
    token_encoder: TokenEncoder,
    readings: Callable[[Path], Reading],
) -> None:
    store = write(place, {"sylvania.md": FUNDS})
    path = tmp_path / "ruritania.md"
    path.write_text(PORTS)
    with store.writer([embedder], token_encoder, READING_VERSION) as writer:
        writer.add(readings(path), path)
    assert store.health().left_over
    with store.writer([embedder], token_encoder, READING_VERSION) as writer:
        writer.commit()
    assert clean(store)
    assert names(store) == ["sylvania.md"]


def test_a_reader_keeps_the_generation_that_it_opened(place: Place, write: Write, token_encoder: TokenEncoder) -> None:
    store = write(place, BOTH)
    index = store.open()
    question = token_encoder.encode_question("ports for timber")

    def answers() -> tuple[object, ...]:
        late = index.late(question, range(len(index.passages))).tolist()
        found = [(ranked.number, round(ranked.score, 3)) for ranked in index.lexical("timber", 9, None)]
        return late, found, [passage.boxes for passage in index.passages]

    before = answers()
    for document in index.documents:
        store.remove([document.id])
    assert answers()[::2] == before[::2]
    assert not index.is_current()
    assert names(store) == []
    assert index.source(named(index, "ruritania.md").id).read_text() == PORTS


def test_what_a_reader_in_another_process_uses_stays_until_it_ends(place: Place, write: Write) -> None:
    store = write(place, BOTH)
    document = named(store.open(), "ruritania.md")
    with Elsewhere(place) as reader:
        store.remove([document.id])
        assert names(store) == ["sylvania.md"]
        assert reader.ask("[p.text for p in index.passages if 'timber' in p.text] != []") is True
        assert reader.ask("index.source(index.documents[0].id).read_text()[:31]") == PORTS[:31]
        assert reader.ask("index.is_current()") is False
        assert not clean(store)
    assert tidied(store)


def tidied(store: Store) -> bool:
    """Return True if nothing is left after a reader was killed; a server notices its end a little later."""
    for _ in range(600):
        store.open().close()
        if clean(store):
            return True
    return False


def test_what_only_a_closed_reader_used_goes_at_once(place: Place, write: Write) -> None:
    store = write(place, BOTH)
    first, second = store.open(), store.open()
    store.remove([first.documents[0].id])
    first.close()
    assert second.source(second.documents[0].id).exists()
    second.close()
    assert clean(store)


def test_a_writer_can_remove_too(place: Place, write: Write, embedder: Embedder, token_encoder: TokenEncoder) -> None:
    store = write(place, BOTH)
    with store.writer([embedder], token_encoder, READING_VERSION) as writer:
        writer.remove(next(record.document.id for record in writer.records))
        with pytest.raises(KeyError):
            writer.remove("0" * 64)
        writer.commit()
    assert names(store) == ["sylvania.md"]
    assert clean(store)


def test_removing_an_unknown_document_removes_nothing(place: Place, write: Write) -> None:
    store = write(place, {"sylvania.md": FUNDS})
    with pytest.raises(KeyError):
        store.remove([store.open().documents[0].id, "0" * 64])
    assert names(store) == ["sylvania.md"]


def test_a_missing_index_names_the_cure(place: Place) -> None:
    store = store_at(place)
    for use in (store.open, store.health, store.identity, lambda: store.remove([])):
        with pytest.raises(IndexMissingError, match=CURE):
            use()


def test_another_model_or_reading_version_is_told_with_the_cure(
    place: Place, write: Write, embedder: Embedder, token_encoder: TokenEncoder
) -> None:
    store = write(place, BOTH)
    store.open([embedder.name], READING_VERSION)
    with pytest.raises(IndexVersionError, match="FACTSHEET_QA_EMBEDDER"):
        store.open(["multilingual-e5-small"], READING_VERSION)
    with pytest.raises(IndexVersionError, match=CURE):
        store.open([embedder.name], READING_VERSION + 1)
    with store.writer([embedder], token_encoder, READING_VERSION + 1) as writer:
        assert [record.document.name for record in writer.outdated] == ["ruritania.md", "sylvania.md"]
        with pytest.raises(IndexVersionError, match="give these files too"):
            writer.commit()
    assert names(store) == ["ruritania.md", "sylvania.md"]


def test_several_models_can_be_held(place: Place, write: Write, embedder: Embedder) -> None:
    other = load_embedder("multilingual-e5-small", 1)
    index = write(place, BOTH, [embedder, other]).open([embedder.name, other.name])
    for model in (embedder, other):
        vector = model.embed_questions(["Which goods go through the ports?"])[0]
        found = index.candidates("ports", model.name, vector, 1, None)
        assert "ports" in index.passages[max(found, key=lambda each: each.dense).number].text


def test_the_words_of_all_documents_are_one_vocabulary(place: Place, write: Write, embedder: Embedder) -> None:
    store = write(place, BOTH)
    vocabulary = store.open().vocabulary
    assert list(vocabulary.common) == sorted(vocabulary.common)
    assert {"timber", "auditors"} <= set(vocabulary.common)
    expected = embedder.embed_questions(list(vocabulary.common))
    assert (vocabulary.vectors * expected).sum(axis=1).min() > 0.99
    assert "timber" in vocabulary.known
    store.remove([named(store.open(), "ruritania.md").id])
    assert "timber" not in store.open().vocabulary.common
    assert "timber" not in store.open().vocabulary.known


def test_tables_are_known_by_their_labels(place: Place, write: Write) -> None:
    table = "# Country factsheet Ruritania\n\n| | Port of Strelsau | Port of Hentzau |\n| --- | --- | --- |\n"
    rows = "| Budget of the port | nine million crowns a year | two million crowns a year |\n"
    more = "| Goods of the port | timber and salt, mostly | salt and some amber |\n"
    index = write(place, {"ruritania.md": table + rows + more, "sylvania.md": FUNDS}).open()
    ports = named(index, "ruritania.md").id
    cells = [passage for passage in index.document_passages(ports) if passage.row is not None]
    assert list(index.row_labels(ports)) == list(dict.fromkeys(cell.row for cell in cells))
    cell = next(cell for cell in cells if cell.column is not None)
    assert list(index.column_labels(ports, cell.table)) == ["Port of Strelsau", "Port of Hentzau"]
    assert list(index.column_labels(ports, "no such table")) == []
    goods = PassageFilter(frozenset([ports]), frozenset(["Goods of the port"]))
    found = index.lexical("crowns or salt", 9, goods)
    assert found
    assert {index.passages[ranked.number].row for ranked in found} == {"Goods of the port"}


@pytest.fixture(scope="module", params=["folder", "postgres"])
def many(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    embedder: Embedder,
    token_encoder: TokenEncoder,
    readings: Callable[[Path], Reading],
) -> OpenIndex:
    """Build an index of some documents that share words, sentences and tables."""
    folder = tmp_path_factory.mktemp("many")
    place = folder / "index" if request.param == "folder" else request.getfixturevalue("database_server").database()
    goods = ("timber", "salt", "amber", "wool")
    with store_at(place).writer([embedder], token_encoder, READING_VERSION) as writer:
        for number in range(8):
            path = folder / f"port{number}.md"
            lines = [f"The port of harbour {number} exports {goods[(number + each) % 4]}." for each in range(3)]
            shared = "Every figure was gathered from public sources by the same method in all of the countries."
            path.write_text("\n\n".join([f"# Port {number}", *lines, shared]))
            writer.add(readings(path), path)
        writer.commit()
    return store_at(place).open()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    question=st.lists(
        st.sampled_from(["the", "port", "of", "harbour", "3", "timber", "salt", "exports", "figure", "method", "xyz"]),
        max_size=6,
    ),
    k=st.integers(1, 12),
    allowed=st.none() | st.sets(st.integers(0, 7), max_size=8),
)
def test_search_agrees_with_exact_search(
    many: OpenIndex, embedder: Embedder, question: list[str], k: int, allowed: set[int] | None
) -> None:
    asked = " ".join(question)
    within = None if allowed is None else PassageFilter(frozenset(many.documents[number].id for number in allowed))
    passing = [
        number
        for number, passage in enumerate(many.passages)
        if within is None or passage.document_id in within.documents
    ]
    vector = embedder.embed_questions([asked])[0]
    vectors = {ranked.number: ranked.score for ranked in many.dense(embedder.name, vector, 1_000, None)}
    exact = sorted((vectors[number] for number in passing), reverse=True)[:k]
    near = many.dense(embedder.name, vector, k, within)
    assert [ranked.score for ranked in near] == pytest.approx(exact, abs=1e-5)
    words = {ranked.number: ranked.score for ranked in many.lexical(asked, 1_000, None)}
    best = many.lexical(asked, k, within)
    of_words = sorted((words[number] for number in passing if number in words), reverse=True)[:k]
    assert [ranked.score for ranked in best] == pytest.approx(of_words, abs=1e-4)
    found = many.candidates(asked, embedder.name, vector, k, within)
    assert [each.number for each in found] == sorted({each.number for each in (*near, *best)})
    for each in found:
        assert each.dense == pytest.approx(vectors[each.number], abs=1e-5)
        assert each.repeated == many.passages[each.number].text.startswith("Every figure")
    lexical = {each.number: each.lexical for each in found if each.lexical}
    assert lexical == pytest.approx({ranked.number: ranked.score for ranked in best}, abs=1e-4)


def test_words_are_scored_alike_wherever_the_index_lies(tmp_path: Path, write: Write, database_server: object) -> None:
    stores = [write(tmp_path / "index", BOTH), write(database_server.database(), BOTH)]  # type: ignore[attr-defined]
    for question in ("ports for timber and salt", "the harvest fund", "programme nationale", "crowns crowns"):
        scores = [{each.number: each.score for each in store.open().lexical(question, 50, None)} for store in stores]
        assert scores[0] == pytest.approx(scores[1], abs=1e-4)


def test_vectors_are_exact(many: OpenIndex, embedder: Embedder) -> None:
    vector = embedder.embed_questions(["timber"])[0]
    texts = [f"{passage.context}\n{passage.text}" for passage in many.passages]
    exact = embedder.embed_passages(texts) @ vector
    scores = np.zeros(len(exact))
    for ranked in many.dense(embedder.name, vector, len(exact), None):
        scores[ranked.number] = ranked.score
    assert np.allclose(scores, exact, atol=0.01)


def test_readers_get_the_old_or_the_new_while_documents_come_and_go(
    place: Place, write: Write, embedder: Embedder
) -> None:
    store = write(place, {"sylvania.md": FUNDS})
    vector = embedder.embed_questions(["timber"])[0]

    def read(_: int) -> tuple[tuple[str, ...], bool]:
        index = store.open()
        found: list[Passage] = [
            index.passages[each.number] for each in index.candidates("timber", embedder.name, vector, 9, None)
        ]
        names = tuple(document.name for document in index.documents)
        index.close()
        return names, any("timber" in passage.text for passage in found)

    with ThreadPoolExecutor(6) as pool:
        reads = pool.map(read, range(24))
        for _ in range(3):
            write(place, {"ruritania.md": PORTS})
            store.remove([named(store.open(), "ruritania.md").id])
        seen = list(reads)
    assert {names for names, _ in seen} <= {("sylvania.md",), ("ruritania.md", "sylvania.md")}
    assert all(timber == ("ruritania.md" in names) for names, timber in seen)
    assert clean(store)
