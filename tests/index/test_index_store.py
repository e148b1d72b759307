"""An index returns what was written, and finds it."""

import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_material import FUNDS, PORTS, Build, Counting, Place, Write, clean

from corpus.errors import ReadError
from corpus.model import Document, Passage
from corpus.read import READING_VERSION, Reading, read_file
from index.base import Embedder, PassageFilter, TokenEncoder
from index.passage_text import searchable
from index.stores import store_at

QUESTION = "Why did the harvest fund end?"


def test_a_pdf_comes_back_with_everything_that_was_read(
    bundled: Path, place: Place, embedder: Embedder, token_encoder: TokenEncoder
) -> None:
    path = min(bundled.glob("*.pdf"), key=lambda file: file.stat().st_size)
    reading = read_file(path)
    steps: list[tuple[int, int]] = []
    store = store_at(place)
    with store.writer([embedder], token_encoder, READING_VERSION) as writer:
        writer.add(reading, path, lambda done, total: steps.append((done, total)))
        writer.commit()
    index = store.open([embedder.name], READING_VERSION)
    assert index.documents == (reading.document,)
    assert tuple(index.passages) == reading.passages
    for found, written in zip(index.passages, reading.passages, strict=True):
        assert np.array_equal(found.word_boxes, written.word_boxes)
        assert found.boxes == written.boxes
    assert index.source(reading.document.id).read_bytes() == path.read_bytes()
    assert index.source(reading.document.id).suffix == ".pdf"
    assert clean(store)
    total = len({searchable(passage) for passage in reading.passages})
    assert steps[0] == (0, total)
    assert steps[-1] == (total, total)
    assert steps == sorted(steps)


def test_every_way_of_searching_finds_the_passage_that_answers(
    place: Place, write: Write, embedder: Embedder, token_encoder: TokenEncoder
) -> None:
    index = write(place, {"sylvania.md": FUNDS, "ruritania.md": PORTS}).open()
    vector = embedder.embed_questions([QUESTION])[0]
    answer = next(number for number, passage in enumerate(index.passages) if "auditors" in passage.text)
    assert index.lexical(QUESTION, 5, None)[0].number == answer
    assert index.dense(embedder.name, vector, 5, None)[0].number == answer
    everything = range(len(index.passages))
    scores = index.late(token_encoder.encode_question(QUESTION), everything)
    assert scores.argmax() == answer
    backwards = index.late(token_encoder.encode_question(QUESTION), everything[::-1])
    assert np.array_equal(backwards[::-1], scores)
    assert index.late(token_encoder.encode_question(QUESTION), []).shape == (0,)


def test_late_interaction_over_stored_tokens_is_that_of_the_model(
    place: Place, write: Write, token_encoder: TokenEncoder
) -> None:
    index = write(place, {"sylvania.md": FUNDS}).open()
    question = token_encoder.encode_question(QUESTION)
    exact = [
        (question @ token_encoder.encode_passage(searchable(passage)).T).max(axis=1).mean()
        for passage in index.passages
    ]
    assert index.late(question, range(len(exact))).tolist() == pytest.approx(exact, abs=0.01)


def test_a_filter_hides_all_other_passages(place: Place, write: Write, embedder: Embedder) -> None:
    index = write(place, {"sylvania.md": FUNDS, "ruritania.md": PORTS}).open()
    ports = next(document for document in index.documents if document.name == "ruritania.md")
    only = PassageFilter(frozenset([ports.id]))
    vector = embedder.embed_questions([QUESTION])[0]
    found = [
        *index.dense(embedder.name, vector, 9, only),
        *index.lexical("fund for the ports", 9, only),
        *index.candidates("fund for the ports", embedder.name, vector, 9, only),
    ]
    assert {index.passages[each.number].document_id for each in found} == {ports.id}
    assert index.lexical("fund for the ports", 9, PassageFilter(frozenset([ports.id]), frozenset(["no row"]))) == []


