"""Segments: few of them, little rewritten, nothing lost or doubled; large indexes and their lists."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_material import clean
from quick_index import WordEmbedder, WordTokens, reading, written

from corpus.model import Document
from index.base import PassageFilter
from index.errors import IndexDamagedError
from index.folder.manifest import DocumentEntry, read_manifest
from index.folder.merge_policy import MAX_SEGMENT, group_documents
from index.folder.reader import PassageIndex
from index.folder.writer import IndexWriter, remove_from_folder
from index.search.ivf import Centroids, lists_for
from index.storage.records import FileRecord, FolderRecord

FEW = 20
"""Maximum passages for which the indexes of these tests compare all vectors."""


def record(number: int, passages: int) -> DocumentEntry:
    document = Document(f"{number:064x}", f"{number:05}.pdf", "", None, None, "en", None)
    digest = "0" * 64
    return DocumentEntry(
        document, passages, FolderRecord(f"{number:032x}", digest, 0), digest, FileRecord(0, digest), ""
    )


def sizes(segments: list[tuple[DocumentEntry, ...]]) -> list[int]:
    return [sum(document.passages for document in segment) for segment in segments]


_changes = st.lists(st.tuples(st.integers(0, 60), st.integers(0, MAX_SEGMENT // 3), st.booleans()), max_size=60)


@settings(deadline=None)
@given(_changes)
def test_every_document_is_in_one_segment_and_no_segment_is_too_large(
    changes: list[tuple[int, int, bool]],
) -> None:
    indexed: dict[int, DocumentEntry] = {}
    segments: list[tuple[DocumentEntry, ...]] = []
    for number, passages, comes in changes:
        if comes:
            indexed[number] = record(number, passages)
        else:
            indexed.pop(number, None)
        folders = [[document.files.folder for document in segment] for segment in segments]
        segments = group_documents(folders, list(indexed.values()))
        placed = [document for segment in segments for document in segment]
        assert sorted(document.files.folder for document in placed) == sorted(d.files.folder for d in indexed.values())
        assert all(size <= MAX_SEGMENT for size in sizes(segments))


def test_documents_that_come_one_by_one_are_seldom_rewritten() -> None:
    indexed: list[DocumentEntry] = []
    segments: list[tuple[DocumentEntry, ...]] = []
    rewritten = 0
    for number in range(500):
        indexed.append(record(number, 111))
        before = set(segments)
        segments = group_documents([[document.files.folder for document in segment] for segment in segments], indexed)
        rewritten += sum(len(segment) for segment in segments if segment not in before)
        assert len(segments) <= 10
    assert rewritten <= 500 * 10


def test_many_documents_at_once_fill_segments() -> None:
    segments = group_documents([], [record(number, 111) for number in range(10_000)])
    assert len(segments) == 17
    assert min(sizes(segments)[:-1]) > MAX_SEGMENT - 111


def build(folder: Path, files: list[Path], flat_up_to: int = FEW) -> PassageIndex:
    with IndexWriter(folder, [WordEmbedder()], WordTokens(), 1, flat_up_to=flat_up_to) as writer:
        for path in files:
            writer.add(reading(path), path)
        writer.commit()
    return PassageIndex.open(folder)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [written(tmp_path / "files", f"country{number}", 1, passages=30) for number in range(8)]


def asked(word: str) -> np.ndarray:
    return WordEmbedder().embed_questions([word])[0]


def test_a_large_index_finds_what_a_small_one_finds(tmp_path: Path, files: list[Path]) -> None:
    large, small = build(tmp_path / "large", files), build(tmp_path / "small", files, flat_up_to=1000)
    assert read_manifest(tmp_path / "large").centroids
    assert read_manifest(tmp_path / "small").centroids is None
    hits = 0
    for word in ("timber", "harbour grant", "budget council audit"):
        exact = small.dense("words", asked(word), 5, None)
        found = large.dense("words", asked(word), 5, None)
        hits += len({ranked.number for ranked in exact} & {ranked.number for ranked in found})
        # Each score found is exact, and few passages are compared exhaustively.
        scores = large.vectors("words", [ranked.number for ranked in found]) @ asked(word)
        assert [ranked.score for ranked in found] == pytest.approx(scores.tolist())
        within = PassageFilter(frozenset({large.documents[3].id}))
        assert large.dense("words", asked(word), 5, within) == [
            dataclasses.replace(ranked, score=pytest.approx(ranked.score))
            for ranked in small.dense("words", asked(word), 5, within)
        ]
        assert large.lexical(word, 9, None) == small.lexical(word, 9, None)
    assert hits >= 8
    everything = range(len(large.passages))
    assert np.array_equal(large.vectors("words", everything), small.vectors("words", everything))
    assert large.repeated.tolist() == small.repeated.tolist()


def test_documents_added_one_by_one_give_what_all_at_once_give(tmp_path: Path, files: list[Path]) -> None:
    at_once = build(tmp_path / "at once", files, flat_up_to=1000)
    for file in files:
        build(tmp_path / "one by one", [file], flat_up_to=1000).close()
    remove_from_folder(tmp_path / "one by one", [reading(files[3]).document.id])
    assert not any(b"country3" in file.read_bytes() for file in (tmp_path / "one by one").rglob("*") if file.is_file())
    one_by_one = build(tmp_path / "one by one", [files[3]], flat_up_to=1000)
    assert len(read_manifest(tmp_path / "one by one").segments) > 1
    assert tuple(one_by_one.passages) == tuple(at_once.passages)
    for word in ("timber country3", "harbour grant", "budget"):
        assert one_by_one.lexical(word, 9, None) == at_once.lexical(word, 9, None)
        assert one_by_one.dense("words", asked(word), 9, None) == at_once.dense("words", asked(word), 9, None)
    assert clean(tmp_path / "one by one")


def test_centroids_are_trained_once_and_go_when_few_passages_are_left(tmp_path: Path, files: list[Path]) -> None:
    folder = tmp_path / "index"
    build(folder, files[:2])
    first = read_manifest(folder).centroids
    build(folder, [files[2]])
    assert read_manifest(folder).centroids == first
    build(folder, files[3:] + [written(tmp_path / "files", "large", 1, passages=100)])
    assert read_manifest(folder).centroids != first
    remove_from_folder(folder, [reading(file).document.id for file in files], flat_up_to=500)
    assert read_manifest(folder).centroids is None
    assert clean(folder)


@pytest.mark.parametrize("name", ["centres/*/centres-0.npy", "shelves/*/lists-0.npy", "shelves/*/stems-lengths.npy"])
def test_damage_to_what_a_large_index_joins_is_told_and_made_good(tmp_path: Path, files: list[Path], name: str) -> None:
    folder = tmp_path / "index"
    build(folder, files[:2])
    harmed = next(folder.glob(name))
    content = bytearray(harmed.read_bytes())
    content[-1] ^= 64
    harmed.write_bytes(content)
    with pytest.raises(IndexDamagedError, match=f"{harmed.name} is damaged"):
        PassageIndex.open(folder)
    build(folder, files[:2])
    assert clean(folder)


def test_codes_are_close_to_their_vectors() -> None:
    random = np.random.default_rng(3)
    vectors = random.normal(size=(400, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    centroids = Centroids.train(vectors, lists_for(len(vectors)))
    structure = centroids.structure(centroids.coded(vectors))
    structure.nprobe = structure.nlist
    distances, numbers = structure.search(vectors, 1)
    assert numbers[:, 0].tolist() == list(range(400))
    assert (distances < 1e-3).all()


def test_damage_in_a_large_index_is_looked_for_on_demand(
    tmp_path: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    build(folder, files[:2]).close()
    harmed = next(folder.glob("documents/*/tokens.npy"))
    harmed.write_bytes(harmed.read_bytes()[:-1] + b"?")
    monkeypatch.setattr("index.folder.writer.MAX_CHECKED_BYTES", 0)
    with IndexWriter(folder, [WordEmbedder()], WordTokens(), 1) as writer:
        assert writer.outdated == ()
    with IndexWriter(folder, [WordEmbedder()], WordTokens(), 1, thorough=True) as writer:
        assert len(writer.outdated) == 1
        for file in files[:2]:
            writer.add(reading(file), file)
        writer.commit()
    assert clean(folder)
