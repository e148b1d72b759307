"""What is written is what is read, and what the index answers."""

import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_material import FUNDS, PORTS, Build, Counting, clean

from corpus.errors import ReadError
from corpus.model import Document, Passage
from corpus.read import READING_VERSION, Reading, read_file
from index.base import Embedder, TokenEncoder
from index.reader import PassageIndex
from index.text import searchable
from index.writer import IndexWriter

QUESTION = "Why did the harvest fund end?"


def test_a_pdf_comes_back_with_everything_that_was_read(
    bundled: Path, tmp_path: Path, embedder: Embedder, token_encoder: TokenEncoder
) -> None:
    path = min(bundled.glob("*.pdf"), key=lambda file: file.stat().st_size)
    reading = read_file(path)
    steps: list[tuple[int, int]] = []
    with IndexWriter(tmp_path / "index", [embedder], token_encoder, READING_VERSION) as writer:
        writer.add(reading, path, lambda done, total: steps.append((done, total)))
        writer.commit()
    index = PassageIndex.open(tmp_path / "index", [embedder.name], READING_VERSION)
    assert index.documents == (reading.document,)
    assert tuple(index.passages) == reading.passages
    for found, written in zip(index.passages, reading.passages, strict=True):
        assert np.array_equal(found.word_boxes, written.word_boxes)
        assert found.boxes == written.boxes
    assert index.source(reading.document.id).read_bytes() == path.read_bytes()
    assert index.source(reading.document.id).suffix == ".pdf"
    assert clean(tmp_path / "index")
    total = len({searchable(passage) for passage in reading.passages})
    assert steps[0] == (0, total)
    assert steps[-1] == (total, total)
    assert steps == sorted(steps)


def test_every_way_of_searching_finds_the_passage_that_answers(
    build: Build, embedder: Embedder, token_encoder: TokenEncoder
) -> None:
    index = PassageIndex.open(build({"sylvania.md": FUNDS, "ruritania.md": PORTS}))
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


def test_late_interaction_over_stored_tokens_is_that_of_the_model(build: Build, token_encoder: TokenEncoder) -> None:
    index = PassageIndex.open(build({"sylvania.md": FUNDS}))
    question = token_encoder.encode_question(QUESTION)
    exact = [
        (question @ token_encoder.encode_passage(searchable(passage)).T).max(axis=1).mean()
        for passage in index.passages
    ]
    assert index.late(question, range(len(exact))).tolist() == pytest.approx(exact, abs=0.01)


def test_a_filter_hides_all_other_passages(build: Build, embedder: Embedder) -> None:
    index = PassageIndex.open(build({"sylvania.md": FUNDS, "ruritania.md": PORTS}))
    ports = [document.name for document in index.documents].index("ruritania.md")
    allowed = index.document_numbers == ports
    vector = embedder.embed_questions([QUESTION])[0]
    found = index.dense(embedder.name, vector, 9, allowed) + index.lexical("fund for the ports", 9, allowed)
    assert {index.passages[ranked.number].document_id for ranked in found} == {index.documents[ports].id}


def test_stored_vectors_are_those_of_the_passages(build: Build, embedder: Embedder) -> None:
    index = PassageIndex.open(build({"sylvania.md": FUNDS, "ruritania.md": PORTS}))
    expected = embedder.embed_passages([searchable(passage) for passage in index.passages])
    assert np.allclose(index.vectors(embedder.name, range(len(expected))), expected, atol=1e-6)
    assert index.embedder_names == (embedder.name,)


def test_documents_are_numbered_by_name_whatever_the_order_of_adding(build: Build) -> None:
    first = PassageIndex.open(build({"b.md": FUNDS, "a.md": PORTS}, name="first"))
    build({"a.md": PORTS}, name="second")
    second = PassageIndex.open(build({"b.md": FUNDS}, name="second"))
    assert [document.name for document in first.documents] == ["a.md", "b.md"]
    assert first.documents == second.documents
    assert tuple(first.passages) == tuple(second.passages)
    assert first.document_numbers.tolist() == second.document_numbers.tolist() == sorted(first.document_numbers)
    for question in (QUESTION, "ports"):
        assert first.lexical(question, 9, None) == second.lexical(question, 9, None)


def test_many_threads_get_the_answers_of_one(build: Build, embedder: Embedder, token_encoder: TokenEncoder) -> None:
    index = PassageIndex.open(build({"sylvania.md": FUNDS, "ruritania.md": PORTS}))
    vector, tokens = embedder.embed_questions([QUESTION])[0], token_encoder.encode_question(QUESTION)

    def search(_: int) -> tuple[object, ...]:
        late = index.late(tokens, range(len(index.passages))).tolist()
        return index.lexical(QUESTION, 5, None), index.dense(embedder.name, vector, 5, None), late

    with ThreadPoolExecutor(8) as pool:
        assert len({str(answer) for answer in pool.map(search, range(64))}) == 1


