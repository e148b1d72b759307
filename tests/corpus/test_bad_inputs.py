"""Hostile and damaged files: indexed all together, in any order, beside what is indexed already."""

import json
import random
import tarfile
from pathlib import Path

import pytest

from corpus.file_search import find_files
from qa import FactsheetQA

FOUND = {"control_ok.md": "EUR 6.25 million", "utf16.txt": "2,75 Mio. EUR", "latin1.txt": "3,5 millones de euros"}


@pytest.fixture(scope="module")
def inputs(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, str]:
    """Every bad input with the outcome that it must have."""
    folder = tmp_path_factory.mktemp("inputs")
    with tarfile.open(shared / "bad_inputs" / "odd_names.tar") as archive:
        archive.extractall(folder, filter="data")
    for path in (shared / "bad_inputs").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    cases = json.loads((shared / "bad_inputs" / "manifest.json").read_text(encoding="utf-8"))
    return {folder / case["file"]: case["outcome"] for case in cases}


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("seed", [1, 2])
def test_all_together_in_any_order(inputs: dict[Path, str], tmp_path: Path, seed: int) -> None:
    before = tree(next(iter(inputs)).parent)
    paths = random.Random(seed).sample(list(inputs), len(inputs))
    engine = FactsheetQA.build(paths, index=tmp_path / "index")
    report = engine.report
    assert report is not None
    refused = {refusal.name: refusal.reason for refusal in report.refused}
    twins = {warning.name for warning in report.warnings} - {*report.indexed, *refused}  # the same bytes once more
    assert sorted([*report.indexed, *refused, *twins]) == sorted(path.name for path in inputs)
    for path, outcome in inputs.items():
        assert outcome != "index" or path.name in twins.union(report.indexed), path.name
        assert outcome != "reject" or path.name in refused, path.name
    assert all(reason and "\n" not in reason and "Traceback" not in reason for reason in refused.values())
    for name, fact in FOUND.items():
        assert any(fact in " ".join(passage.text.split()) for passage in engine.passages(name))
    assert tree(next(iter(inputs)).parent) == before
    beside = {"index-refused.json", "index-last-build.json"}
    assert {path.name for path in tmp_path.iterdir()} <= {"index", *beside}
    assert not any(Path("/tmp", name).exists() for name in ("escape_abs.txt", "escape_root.txt", "canary_7731"))


def test_a_second_run_gives_the_same_result(inputs: dict[Path, str], tmp_path: Path) -> None:
    sound = [path for path, outcome in inputs.items() if outcome != "reject" and path.stat().st_size < 10_000]
    first = FactsheetQA.build(sound, index=tmp_path / "index").report
    again = FactsheetQA.build(sound, index=tmp_path / "index").report
    assert first is not None
    assert again is not None
    assert sorted(again.unchanged) == sorted(first.indexed)
    assert [refusal.name for refusal in again.refused] == [refusal.name for refusal in first.refused]
    assert {path.resolve() for path in find_files(sound)} == {path.resolve() for path in sound}
