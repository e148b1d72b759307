"""Answers that another system gave are judged as ours are."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from page_search import write_answers
from playwright.sync_api import Browser, expect

from qa import FactsheetQA
from qa.cli import main
from qa.errors import QuestionSetError
from qa.evaluate.evaluation import judge_recorded, measure
from qa.evaluate.question import Question
from qa.evaluate.question_sets.load import load_question_sets
from qa.evaluate.recorded_answers import load_answers
from qa.evaluate.run import SEARCHED

ROOT = Path(__file__).parents[3]
QUESTIONS = ROOT / "qa" / "questions" / "bundled.jsonl"
REGRESSED = 4


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The answers of a simple page search."""
    target = tmp_path_factory.mktemp("another") / "answers.jsonl"
    write_answers(ROOT / "corpus" / "factsheets", QUESTIONS, target)
    return target


@pytest.fixture(scope="module")
def few() -> list[Question]:
    """A question of each kind."""
    return list({question.kind: question for question in load_question_sets([QUESTIONS])}.values())


def test_another_system_is_judged_reported_and_compared(
    theirs: Path, bundled_engine: FactsheetQA, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = Path(__file__).parent / "baseline_bundled.json"
    files = "--json", tmp_path / "run.json", "--markdown", tmp_path / "run.md"
    arguments = "evaluate", QUESTIONS, "--run", theirs, "--index", bundled_engine.folder, "--baseline", baseline, *files
    with pytest.raises(SystemExit) as exit_:
        main([str(argument) for argument in arguments])
    assert exit_.value.code == REGRESSED
    assert "Worse: bundled-" in capsys.readouterr().out
    run = json.loads((tmp_path / "run.json").read_text())
    found = {name: one["value"] for name, one in run["overall"].items()}
    assert run["about"]["answers"] == "answers.jsonl"
    assert len(run["records"]) == 77
    assert found["verbatim quotes"] == 1.0
    assert 0.1 < found["right"] < 0.6
    assert 0.1 < found["page R@1"] < found["page R@5"] < 1
    # It refuses nothing and tells no confidence, so it is sure of everything.
    assert (found["refusal recall"], found["false refusals"], found["refusal AUROC"]) == (0, 0, 0.5)
    assert found["ECE"] == pytest.approx(1 - found["right or rightly refused"], abs=1e-4)
    assert "| R@1 | " in (tmp_path / "run.md").read_text()


@pytest.mark.browser
def test_its_report_says_whose_answers_these_are_and_boxes_their_quotes(
    theirs: Path, bundled_engine: FactsheetQA, chromium: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "theirs.html"
    with pytest.raises(SystemExit):
        main(
            [
                "evaluate",
                str(QUESTIONS),
                "--run",
                str(theirs),
                "--index",
                str(bundled_engine.folder),
                "--report",
                str(path),
            ]
        )
    page = chromium.new_page()
    page.goto(path.as_uri())
    expect(page).to_have_title("Evaluation of answers.jsonl")
    expect(page.locator(".lead")).to_contain_text("The answers are those in answers.jsonl, judged by Factsheet QA")
    assert page.locator("rect.cited").count() > 10
    page.close()


def recorded(engine: FactsheetQA, question: Question) -> dict[str, Any]:
    """What our own engine gives, as another system would write it."""
    history = [(turn.question, turn.answer) for turn in question.history]
    before = f"{question.history[-1].question} " if question.history else ""
    hits = engine.search(before + question.question, k=SEARCHED)
    answer = engine.ask(question.question, history=history).to_dict()
    return answer | {"id": question.id, "passages": [hit.to_dict() for hit in hits], "milliseconds": 5}


def written(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_our_own_answers_are_judged_alike_when_they_are_recorded(
    bundled_engine: FactsheetQA, few: list[Question], tmp_path: Path
) -> None:
    path = written(tmp_path / "ours.jsonl", *(recorded(bundled_engine, question) for question in few))
    again = judge_recorded(bundled_engine, load_answers(path, few), answers="ours.jsonl")
    direct = measure(bundled_engine, few)
    for one, other in zip(again.records, direct.records, strict=True):
        assert one.values | {"latency": 0} == other.values | {"latency": 0}


ANSWER = {"id": "q", "answered": True, "answer": "12 m", "milliseconds": 3,
          "citations": [{"document": "there/a.pdf", "page": 2, "quote": "it is 12 m high"}]}  # fmt: skip
ASKED = Question(id="q", question="How high?", language="en", kind="unanswerable", answer=None, answers=(), evidence=())


def test_what_is_left_out_has_its_meaning(tmp_path: Path) -> None:
    (seen,) = load_answers(written(tmp_path / "run.jsonl", ANSWER), [ASKED])
    assert (seen.answer.confidence, seen.answer.citations[0].document) == (1.0, "a.pdf")
    assert [(hit.text, hit.document, hit.page) for hit in seen.hits] == [("it is 12 m high", "a.pdf", 2)]
    refusal = ANSWER | {"answered": False, "citations": [], "passages": []}
    (seen,) = load_answers(written(tmp_path / "run.jsonl", refusal), [ASKED])
    assert (seen.answer.confidence, seen.hits) == (0.0, [])


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([ANSWER, ANSWER | {"id": "r"}], "line 2: no question of these sets has the id 'r'"),
        ([ANSWER, ANSWER], "line 2: question 'q' already has an answer"),
        ([ANSWER | {"confidence": 1.2}], "line 1: confidence: "),
        ([ANSWER | {"answered": False}], "line 1: Value error, a refusal, with answered false, has no citations"),
        ([ANSWER | {"citations": [{"document": "a.pdf"}]}], "line 1: citations.0.quote: Field required"),
        ([{key: value for key, value in ANSWER.items() if key != "milliseconds"}], "line 1: milliseconds: "),
    ],
)
def test_a_line_that_cannot_be_judged_is_named(tmp_path: Path, lines: list[dict[str, Any]], problem: str) -> None:
    with pytest.raises(QuestionSetError, match=re.escape(f"run.jsonl, {problem}")):
        load_answers(written(tmp_path / "run.jsonl", *lines), [ASKED])


def test_questions_without_an_answer_are_named(tmp_path: Path) -> None:
    other = ASKED.model_copy(update={"id": "other"})
    with pytest.raises(QuestionSetError, match=r"run\.jsonl: has no line for 1 of the questions: other"):
        load_answers(written(tmp_path / "run.jsonl", ANSWER), [ASKED, other])


def test_recorded_answers_go_with_nothing_that_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["evaluate", str(QUESTIONS), "--run", str(tmp_path / "run.jsonl"), "--fresh"])
    assert exit_.value.code == 2
    assert "--run asks and indexes nothing" in capsys.readouterr().err