def test_equal_texts_are_embedded_once(tmp_path: Path, counting: Counting, token_encoder: TokenEncoder) -> None:
    path = tmp_path / "x.md"
    path.write_text("# X\n\nOne line.\n")
    reading = read_file(path)
    passage = reading.passages[0]
    twice = dataclasses.replace(reading, passages=(passage, dataclasses.replace(passage, id="other")))
    with IndexWriter(tmp_path / "index", [counting], token_encoder, READING_VERSION) as writer:
        writer.add(twice, path)
        writer.commit()
    assert counting.passages == [searchable(passage)]
    assert len(PassageIndex.open(tmp_path / "index").passages) == 2


def test_a_changed_file_replaces_the_one_of_its_name_and_keeps_its_unchanged_vectors(
    build: Build, counting: Counting
) -> None:
    folder = build({"sylvania.md": FUNDS}, [counting])
    before = PassageIndex.open(folder)
    counting.passages.clear()
    build({"sylvania.md": FUNDS.replace("four million", "nine million")}, [counting])
    after = PassageIndex.open(folder)
    assert [document.name for document in after.documents] == ["sylvania.md"]
    assert any("nine million" in passage.text for passage in after.passages)
    assert not any("four million" in passage.text for passage in after.passages)
    assert len(counting.passages) == 1
    assert "nine million" in counting.passages[0]
    assert any("four million" in passage.text for passage in before.passages)


def test_an_added_file_leaves_the_others_as_they_are(build: Build, counting: Counting) -> None:
    build({"sylvania.md": FUNDS}, [counting])
    counting.passages.clear()
    index = PassageIndex.open(build({"ruritania.md": PORTS}, [counting]))
    assert len(index.documents) == 2
    assert all("Ruritania" in text for text in counting.passages)
    assert len(counting.questions) == len(set(counting.questions))


def test_building_again_without_change_changes_nothing(build: Build, counting: Counting) -> None:
    folder = build({"sylvania.md": FUNDS}, [counting])
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.suffix in (".npy", ".json", ".jsonl")}
    counting.passages.clear()
    build({"sylvania.md": FUNDS}, [counting])
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.suffix in (".npy", ".json", ".jsonl")}
    assert before == after
    assert counting.passages == []


def test_a_renamed_file_keeps_one_document(build: Build) -> None:
    build({"old.md": FUNDS})
    assert [document.name for document in PassageIndex.open(build({"new.md": FUNDS})).documents] == ["new.md"]


def test_a_file_that_changed_while_it_was_read_is_refused(
    tmp_path: Path, embedder: Embedder, token_encoder: TokenEncoder
) -> None:
    path = tmp_path / "x.md"
    path.write_text(FUNDS)
    reading = read_file(path)
    path.write_text(PORTS)
    with IndexWriter(tmp_path / "index", [embedder], token_encoder, READING_VERSION) as writer:
        with pytest.raises(ReadError, match="changed"):
            writer.add(reading, path)
        writer.commit()
    assert PassageIndex.open(tmp_path / "index").documents == ()


def test_an_empty_index_and_a_document_without_passages_can_be_searched(
    tmp_path: Path, embedder: Embedder, token_encoder: TokenEncoder, readings: Callable[[Path], Reading]
) -> None:
    path = tmp_path / "x.md"
    path.write_text(FUNDS)
    bare = dataclasses.replace(readings(path), passages=())
    for number, added in enumerate(([], [bare])):
        folder = tmp_path / f"index{number}"
        with IndexWriter(folder, [embedder], token_encoder, READING_VERSION) as writer:
            for reading in added:
                writer.add(reading, path)
            writer.commit()
        index = PassageIndex.open(folder)
        assert len(index.passages) == 0
        assert len(index.documents) == len(added)
        assert index.lexical(QUESTION, 5, None) == []
        assert index.dense(embedder.name, embedder.embed_questions([QUESTION])[0], 5, None) == []


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
@given(st.lists(_passages(), max_size=4))
def test_any_passage_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    embedder: Embedder,
    token_encoder: TokenEncoder,
    passages: list[Passage],
) -> None:
    folder = tmp_path_factory.mktemp("any")
    source = folder / "x.txt"
    source.write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    document = Document(empty, "x.txt", "X", None, None, "en", None)
    passages = [dataclasses.replace(passage, document_id=empty) for passage in passages]
    with IndexWriter(folder / "index", [embedder], token_encoder, READING_VERSION) as writer:
        writer.add(Reading(document, (), tuple(passages)), source)
        writer.commit()
    index = PassageIndex.open(folder / "index")
    assert list(index.passages) == passages
    for found, written in zip(index.passages, passages, strict=True):
        assert np.array_equal(found.word_boxes, written.word_boxes)
