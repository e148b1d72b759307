"""The process that reads a file knows what Python and the readers need, and no secrets."""

import json
from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.read import read_file

SPY = "import json, os, pathlib; pathlib.Path({path!r}).write_text(json.dumps(dict(os.environ)))"
"""Python runs a `sitecustomize.py` that it finds as it starts; this one writes down what it sees."""

SECRETS = {
    "FACTSHEET_QA_LLM_KEY": "sk-for-tests-only",
    "FACTSHEET_QA_INDEX": "postgresql://someone:password-for-tests@localhost/index",
    "OPENAI_API_KEY": "sk-for-tests-too",
    "PASSWORD_OF_SOMETHING_ELSE": "hush-for-tests",
}


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file to which the next Python process writes its environment."""
    path = tmp_path / "seen.json"
    (tmp_path / "sitecustomize.py").write_text(SPY.format(path=str(path)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return path


def test_no_secret_of_the_environment_is_seen_by_the_process_that_reads(
    seen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    sheet = tmp_path / "elbonia_2024.txt"
    sheet.write_text("Elbonia has had a policy for its firms since 2019.")
    assert read_file(sheet).passages
    known = json.loads(seen.read_text())
    assert not known.keys() & SECRETS.keys()
    assert not any(secret in value for secret in SECRETS.values() for value in known.values())


def test_the_process_that_reads_keeps_what_it_needs(
    seen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = {"TESSDATA_PREFIX": str(tmp_path), "OMP_NUM_THREADS": "1", "LC_TIME": "C", "TMPDIR": str(tmp_path)}
    for name, value in needed.items():
        monkeypatch.setenv(name, value)
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7 and nothing more")
    with pytest.raises(ReadError):
        read_file(damaged)
    known = json.loads(seen.read_text())
    assert needed.items() <= known.items()
    assert known["PATH"]
