"""Compute risk-coverage and calibration curves, which show whether the confidence can be trusted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from qa.evaluate.metrics.bootstrap import percentile_interval, resampled
from qa.evaluate.metrics.measures import BY_NAME
from qa.evaluate.metrics.record import QuestionRecord
from qa.evaluate.metrics.statistics import BINS, bin_numbers, mean, risks


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The risk, with its interval, of answering only the most confident share of the questions."""

    coverage: float
    confidence: float
    risk: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Return the point as JSON-ready values, rounded."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """The answers within a range of confidence: number, mean confidence and share right with its interval."""

    n: int
    confidence: float
    right: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Return the bin as JSON-ready values, rounded."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def risk_coverage(records: Sequence[QuestionRecord]) -> list[CurvePoint]:
    """Compute the risk at each coverage (El-Yaniv and Wiener 2010); coverage counts refused questions too."""
    rows = _confidences(records)
    if len(rows) == 0:
        return []
    risk = risks(rows[None])[0]
    spread = resampled(rows, risks)
    questions = sum(record.judged for record in records)
    sorted_confidences = -np.sort(-rows[:, 0])
    points = []
    for place, value in enumerate(risk.tolist()):
        low, high = percentile_interval(spread[:, place])
        coverage = (place + 1) / questions
        points.append(CurvePoint(coverage, float(sorted_confidences[place]), value, min(low, value), max(high, value)))
    return points


def calibration(records: Sequence[QuestionRecord]) -> list[CalibrationBin]:
    """Return the bins of confidence that contain an answer, lowest first (Guo et al. 2017)."""
    rows = _confidences(records)
    bins = bin_numbers(rows[:, 0])
    found = []
    for number in range(BINS):
        members = rows[bins == number]
        if len(members):
            right = members[:, 1:]
            low, high = percentile_interval(resampled(right, mean))
            found.append(CalibrationBin(len(members), float(members[:, 0].mean()), float(right.mean()), low, high))
    return found


def _confidences(records: Sequence[QuestionRecord]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return confidence and correctness of every answer given, shape (n, 2)."""
    return np.array(BY_NAME["ECE"].rows(records), dtype=np.float64).reshape(-1, 2)
