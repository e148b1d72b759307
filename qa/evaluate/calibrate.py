"""Fit a calibration to questions whose answers are known: the reader's scores, the confidence and the threshold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from qa.answering.calibration import Calibration, LogOddsLine
from qa.engine import FactsheetQA
from qa.errors import CalibrationError
from qa.evaluate.judged_spans import as_asked, is_right_answer, is_right_span
from qa.evaluate.metrics.statistics import calibration_error
from qa.evaluate.question import Question
from qa.retrieval.weights import Weights, fitted

_FEWEST = 10
"""Minimum number of right and of wrong answers to fit a line to."""
_PENALTY = 1.0
"""Strength with which a line is kept close to the one without change."""
_FALSE_REFUSALS = 0.05
"""Maximum share of right answers that the threshold may refuse."""
_FOLDS = 5
_LEAST_SLOPE = 0.05

Progress: TypeAlias = Callable[[str, int, int], None]
"""A callback for a step's name, the number of questions done and their total."""


@dataclass(frozen=True, slots=True)
class CalibrationFit:
    """A calibration with its expected calibration error before and after, the latter on questions left out."""

    calibration: Calibration
    questions: int
    error_before: float
    error_after: float
    right_refused: float
    wrong_refused: float


def fit_calibration(
    engine: FactsheetQA, questions: Sequence[Question], reader: str, progress: Progress
) -> CalibrationFit:
    """Return the calibration of an engine's reader and confidence.

    Raises:
        CalibrationError: too few of the answers are right, or too few are wrong.
    """
    scores = LogOddsLine()
    if reader:
        scores = fit_line(*_span_scores(engine, questions, progress))
    weights = Calibration(reader=reader, scores=scores).applied(fitted())
    log_odds, right = _answer_scores(engine, questions, weights, progress)
    if min(right.sum(), (~right).sum()) < _FEWEST:
        raise CalibrationError(
            f"{right.sum()} of {len(right)} answers are right: a calibration needs at least {_FEWEST} right and "
            f"{_FEWEST} wrong ones; add questions, also some that the documents do not answer"
        )
    confidence = fit_line(log_odds, right)
    after = _left_out(log_odds, right)
    threshold = _threshold(after[right])
    return CalibrationFit(
        Calibration(reader=reader, scores=scores, confidence=confidence, threshold=threshold),
        len(right),
        calibration_gap(probabilities(LogOddsLine(), log_odds), right),
        calibration_gap(after, right),
        float(np.mean(after[right] < threshold)),
        float(np.mean(after[~right] < threshold)),
    )


def fit_line(log_odds: NDArray[np.float64], right: NDArray[np.bool_]) -> LogOddsLine:
    """Return the line by which log-odds predict best what is right (Platt scaling, kept close to no change)."""
    signs = np.where(right, 1.0, -1.0)

    def loss(line: NDArray[np.float64]) -> float:
        margins = signs * (line[0] * log_odds + line[1])
        return float(np.logaddexp(0, -margins).sum() + _PENALTY * ((line[0] - 1) ** 2 + line[1] ** 2))

    found = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(_LEAST_SLOPE, None), (None, None)])
    slope, offset = found.x
    return LogOddsLine(slope=float(slope), offset=float(offset))


def probabilities(line: LogOddsLine, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability that each answer is right."""
    found: NDArray[np.float64] = 1 / (1 + np.exp(-(line.slope * log_odds + line.offset)))
    return found


def calibration_gap(found: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error of probabilities."""
    return float(calibration_error(np.stack([found, right], axis=1)[None])[0])


def _span_scores(
    engine: FactsheetQA, questions: Sequence[Question], progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the reader's score of each span read, and whether it is right."""
    scores, right = [], []
    for number, question in enumerate(questions, start=1):
        for ranked in engine.newest().finder.with_weights(fitted()).find(as_asked(engine, question)).spans:
            if "reader" in ranked.signals:
                scores.append(ranked.signals["reader"])
                right.append(question.answerable and is_right_span(engine, question, ranked))
        progress("reading spans", number, len(questions))
    return np.array(scores, dtype=np.float64), np.array(right, dtype=np.bool_)


def _answer_scores(
    engine: FactsheetQA, questions: Sequence[Question], weights: Weights, progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the log-odds of each answer's confidence, and whether the answer is right."""
    log_odds, right = [], []
    for number, question in enumerate(questions, start=1):
        attempt = engine.newest().finder.with_weights(weights).find(as_asked(engine, question))
        if attempt.signals:
            log_odds.append(np.log(attempt.confidence) - np.log1p(-attempt.confidence))
            right.append(is_right_answer(engine, question, attempt))
        progress("judging answers", number, len(questions))
    return np.array(log_odds, dtype=np.float64), np.array(right, dtype=np.bool_)


def _left_out(log_odds: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the probability of each answer by lines fitted without it."""
    order, found = np.random.default_rng(7).permutation(len(right)), np.zeros(len(right))
    for fold in range(_FOLDS):
        test, train = order[fold::_FOLDS], np.setdiff1d(order, order[fold::_FOLDS])
        found[test] = probabilities(fit_line(log_odds[train], right[train]), log_odds[test])
    return found


def _threshold(right_probabilities: NDArray[np.float64]) -> float:
    """Return the highest threshold, in hundredths, that refuses few enough of the right answers."""
    return float(np.floor(100 * np.quantile(right_probabilities, _FALSE_REFUSALS, method="lower")) / 100)
