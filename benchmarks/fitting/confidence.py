"""Fit the confidence so that it can be believed on documents of other kinds, by leaving whole collections out.

A logistic model that was fitted on some collections is too sure of itself on another. So each collection is judged by a
model of all others, and the line that makes these judgements fit what was right (Platt scaling) is folded into the
weights. Signals without which collections left out are judged as well get no weight; backward elimination finds them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
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
LogOdds = Mapping[str, NDArray[np.float64]]
"""The log-odds of the answers of each collection, by a model of all others."""
Right = Mapping[str, NDArray[np.bool_]]

_FALSE_REFUSALS = 0.04
"""Maximum share of right answers that may be refused."""
_TOLERANCE = 3e-4
"""A signal is dropped if the log loss of collections left out grows by no more than this without it."""
_THRESHOLDS = np.arange(0.05, 0.96, 0.05)
_BIAS = "bias"


def fit_confidence(
    weights: Weights, collections: Mapping[str, Judged], penalty: float
) -> tuple[Weights, dict[str, Any]]:
    """Return weights with a confidence fitted on all collections, and what it does on each that was left out."""
    right = {name: np.array([is_right for _, is_right in judged]) for name, judged in collections.items()}
    dropped = eliminated(collections, penalty)
    log_odds = by_others(collections, dropped, penalty)
    line = _line(log_odds, right)
    beliefs = {name: probabilities(_line_of_others(name, log_odds, right), log_odds[name]) for name in collections}
    curve = _curve(np.concatenate(list(beliefs.values())), np.concatenate(list(right.values())))
    threshold = max(point["threshold"] for point in curve if point["right answers refused"] <= _FALSE_REFUSALS)
    everything = [one for judged in collections.values() for one in judged]
    model = fit_logistic(_without(dropped, everything), penalty)
    fitted = Calibration(confidence=line, threshold=threshold).applied(replace(weights, confidence=model))
    report = {
        "questions": len(everything),
        "threshold": threshold,
        "line": line.model_dump(),
        "dropped": dropped,
        "log loss": {
            "all signals": round(log_loss(by_others(collections, (), penalty), right), 4),
            "without those dropped": round(log_loss(log_odds, right), 4),
        },
        "collections left out": {name: _figures(beliefs[name], right[name], threshold) for name in collections},
        "curve": curve,
    }
    return fitted, report


def eliminated(collections: Mapping[str, Judged], penalty: float) -> list[str]:
    """Return the signals that buy nothing on collections left out, the most harmful one first."""
    right = {name: np.array([is_right for _, is_right in judged]) for name, judged in collections.items()}
    names = {name for judged in collections.values() for signals, _ in judged for name in signals} - {_BIAS}

    def loss(dropped: Sequence[str]) -> float:
        return log_loss(by_others(collections, dropped, penalty), right)

    dropped: list[str] = []
    least = loss(dropped)
    while len(dropped) < len(names):
        found, name = min((loss([*dropped, name]), name) for name in sorted(names.difference(dropped)))
        if found > least + _TOLERANCE:
            break
        least = min(least, found)
        dropped.append(name)
    return dropped


def by_others(collections: Mapping[str, Judged], dropped: Collection[str], penalty: float) -> LogOdds:
    """Return the log-odds of each collection's answers by a model of all others, without the dropped signals."""
    kept = {name: _without(dropped, judged) for name, judged in collections.items()}
    found = {}
    for name, judged in kept.items():
        weights = fit_logistic([one for other in kept if other != name for one in kept[other]], penalty)
        found[name] = np.array([weigh(signals, weights) for signals, _ in judged])
    return found


def log_loss(log_odds: LogOdds, right: Right) -> float:
    """Return the mean log loss of all answers, after Platt scaling in each collection, since base rates differ."""
    losses = []
    for name, found in log_odds.items():
        line = fit_line(found, right[name])
        calibrated = line.slope * found + line.offset
        losses.append(np.logaddexp(0, np.where(right[name], -calibrated, calibrated)))
    return float(np.concatenate(losses).mean())


def _without(dropped: Collection[str], judged: Judged) -> list[tuple[Signals, bool]]:
    return [
        ({name: value for name, value in signals.items() if name not in dropped}, is_right)
        for signals, is_right in judged
    ]


def _line(log_odds: LogOdds, right: Right) -> LogOddsLine:
    return fit_line(np.concatenate(list(log_odds.values())), np.concatenate(list(right.values())))


def _line_of_others(name: str, log_odds: LogOdds, right: Right) -> LogOddsLine:
    """Return the line by which all other collections are calibrated."""
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
