"""Nothing is lost or left behind: interruptions, removal, locks, damage, other versions."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from index_material import FUNDS, PORTS, Build, Counting, Elsewhere, clean, for_writers, mapped, read_all

from corpus.read import READING_VERSION, Reading
from index.base import Embedder, TokenEncoder
from index.errors import IndexBusyError, IndexDamagedError, IndexMissingError, IndexVersionError
from index.folder.health import verify
from index.folder.manifest import read_manifest
from index.folder.reader import PassageIndex
from index.folder.writer import IndexWriter, remove_from_folder
from index.models.registry import load_embedder

CURE = r"factsheet-qa index PATH"


def names(folder: Path) -> list[str]:
    return [document.name for document in PassageIndex.open(folder).documents]


def test_without_commit_the_old_index_stays_and_the_work_is_taken_up(
    build: Build,
    tmp_path: Path,
    counting: Counting,
    token_encoder: TokenEncoder,
    readings: Callable[[Path], Reading],
) -> None:
    folder = build({"sylvania.md": FUNDS}, [counting])
    path = tmp_path / "ruritania.md"
    path.write_text(PORTS)
    with (
        pytest.raises(KeyboardInterrupt),
        IndexWriter(folder, [counting], token_encoder, READING_VERSION) as writer,
    ):
        writer.add(readings(path), path)
        raise KeyboardInterrupt
    assert names(folder) == ["sylvania.md"]
    counting.passages.clear()
    with IndexWriter(folder, [counting], token_encoder, READING_VERSION) as writer:
        writer.add(readings(path), path)
        writer.commit()
    assert names(folder) == ["ruritania.md", "sylvania.md"]
    assert counting.passages == []
    assert clean(folder)


def test_what_an_interrupted_build_left_goes_with_the_next_generation(
    build: Build, tmp_path: Path, embedder: Embedder, token_encoder: TokenEncoder, readings: Callable[[Path], Reading]
) -> None:
    folder = build({"sylvania.md": FUNDS})
    path = tmp_path / "ruritania.md"
    path.write_text(PORTS)
    with IndexWriter(folder, [embedder], token_encoder, READING_VERSION) as writer:
        writer.add(readings(path), path)
    assert verify(folder).left_over
    with IndexWriter(folder, [embedder], token_encoder, READING_VERSION) as writer:
        writer.commit()
    assert clean(folder)
    assert not any(b"Ruritania" in file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_a_reader_keeps_the_generation_that_it_opened(
    build: Build, embedder: Embedder, token_encoder: TokenEncoder
) -> None:
    folder = build({"sylvania.md": FUNDS, "ruritania.md": PORTS})
    index = PassageIndex.open(folder)
    question = token_encoder.encode_question("ports for timber")
    before = (index.lexical("timber", 9, None), index.late(question, range(len(index.passages))).tolist())
    for document in index.documents:
        remove_from_folder(folder, [document.id])
    assert (index.lexical("timber", 9, None), index.late(question, range(len(index.passages))).tolist()) == before
    assert [passage.boxes for passage in index.passages]
    assert names(folder) == []


def test_after_removal_no_file_holds_anything_of_the_document(build: Build) -> None:
    folder = build({"sylvania.md": FUNDS, "ruritania.md": PORTS})
    document = next(d for d in PassageIndex.open(folder).documents if d.name == "ruritania.md")
    remove_from_folder(folder, [document.id])
    assert names(folder) == ["sylvania.md"]
    for file in folder.rglob("*"):
        content = file.read_bytes().lower() if file.is_file() else b""
        for trace in (b"ruritania", b"timber", b"southern", document.id.encode()):
            assert trace not in content, file
            assert trace.decode() not in file.name.lower()
    assert clean(folder)


def test_a_writer_can_remove_too(build: Build, embedder: Embedder, token_encoder: TokenEncoder) -> None:
    folder = build({"sylvania.md": FUNDS, "ruritania.md": PORTS})
    with IndexWriter(folder, [embedder], token_encoder, READING_VERSION) as writer:
        writer.remove(writer.documents[0].id)
        with pytest.raises(KeyError):
            writer.remove("0" * 64)
        writer.commit()
    assert names(folder) == ["sylvania.md"]


def test_removing_an_unknown_document_removes_nothing(build: Build) -> None:
    folder = build({"sylvania.md": FUNDS})
    known = PassageIndex.open(folder).documents[0].id
    with pytest.raises(KeyError):
        remove_from_folder(folder, [known, "0" * 64])
    assert names(folder) == ["sylvania.md"]


def test_a_second_writer_is_told_to_wait(build: Build, embedder: Embedder, token_encoder: TokenEncoder) -> None:
    folder = build({"sylvania.md": FUNDS})
    document = PassageIndex.open(folder).documents[0]
    with IndexWriter(folder, [embedder], token_encoder, READING_VERSION):
        with pytest.raises(IndexBusyError, match="try again"):
            remove_from_folder(folder, [document.id])
        other = (
            "from index.folder.writer import remove_from_folder; from pathlib import Path;"
            f" remove_from_folder(Path({str(folder)!r}), [])"
        )
        done = subprocess.run([sys.executable, "-c", other], capture_output=True, text=True, check=False, timeout=60)
        assert "IndexBusyError" in done.stderr
        assert names(folder) == ["sylvania.md"]
    remove_from_folder(folder, [document.id])
    assert names(folder) == []


def test_what_a_reader_in_another_process_uses_stays_until_it_ends(build: Build) -> None:
    folder = build({"sylvania.md": FUNDS, "ruritania.md": PORTS})
    document = next(d for d in PassageIndex.open(folder).documents if d.name == "ruritania.md")
    with Elsewhere(folder) as reader:
        remove_from_folder(folder, [document.id])
        assert names(folder) == ["sylvania.md"]
        assert reader.ask("index.source(index.documents[0].id).read_text()[:31]") == PORTS[:31]
        assert reader.ask("[p.text for p in index.passages if 'timber' in p.text] != []") is True
        assert reader.ask("index.is_current()") is False
        assert any(b"timber" in file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert not clean(folder)
    assert PassageIndex.open(folder).is_current()
    assert clean(folder)
    assert not any(b"timber" in file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_what_only_a_closed_reader_used_goes_at_once(build: Build) -> None:
    folder = build({"sylvania.md": FUNDS, "ruritania.md": PORTS})
    first, second = PassageIndex.open(folder), PassageIndex.open(folder)
    remove_from_folder(folder, [first.documents[0].id])
    first.close()
    assert second.source(second.documents[0].id).exists()
    second.close()
    assert clean(folder)
    with pytest.raises(IndexDamagedError, match="missing"):
        first.source(first.documents[0].id)


def test_readers_leave_what_an_interrupted_build_has_done(
    build: Build, tmp_path: Path, embedder: Embedder, token_encoder: TokenEncoder, readings: Callable[[Path], Reading]
) -> None:
    folder = build({"sylvania.md": FUNDS, "ruritania.md": PORTS})
    reader = PassageIndex.open(folder)
    remove_from_folder(folder, [reader.documents[0].id])
    path = tmp_path / "freedonia.md"
    path.write_text(PORTS.replace("Ruritania", "Freedonia"))
    with IndexWriter(folder, [embedder], token_encoder, READING_VERSION) as writer:
        writer.add(readings(path), path)
    reader.close()
    with IndexWriter(folder, [embedder], token_encoder, READING_VERSION) as writer:
        assert writer.is_unfinished(readings(path).document.id, "freedonia.md")
        assert writer.resume(readings(path).document.id, path).passages == len(readings(path).passages)
        writer.commit()
    assert names(folder) == ["freedonia.md", "sylvania.md"]
    assert clean(folder)


def test_an_index_that_cannot_be_written_can_be_read(build: Build, tmp_path: Path) -> None:
    folder = build({"sylvania.md": FUNDS})
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    shutil.rmtree(copy / "generations")
    assert names(copy) == ["sylvania.md"]


def test_names_that_are_no_text_are_stored_with_stand_ins(
    build: Build, tmp_path: Path, embedder: Embedder, token_encoder: TokenEncoder, readings: Callable[[Path], Reading]
) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.md")
    path.write_text(FUNDS)
    with IndexWriter(tmp_path / "index", [embedder], token_encoder, READING_VERSION) as writer:
        writer.add(readings(path), path)
        writer.commit()
    assert names(tmp_path / "index") == ["caf?.md"]
    assert clean(tmp_path / "index")


def test_a_missing_index_names_the_cure(tmp_path: Path) -> None:
    for folder in (tmp_path / "none", tmp_path):
        with pytest.raises(IndexMissingError, match=CURE):
            PassageIndex.open(folder)
        with pytest.raises(IndexMissingError, match=CURE):
            remove_from_folder(folder, [])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_left_alone(
    tmp_path: Path, embedder: Embedder, token_encoder: TokenEncoder
) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "letter.txt").write_text("mine")
    (tmp_path / "holiday.jpg").write_text("mine")
    with (
        pytest.raises(IndexMissingError, match="new or an empty folder"),
        IndexWriter(tmp_path, [embedder], token_encoder, READING_VERSION),
    ):
        pass
    assert {path.name for path in tmp_path.rglob("*")} == {"documents", "letter.txt", "holiday.jpg"}


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def files_of(folder: Path) -> list[Path]:
    found = [file.relative_to(folder) for file in folder.rglob("*") if file.is_file() and file.name != "lock"]
    assert len(found) > 20
    return found


@pytest.mark.parametrize("harm", [_flip, _shorten, Path.unlink])
def test_damage_to_any_file_is_found_and_named(build: Build, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    folder = build({"sylvania.md": FUNDS})
    for file in files_of(folder):
        copy = tmp_path / "copy"
        shutil.copytree(folder, copy)
        harm(copy / file)
        if file.name == "manifest.json":
            with pytest.raises((IndexDamagedError, IndexMissingError), match=CURE):
                PassageIndex.open(copy)
        else:
            assert any(file.name in line for line in verify(copy).faults)
            unseen = for_writers(file) or (harm is _flip and mapped(file))
            if file.parent.name != "sources" and not unseen:
                with pytest.raises(IndexDamagedError, match=f"{file.name} is damaged.*{CURE}"):
                    read_all(copy)
        shutil.rmtree(copy)


def bytes_of(folder: Path) -> set[tuple[str, str, bytes]]:
    """Return the content of each file, whatever the name of its folder."""
    named = {file for file in files_of(folder) if file.parts[0] not in ("manifest.json", "generations")}
    return {(file.parts[0], file.name, (folder / file).read_bytes()) for file in named}


@pytest.mark.parametrize("harm", [_flip, _shorten, Path.unlink])
def test_adding_the_file_again_makes_good_any_damage(
    build: Build, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    folder = build({"sylvania.md": FUNDS})
    for file in files_of(folder):
        copy = tmp_path / "copy"
        shutil.copytree(folder, copy)
        harm(copy / file)
        if file.name == "manifest.json" and (copy / file).exists():
            with pytest.raises(IndexDamagedError, match="delete this file"):
                build({"sylvania.md": FUNDS}, name="copy")
            (copy / file).unlink()
        build({"sylvania.md": FUNDS}, name="copy")
        assert clean(copy), file
        assert bytes_of(copy) == bytes_of(folder), file
        shutil.rmtree(copy)


def test_no_vector_is_taken_from_a_damaged_document(build: Build, embedder: Embedder) -> None:
    folder = build({"sylvania.md": FUNDS})
    _flip(next(folder.glob("documents/*/vectors-0.npy")))
    _flip(next(folder.glob("documents/*/tokens.npy")))
    changed = {"sylvania.md": FUNDS.replace("four million", "nine million")}
    build(changed)
    assert bytes_of(folder) == bytes_of(build(changed, name="fresh"))


def test_damage_to_what_an_interrupted_build_left_is_not_taken_up(
    build: Build, tmp_path: Path, embedder: Embedder, token_encoder: TokenEncoder, readings: Callable[[Path], Reading]
) -> None:
    path = tmp_path / "files" / "sylvania.md"
    fresh = build({"sylvania.md": FUNDS}, name="fresh")
    folder = tmp_path / "index"
    for file in (name for name in files_of(fresh) if name.parts[0] == "documents"):
        with IndexWriter(folder, [embedder], token_encoder, READING_VERSION) as writer:
            writer.add(readings(path), path)
        _flip(next(folder.glob(f"documents/*/{file.name}")))
        with IndexWriter(folder, [embedder], token_encoder, READING_VERSION) as writer:
            assert not writer.is_unfinished(readings(path).document.id, "sylvania.md")
        build({"sylvania.md": FUNDS})
        assert clean(folder)
        assert bytes_of(folder) == bytes_of(fresh)
        shutil.rmtree(folder)


def test_a_damaged_document_must_be_made_good_and_leaves_the_others_alone(
    build: Build, embedder: Embedder, token_encoder: TokenEncoder
) -> None:
    folder = build({"sylvania.md": FUNDS, "ruritania.md": PORTS})
    _flip(next(folder.glob("documents/*/vectors-0.npy")))
    with IndexWriter(folder, [embedder], token_encoder, READING_VERSION) as writer:
        assert len(writer.documents) == len(writer.outdated) == 1
        with pytest.raises(IndexVersionError, match="give these files too"):
            writer.commit()
    build({"sylvania.md": FUNDS, "ruritania.md": PORTS})
    assert names(folder) == ["ruritania.md", "sylvania.md"]
    assert clean(folder)


def test_other_models_and_versions_are_refused_with_the_cure(build: Build, embedder: Embedder) -> None:
    folder = build({"sylvania.md": FUNDS})
    PassageIndex.open(folder, [embedder.name], READING_VERSION)
    with pytest.raises(IndexVersionError, match=f"multilingual-e5-small.*{CURE}"):
        PassageIndex.open(folder, ["multilingual-e5-small"], READING_VERSION)
    with pytest.raises(IndexVersionError, match=CURE):
        PassageIndex.open(folder, [embedder.name], READING_VERSION + 1)


def test_rebuilding_with_another_model_reuses_what_stays_the_same(build: Build, counting: Counting) -> None:
    folder = build({"sylvania.md": FUNDS}, [counting])
    counting.passages.clear()
    e5 = load_embedder("multilingual-e5-small", 1)
    build({"sylvania.md": FUNDS}, [counting, e5])
    index = PassageIndex.open(folder, [counting.name, e5.name])
    assert counting.passages == []
    assert index.vectors(e5.name, range(len(index.passages))).shape == (len(index.passages), e5.dimensions)


def test_a_rebuild_with_another_model_does_not_drop_documents_silently(build: Build) -> None:
    folder = build({"sylvania.md": FUNDS, "ruritania.md": PORTS})
    with pytest.raises(IndexVersionError, match=r"ruritania\.md"):
        build({"sylvania.md": FUNDS}, [load_embedder("multilingual-e5-small", 1)])
    assert names(folder) == ["ruritania.md", "sylvania.md"]


def test_generations_count_up(build: Build) -> None:
    folder = build({"sylvania.md": FUNDS})
    first = read_manifest(folder).generation
    build({"ruritania.md": PORTS})
    assert PassageIndex.open(folder).generation == first + 1
