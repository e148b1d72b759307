"""Spans are mined from a real index, and a reader that is trained on them learns which one is right."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from training.reader.mined_question import MinedQuestion, read_mined, write_mined

ROOT = Path(__file__).parents[2]
SHEET = """# Country factsheet: Zubrowka (2023)

## Programme

The Alpine Programme was started in 2016 and ends in 2027. It is run by the Office for Mills.

## Money

The Alpine Programme costs 14 million crowns a year. The Lowland Fund costs 3 million crowns a year.
"""
QUESTIONS = (
    ("When does the Alpine Programme end?", "2027", "The Alpine Programme was started in 2016 and ends in 2027."),
    ("Who runs the Alpine Programme?", "Office for Mills", "It is run by the Office for Mills."),
    ("How much does the Lowland Fund cost a year?", "3 million", "The Lowland Fund costs 3 million crowns a year."),
    ("How many firms take part in the Alpine Programme?", None, None),
)


def run(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout


@pytest.fixture(scope="module")
def mined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mined")
    (folder / "zubrowka_2023.md").write_text(SHEET, encoding="utf-8")
    lines = []
    for number, (question, answer, quote) in enumerate(QUESTIONS):
        evidence = [{"document": "zubrowka_2023.md", "page": None, "quote": quote}] if quote else []
        kind = "factoid" if answer else "unanswerable"
        one = {"id": f"z-{number}", "question": question, "language": "en", "kind": kind, "evidence": evidence}
        lines.append(json.dumps(one | {"answer": answer, "answers": [answer] if answer else []}))
    (folder / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run("qa", "index", str(folder / "zubrowka_2023.md"), "--index", str(folder / "sheet"))
    run("training.reader.mine_spans", str(folder / "spans.gz"), f"{folder / 'sheet'}={folder / 'questions.jsonl'}")
    return folder / "spans.gz"


def test_spans_are_marked_by_whether_they_hold_the_answer(mined: Path) -> None:
    found = {one.question: one for one in read_mined(mined)}
    for question, answer, _ in QUESTIONS:
        one = found[question]
        assert one.collection == "sheet"
        assert one.is_answerable == (answer is not None)
        right = [text for text, is_right in zip(one.texts, one.right, strict=True) if is_right]
        assert bool(right) == (answer is not None)
        assert all(answer and answer in text for text in right)
        assert one.scores[0] == max(one.scores) or not one.right[0]


def test_questions_are_kept_as_written(tmp_path: Path) -> None:
    questions = [MinedQuestion("a", "Wie viel?", True, ("ä", "b"), (True, False), (0.5, -1.25))]
    assert write_mined(tmp_path / "one.gz", questions) == 1
    assert read_mined(tmp_path / "one.gz") == questions


def test_a_reader_is_trained_on_spans_and_judged_by_a_collection_left_out(mined: Path, tmp_path: Path) -> None:
    others = [
        MinedQuestion("other", one.question, one.is_answerable, one.texts, one.right, one.scores)
        for one in read_mined(mined)
    ]
    write_mined(tmp_path / "both.gz", [*read_mined(mined), *others])
    reader = ROOT / "qa" / "answering" / "reader" / "reader.onnx"
    arguments = (str(tmp_path / "out.onnx"), str(tmp_path / "both.gz"), "--start", str(reader), "--left-out", "other")
    report = json.loads(run("training.reader.train_on_spans", *arguments, "--epochs", "3"))
    assert report["questions"] == len(others)
    assert report["after"]["right span first"] == 1.0
    assert report["after"]["AUROC against unanswerable"] == 1.0
    assert (tmp_path / "out.onnx").stat().st_size > 1_000_000
