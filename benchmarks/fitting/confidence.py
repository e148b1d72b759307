"""Fit the confidence so that it can be believed on documents of other kinds, by leaving whole sets out.

A logistic model that was fitted on some sets is too sure of itself on another. So each set is judged by a model of all
others, and the line that makes these judgements fit what was right (Platt scaling) is folded into the weights.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.fitting.models import Signals, fit_logistic
from qa.answering.calibration import Calibration, LogOddsLine
from qa.evaluate.calibrate import calibration_gap, fit_line, probabilities
from qa.retrieval.signals import weigh
from qa.retrieval.weights import Weights

Judged = Sequence[tuple[Signals, bool]]
"""The signals of answers, each with whether the answer is right."""

_FALSE_REFUSALS = 0.04
"""Maximum share of right answers that may be refused."""
_THRESHOLDS = np.arange(0.05, 0.96, 0.05)


def fit_confidence(
    weights: Weights, sets: Mapping[str, Judged], counted: Sequence[str], penalty: float
) -> tuple[Weights, dict[str, Any]]:
    """Return weights with a confidence fitted on all sets, and what it does on each set that was left out.

    The threshold is chosen on the sets that are `counted`.
    """
    log_odds = {name: _by_others(name, sets, penalty) for name in sets}
    right = {name: np.array([is_right for _, is_right in judged]) for name, judged in sets.items()}
    line = _line(log_odds, right)
    beliefs = {name: probabilities(_line_of_others(name, log_odds, right), log_odds[name]) for name in sets}
    curve = _curve(
        np.concatenate([beliefs[name] for name in counted]), np.concatenate([right[name] for name in counted])
    )
    threshold = max(point["threshold"] for point in curve if point["right answers refused"] <= _FALSE_REFUSALS)
    everything = [one for judged in sets.values() for one in judged]
    fitted = Calibration(confidence=line, threshold=threshold).applied(
        _with_confidence(weights, fit_logistic(everything, penalty))
    )
    report = {
        "questions": sum(len(right[name]) for name in counted),
        "threshold": threshold,
        "line": line.model_dump(),
        "sets left out": {name: _figures(beliefs[name], right[name], threshold) for name in sets},
        "curve": curve,
    }
    return fitted, report


def _with_confidence(weights: Weights, confidence: Mapping[str, float]) -> Weights:
    return Weights(weights.hits, weights.passages, weights.spans, weights.rereading, confidence, weights.threshold)


def _by_others(name: str, sets: Mapping[str, Judged], penalty: float) -> NDArray[np.float64]:
    """Return the log-odds of a set's answers by a model of all other sets."""
    others = [one for other, judged in sets.items() if other != name for one in judged]
    weights = fit_logistic(others, penalty)
    return np.array([weigh(signals, weights) for signals, _ in sets[name]])


def _line(log_odds: Mapping[str, NDArray[np.float64]], right: Mapping[str, NDArray[np.bool_]]) -> LogOddsLine:
    return fit_line(np.concatenate(list(log_odds.values())), np.concatenate(list(right.values())))


def _line_of_others(
    name: str, log_odds: Mapping[str, NDArray[np.float64]], right: Mapping[str, NDArray[np.bool_]]
) -> LogOddsLine:
    """Return the line by which all other sets are calibrated."""
    others = [other for other in log_odds if other != name]
    return _line({other: log_odds[other] for other in others}, {other: right[other] for other in others})


def _figures(beliefs: NDArray[np.float64], right: NDArray[np.bool_], threshold: float) -> dict[str, float]:
    found = {"questions": len(right), "calibration error": round(calibration_gap(beliefs, right), 3)}
    for word, chosen in (("right", right), ("wrong", ~right)):
        if chosen.any():
            found[f"{word} answers refused"] = round(float(np.mean(beliefs[chosen] < threshold)), 3)
    return found


def _curve(beliefs: NDArray[np.float64], right: NDArray[np.bool_]) -> list[dict[str, float]]:
    """Return what each threshold refuses of the right and of the wrong answers."""
    return [
        {
            "threshold": round(float(threshold), 2),
            "right answers refused": round(float(np.mean(beliefs[right] < threshold)), 3),
            "wrong answers refused": round(float(np.mean(beliefs[~right] < threshold)), 3),
        }
        for threshold in _THRESHOLDS
    ]