def test_stored_vectors_are_those_of_the_passages(place: Place, write: Write, embedder: Embedder) -> None:
    index = write(place, {"sylvania.md": FUNDS, "ruritania.md": PORTS}).open()
    expected = embedder.embed_passages([searchable(passage) for passage in index.passages])
    for number, vector in enumerate(expected):
        assert index.dense(embedder.name, vector, 1, None)[0].number == number
        assert index.dense(embedder.name, vector, 1, None)[0].score == pytest.approx(1, abs=1e-5)
    assert index.embedder_names == (embedder.name,)


def test_documents_are_numbered_by_name_whatever_the_order_of_adding(place: Place, write: Write) -> None:
    write(place, {"b.md": FUNDS})
    index = write(place, {"B.md": PORTS + "x", "a.md": PORTS}).open()
    assert [document.name for document in index.documents] == ["B.md", "a.md", "b.md"]
    in_order = [passage for document in index.documents for passage in index.document_passages(document.id)]
    assert list(index.passages) == in_order == [index.passages[number] for number in range(len(in_order))]
    assert index.passages[-2:] == tuple(in_order[-2:])


def test_many_threads_get_the_answers_of_one(
    place: Place, write: Write, embedder: Embedder, token_encoder: TokenEncoder
) -> None:
    index = write(place, {"sylvania.md": FUNDS, "ruritania.md": PORTS}).open()
    vector, tokens = embedder.embed_questions([QUESTION])[0], token_encoder.encode_question(QUESTION)

    def search(_: int) -> tuple[object, ...]:
        late = index.late(tokens, range(len(index.passages))).tolist()
        return index.lexical(QUESTION, 5, None), index.dense(embedder.name, vector, 5, None), late

    with ThreadPoolExecutor(8) as pool:
        assert len({str(answer) for answer in pool.map(search, range(64))}) == 1


def test_equal_texts_are_embedded_once(
    tmp_path: Path, place: Place, counting: Counting, token_encoder: TokenEncoder
) -> None:
    path = tmp_path / "x.md"
    path.write_text("# X\n\nOne line.\n")
    reading = read_file(path)
    passage = reading.passages[0]
    twice = dataclasses.replace(reading, passages=(passage, dataclasses.replace(passage, id="other")))
    with store_at(place).writer([counting], token_encoder, READING_VERSION) as writer:
        writer.add(twice, path)
        writer.commit()
    assert counting.passages == [searchable(passage)]
    assert len(store_at(place).open().passages) == 2


def test_a_changed_file_replaces_the_one_of_its_name_and_keeps_its_unchanged_vectors(
    place: Place, write: Write, counting: Counting
) -> None:
    before = write(place, {"sylvania.md": FUNDS}, [counting]).open()
    counting.passages.clear()
    after = write(place, {"sylvania.md": FUNDS.replace("four million", "nine million")}, [counting]).open()
    assert [document.name for document in after.documents] == ["sylvania.md"]
    assert any("nine million" in passage.text for passage in after.passages)
    assert not any("four million" in passage.text for passage in after.passages)
    assert len(counting.passages) == 1
    assert "nine million" in counting.passages[0]
    assert any("four million" in passage.text for passage in before.passages)


def test_an_added_file_leaves_the_others_as_they_are(place: Place, write: Write, counting: Counting) -> None:
    write(place, {"sylvania.md": FUNDS}, [counting])
    counting.passages.clear()
    index = write(place, {"ruritania.md": PORTS}, [counting]).open()
    assert len(index.documents) == 2
    assert all("Ruritania" in text for text in counting.passages)
    assert len(counting.questions) == len(set(counting.questions))


def test_building_again_without_change_writes_nothing(build: Build, counting: Counting) -> None:
    folder = build({"sylvania.md": FUNDS}, [counting])
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.suffix in (".npy", ".json", ".jsonl")}
    counting.passages.clear()
    build({"sylvania.md": FUNDS}, [counting])
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.suffix in (".npy", ".json", ".jsonl")}
    assert before == after
    assert counting.passages == []


