"""Fitting keeps the signals that tell right from wrong on collections left out, and drops the others."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from benchmarks.fitting.confidence import by_others, eliminated, fit_confidence, log_loss
from benchmarks.fitting.fit import app
from benchmarks.fitting.models import Example, first_right, fit_ranking, left_out
from qa import FactsheetQA
from qa.answering.calibration import LogOddsLine
from qa.evaluate.calibrate import probabilities
from qa.retrieval.signals import weigh
from qa.retrieval.weights import fitted

_ANSWERS = 200


def _judged(seed: int, misleading: float) -> list[tuple[dict[str, float], bool]]:
    """Return answers of which `useful` tells most, and `local` something that holds in this collection alone."""
    random = np.random.default_rng(seed)
    found = []
    for useful in random.normal(size=_ANSWERS):
        right = bool(random.random() < 1 / (1 + np.exp(-2 * useful)))
        local = misleading * (1 if right else -1) + random.normal()
        found.append(({"bias": 1.0, "useful": float(useful), "local": float(local)}, right))
    return found


@pytest.fixture(scope="module")
def collections() -> dict[str, list[tuple[dict[str, float], bool]]]:
    return {
        "letters": _judged(1, 1.5),
        "tables": _judged(2, -1.5),
        "laws": _judged(3, 1.0),
        "minutes": _judged(4, -1.0),
    }


def test_a_signal_that_misleads_elsewhere_is_dropped(
    collections: dict[str, list[tuple[dict[str, float], bool]]],
) -> None:
    assert eliminated(collections, 1.0) == ["local"]


def test_dropping_lowers_the_log_loss_of_collections_left_out(
    collections: dict[str, list[tuple[dict[str, float], bool]]],
) -> None:
    right = {name: np.array([is_right for _, is_right in judged]) for name, judged in collections.items()}
    assert log_loss(by_others(collections, ["local"], 1.0), right) < log_loss(by_others(collections, (), 1.0), right)


def test_the_confidence_is_calibrated_and_refuses_few_right_answers(
    collections: dict[str, list[tuple[dict[str, float], bool]]],
) -> None:
    weights, report = fit_confidence(fitted(), collections, 1.0)
    answers = _judged(9, 0.0)
    log_odds = np.array([weigh(signals, weights.confidence) for signals, _ in answers])
    right = np.array([is_right for _, is_right in answers])
    beliefs = probabilities(LogOddsLine(), log_odds)
    assert abs(beliefs.mean() - right.mean()) < 0.08
    assert np.mean(beliefs[right] < weights.threshold) < 0.1
    assert "local" not in weights.confidence
    assert report["collections left out"].keys() == collections.keys()


_STARTS = {"a": 0, "b": 100}


def _example(seed: int) -> Example:
    random = np.random.default_rng(seed)
    right = np.arange(5) == random.integers(5)
    signals = [
        {"likeness": float(random.normal() + 4 * is_right), "length": float(random.normal())} for is_right in right
    ]
    return Example(str(seed), signals, right)


def test_a_ranking_puts_the_right_candidate_first_in_a_collection_left_out() -> None:
    collections = {
        name: [_example(seed) for seed in range(start, start + 60)] for name, start in (("a", 0), ("b", 100))
    }
    found = left_out(collections, {"length": 1.0}, 1.0)
    for figures in found.values():
        assert figures["fitted on the others"] > 0.85 > 0.5 > figures["weights in use"]


def test_ranking_weights_follow_the_signal_that_decides() -> None:
    weights = fit_ranking([_example(seed) for seed in range(80)], 1.0)
    assert weights["likeness"] > 10 * abs(weights["length"])
    assert first_right([_example(seed) for seed in range(500, 560)], weights) > 0.85


def test_each_stage_of_the_ranking_is_fitted_on_a_question_set(bundled: Path, tmp_path: Path) -> None:
    engine = FactsheetQA.build([bundled / "orlavia_2023.pdf"], tmp_path / "index")
    lines = Path("qa/questions/bundled.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [line for line in lines if "orlavia_2023.pdf" in line and "mexico_2023.pdf" not in line]
    (tmp_path / "few.jsonl").write_text("\n".join(questions[:6]), encoding="utf-8")
    for stage in ("hits", "passages", "spans", "rereading"):
        asked = f"{engine.folder}={tmp_path / 'few.jsonl'}"
        done = CliRunner().invoke(app, ["ranking", asked, "--stage", stage])
        assert done.exit_code == 0, done.output
        report = json.loads(done.stderr[done.stderr.index("{") :])
        assert set(report) == {"weights", stage}
        assert set(report["weights"][stage]) == set(getattr(fitted(), stage))
