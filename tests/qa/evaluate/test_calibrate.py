"""The confidence is fitted to questions with known answers, and a calibration that does not fit is refused."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.calibration import Calibration, LogOddsLine, load_calibration
from qa.engine import FactsheetQA
from qa.errors import CalibrationError
from qa.evaluate.calibrate import fit_calibration, fit_line
from qa.evaluate.question_sets.load import load_question_sets
from qa.retrieval.signals import weigh
from qa.retrieval.weights import fitted

BUNDLED_SET = Path(__file__).parents[3] / "qa" / "questions" / "bundled.jsonl"


def test_no_calibration_changes_no_weight() -> None:
    assert load_calibration("", "").applied(fitted()) == fitted()


@given(st.floats(0.1, 5), st.floats(-3, 3), st.floats(0.1, 5), st.floats(-3, 3), st.floats(-8, 8))
def test_the_lines_are_folded_into_the_weights(
    slope: float, offset: float, steep: float, up: float, score: float
) -> None:
    scores, confidence = LogOddsLine(slope=slope, offset=offset), LogOddsLine(slope=steep, offset=up)
    weights = Calibration(scores=scores, confidence=confidence).applied(fitted())
    raw = {"bias": 1.0, "dense": 0.4, "reader": score}
    read = raw | {"reader": scores(score)}
    assert weigh(raw, weights.confidence) == pytest.approx(confidence(weigh(read, fitted().confidence)), abs=1e-6)


def test_a_line_makes_overconfident_scores_flatter() -> None:
    chance = np.random.default_rng(3)
    truth = chance.normal(0, 1.5, 600)
    right = chance.random(600) < 1 / (1 + np.exp(-truth))
    line = fit_line(3 * truth + 2, right)
    assert line.slope == pytest.approx(1 / 3, abs=0.08)
    assert line.offset == pytest.approx(-2 / 3, abs=0.3)


def test_too_few_wrong_answers_are_an_error_that_names_the_cure(bundled_engine: FactsheetQA) -> None:
    questions = load_question_sets([BUNDLED_SET])[:5]
    with pytest.raises(CalibrationError, match="at least 10 right and 10 wrong ones; add questions"):
        fit_calibration(bundled_engine, questions, "", lambda *_: None)


def test_a_calibration_is_fitted_to_questions_and_used(bundled_engine: FactsheetQA, tmp_path: Path) -> None:
    questions = load_question_sets([BUNDLED_SET])[:60]
    unanswerable = [one for one in load_question_sets([BUNDLED_SET]) if not one.answerable]
    found = fit_calibration(bundled_engine, [*questions, *unanswerable], "", lambda *_: None)
    file = tmp_path / "calibration.json"
    file.write_text(found.calibration.model_dump_json(), encoding="utf-8")
    loaded = load_calibration(str(file), "")
    assert loaded == found.calibration
    assert loaded.applied(fitted()).threshold == found.calibration.threshold
    assert found.right_refused <= 0.05


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not a calibration"),
        (json.dumps({"scores": {"slope": -1}}), "not a calibration"),
        (json.dumps({"reader": "other"}), "made for the reader 'other', but the settings name the packaged reader"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(content: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CalibrationError, match=message):
        load_calibration(str(file), "")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="write one with `factsheet-qa calibrate"):
        load_calibration(str(tmp_path / "none.json"), "")
