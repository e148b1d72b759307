"""The doctor says what is in order, and names the cure of what is not."""

import json
import os
from pathlib import Path

import pytest

from corpus.read import READING_VERSION, read_file
from index.folder.writer import IndexWriter
from index.models.registry import load_embedder, load_token_encoder
from qa.cli import main
from qa.commands.doctor_checks import Check, examine
from qa.settings import Settings


@pytest.fixture
def index(tmp_path: Path) -> Path:
    file = tmp_path / "zubrowka_2023.md"
    file.write_text("# Country factsheet: Zubrowka (2023)\n\nZubrowka has eleven cluster organisations.\n")
    settings = Settings()
    embedder = load_embedder(settings.embedder, settings.threads)
    with IndexWriter(tmp_path / "index", [embedder], load_token_encoder(settings.threads), READING_VERSION) as writer:
        writer.add(read_file(file), file, lambda done, total: None)
        writer.commit()
    return tmp_path / "index"


def checks(folder: Path) -> dict[str, Check]:
    return {check.name: check for check in examine(folder)}


def test_all_is_well_with_a_fresh_index(index: Path) -> None:
    found = checks(index)
    assert {"python", "packages", "index", "disk", "threads"} <= set(found)
    assert [check for name, check in found.items() if check.state == "fail"] == []
    assert sum(name.startswith("weights of") for name in found) == 2


def test_an_altered_file_of_the_index_is_found(index: Path) -> None:
    altered = max((index / "documents").rglob("*.npy"), key=lambda path: path.stat().st_size)
    content = bytearray(altered.read_bytes())
    content[-1] ^= 1
    altered.write_bytes(content)
    found = checks(index)["index"]
    assert found.state == "fail"
    assert altered.name in found.finding
    assert found.cure


def test_what_an_interrupted_build_left_is_no_fault(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "freedonia_2023.md"
    file.write_text("# Country factsheet: Freedonia (2023)\n\nFreedonia has two cluster organisations.\n")
    settings = Settings()
    embedder = load_embedder(settings.embedder, settings.threads)
    with IndexWriter(index, [embedder], load_token_encoder(settings.threads), READING_VERSION) as writer:
        writer.add(read_file(file), file)
    found = checks(index)
    assert found["index"].state == "ok"
    assert found["left-overs"].state == "warn"
    assert found["left-overs"].cure


def test_the_machine_is_looked_at_too(index: Path) -> None:
    found = checks(index)
    assert {"fonts", "browser", "left-overs"} <= set(found)
    assert found["left-overs"].state == "ok"
    assert all(check.cure for check in found.values() if check.state != "ok")


def test_a_pipe_in_place_of_a_file_does_not_hold_up_the_doctor(index: Path) -> None:
    file = next(index.glob("documents/*/passages.jsonl"))
    file.unlink()
    os.mkfifo(file)
    assert checks(index)["index"].state == "fail"


def test_a_missing_index_is_exit_code_3_with_its_cure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["doctor", "--index", str(tmp_path / "none"), "--json"])
    assert exit_.value.code == 3
    (failed,) = [check for check in json.loads(capsys.readouterr().out) if check["state"] == "fail"]
    assert failed["name"] == "index"
    assert "factsheet-qa index" in failed["cure"]


def test_another_model_in_the_settings_than_in_the_index_fails(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTSHEET_QA_EMBEDDER", "all-MiniLM-L6-v2")
    found = checks(index)
    assert found["index"].state == "fail"
    assert "all-MiniLM-L6-v2" in found["index"].finding


def test_a_model_of_the_hub_is_warned_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTSHEET_QA_EMBEDDER", "somebody/some-model")
    assert checks(tmp_path)["weights of somebody/some-model"].state == "warn"


def test_more_threads_than_cores_are_warned_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTSHEET_QA_THREADS", "9999")
    assert checks(tmp_path)["threads"].state == "warn"