def test_building_again_without_change_makes_no_generation(place: Place, write: Write, counting: Counting) -> None:
    before = write(place, {"sylvania.md": FUNDS}, [counting])
    generation, identity = before.open().generation, before.identity()
    counting.passages.clear()
    after = write(place, {"sylvania.md": FUNDS}, [counting])
    assert (after.open().generation, after.identity()) == (generation, identity)
    assert counting.passages == []


def test_a_renamed_file_keeps_one_document(place: Place, write: Write) -> None:
    write(place, {"old.md": FUNDS})
    assert [document.name for document in write(place, {"new.md": FUNDS}).open().documents] == ["new.md"]


def test_a_renamed_file_leaves_its_name_to_another(place: Place, write: Write) -> None:
    write(place, {"old.md": FUNDS})
    store = write(place, {"new.md": FUNDS, "old.md": PORTS})
    assert [document.name for document in store.open().documents] == ["new.md", "old.md"]


def test_a_file_that_changed_while_it_was_read_is_refused(
    tmp_path: Path, place: Place, embedder: Embedder, token_encoder: TokenEncoder
) -> None:
    path = tmp_path / "x.md"
    path.write_text(FUNDS)
    reading = read_file(path)
    path.write_text(PORTS)
    with store_at(place).writer([embedder], token_encoder, READING_VERSION) as writer:
        with pytest.raises(ReadError, match="changed"):
            writer.add(reading, path)
        writer.commit()
    assert store_at(place).open().documents == ()


@pytest.mark.parametrize("bare", [False, True])
def test_an_empty_index_and_a_document_without_passages_can_be_searched(
    tmp_path: Path,
    place: Place,
    embedder: Embedder,
    token_encoder: TokenEncoder,
    readings: Callable[[Path], Reading],
    bare: bool,
) -> None:
    path = tmp_path / "x.md"
    path.write_text(FUNDS)
    with store_at(place).writer([embedder], token_encoder, READING_VERSION) as writer:
        if bare:
            writer.add(dataclasses.replace(readings(path), passages=()), path)
        writer.commit()
    index = store_at(place).open()
    vector = embedder.embed_questions([QUESTION])[0]
    assert len(index.passages) == 0
    assert len(index.documents) == int(bare)
    assert index.lexical(QUESTION, 5, None) == []
    assert index.dense(embedder.name, vector, 5, None) == []
    assert index.candidates(QUESTION, embedder.name, vector, 5, None) == []


_text = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)
_optional = st.none() | _text


@st.composite
def _passages(draw: st.DrawFn) -> Passage:
    text = draw(_text)
    boxes = draw(st.lists(st.lists(st.floats(0, 1000, width=32), min_size=6, max_size=6), max_size=4))
    return Passage(
        id=draw(_text), document_id="0" * 64, kind=draw(st.sampled_from(["paragraph", "cell", "row"])), text=text,
        context=draw(_text), page=draw(st.none() | st.integers(1, 99)), section=draw(_text), table=draw(_optional),
        row=draw(_optional), column=draw(_optional),
        chosen=draw(st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9))),
        word_boxes=np.array(boxes, dtype=np.float32).reshape(-1, 6),
    )  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(passages=st.lists(_passages(), max_size=4))
def test_any_passage_comes_back_as_it_was(
    tmp_path: Path,
    place: Place,
    embedder: Embedder,
    token_encoder: TokenEncoder,
    passages: list[Passage],
) -> None:
    source = tmp_path / "x.txt"
    source.write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    document = Document(empty, "x.txt", "X", None, None, "en", None)
    passages = [dataclasses.replace(passage, document_id=empty) for passage in passages]
    store = store_at(place)
    with store.writer([embedder], token_encoder, READING_VERSION) as writer:
        writer.add(Reading(document, (), tuple(passages)), source)
        writer.commit()
    index = store.open()
    assert list(index.passages) == passages
    for found, written in zip(index.passages, passages, strict=True):
        assert np.array_equal(found.word_boxes, written.word_boxes)
    index.close()
