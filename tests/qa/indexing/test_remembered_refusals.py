"""Refused files are remembered by content and limits, and not read again at every start."""

from pathlib import Path

import pytest

from corpus.limits import Limits
from qa import FactsheetQA
from qa.indexing.refusals import Refusals, refusals_beside
from qa.settings import Settings

LIMITS = Limits()
DIGEST = "a" * 64


def remembered(path: Path) -> Refusals:
    refusals = Refusals(path)
    refusals.remember(DIGEST, "a.pdf", LIMITS, "is damaged")
    refusals.save()
    return Refusals(path)


def test_a_file_is_remembered_by_content_ending_and_limits(tmp_path: Path) -> None:
    refusals = remembered(tmp_path / "refused.json")
    assert refusals.reason(DIGEST, "renamed.pdf", LIMITS) == "is damaged"
    assert refusals.reason("b" * 64, "a.pdf", LIMITS) is None
    assert refusals.reason(DIGEST, "a.docx", LIMITS) is None
    assert refusals.reason(DIGEST, "a.pdf", Limits(seconds=7)) is None
    assert refusals.reason(None, "a.pdf", LIMITS) is None


@pytest.mark.parametrize("content", ["", "[1]", '{"a": 1}', "no JSON"])
def test_a_damaged_memory_is_empty(tmp_path: Path, content: str) -> None:
    path = tmp_path / "refused.json"
    path.write_text(content)
    assert Refusals(path).reason(DIGEST, "a.pdf", LIMITS) is None
    assert remembered(path).reason(DIGEST, "a.pdf", LIMITS) == "is damaged"


def test_an_index_in_a_database_remembers_nothing() -> None:
    refusals = refusals_beside(None)
    refusals.remember(DIGEST, "a.pdf", LIMITS, "is damaged")
    refusals.save()
    assert refusals.reason(DIGEST, "a.pdf", LIMITS) is None


def test_a_build_reads_a_refused_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets, seen = tmp_path / "sheets", tmp_path / "seen"
    sheets.mkdir()
    seen.mkdir()
    (sheets / "damaged.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    spy = f"import os, pathlib; (pathlib.Path({str(seen)!r}) / str(os.getpid())).touch()"
    (tmp_path / "sitecustomize.py").write_text(spy)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def refused(settings: Settings) -> list[str]:
        return [problem.reason for problem in FactsheetQA.build([sheets], tmp_path / "index", settings).report.refused]

    first = refused(Settings())
    assert len(first) == 1 and len(list(seen.iterdir())) == 1
    assert refused(Settings()) == first
    assert len(list(seen.iterdir())) == 1, "it was read again"
    assert refused(Settings(read_seconds=90.0)) == first
    assert len(list(seen.iterdir())) == 2, "it was not read again with another limit"
