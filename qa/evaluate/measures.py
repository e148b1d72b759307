"""The measures by name, and the figures that stand for them: a value with its n and its interval."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from qa.evaluate.record import Record

SEED = 20230
RESAMPLES = 2000
LEVEL = 95

Statistic: TypeAlias = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Sums up samples, shape (samples, n, columns) to (samples,)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value over n questions with its 95 % bootstrap interval (percentile method, Efron 1979)."""

    value: float
    n: int
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """The figure as JSON-ready values, rounded."""
        return {
            "value": round(self.value, 4),
            "n": self.n,
            "low": round(self.low, 4),
            "high": round(self.high, 4),
        }


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name, what it says in one sentence, and how the values of the questions are summed up."""

    name: str
    meaning: str
    source: str
    statistic: Statistic
    unit: str = ""

    def rows(self, records: Iterable[Record]) -> list[tuple[float, ...]]:
        """The values of the questions that the measure applies to."""
        return [(record.values[self.source],) for record in records if self.source in record.values]


class ConfidenceMeasure(Measure):
    """A measure over answered questions of their confidence and whether the answer is right."""

    __slots__ = ()

    def rows(self, records: Iterable[Record]) -> list[tuple[float, ...]]:
        """Confidence and rightness of every answer given."""
        return [(record.confidence, float(record.correct)) for record in records if record.answered]


def _mean(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    means: NDArray[np.float64] = samples[:, :, 0].mean(axis=1)
    return means


def _percentile(percent: float) -> Statistic:
    return lambda samples: np.percentile(samples[:, :, 0], percent, axis=1)


def auroc(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Area under the ROC curve by ranks (Mann and Whitney 1947); NaN where all answers are right or all are wrong."""
    scores, right = samples[:, :, 0], samples[:, :, 1]
    positives, negatives = right.sum(axis=1), (1 - right).sum(axis=1)
    above = (rankdata(scores, axis=1) * right).sum(axis=1) - positives * (positives + 1) / 2
    pairs = positives * negatives
    areas: NDArray[np.float64] = np.divide(above, pairs, out=np.full(len(samples), np.nan), where=pairs > 0)
    return areas


def _share(name: str, meaning: str) -> Measure:
    return Measure(name, meaning, name, _mean)


MEASURES: tuple[Measure, ...] = (
    _share("R@1", "evidence in the first passage"),
    _share("R@3", "evidence in the first 3 passages"),
    _share("R@5", "evidence in the first 5 passages"),
    _share("R@10", "evidence in the first 10 passages"),
    _share("RR@10", "one by the rank of the first passage with evidence"),
    _share("nDCG@10", "discounted gain of the first passage with evidence"),
    _share("page R@1", "the first passage is on an evidence page"),
    _share("page R@5", "one of the first 5 passages is on an evidence page"),
    _share("right", "answerable questions whose answer is right and cites an evidence page"),
    _share("token F1", "words shared with the gold answer"),
    _share("exact match", "answers with exactly the words of the gold"),
    _share("list items named", "items of a gold list that the answer names"),
    _share("cited page right", "answers that cite an evidence page"),
    _share("cited cell right", "answers from tables that cite the right row and column"),
    _share("verbatim quotes", "quotes that stand word for word on the page cited"),
    _share("refusal recall", "unanswerable questions that were refused"),
    _share("refusal precision", "refusals that were of unanswerable questions"),
    _share("false refusals", "answerable questions that were refused"),
    _share("right or rightly refused", "all questions: right, or unanswerable and refused"),
    ConfidenceMeasure("confidence AUROC", "how well confidence parts right from wrong answers", "confidence", auroc),
    Measure("answer words p50", "median length of an answer", "answer words", _percentile(50), "words"),
    Measure("latency p50", "median time of an answer", "latency", _percentile(50), "ms"),
    Measure("latency p95", "time within which 95 % of the answers came", "latency", _percentile(95), "ms"),
)


def figure(measure: Measure, records: Sequence[Record]) -> Figure | None:
    """The figure of a measure over records, or None where it applies to none of them."""
    rows = np.array(measure.rows(records), dtype=np.float64)
    if len(rows) == 0:
        return None
    value = float(measure.statistic(rows[None])[0])
    if np.isnan(value):
        return None
    draws = np.random.default_rng(SEED).integers(0, len(rows), size=(RESAMPLES, len(rows)))
    tail = (100 - LEVEL) / 2
    low, high = np.nanpercentile(measure.statistic(rows[draws]), (tail, 100 - tail))
    return Figure(value, len(rows), float(low), float(high))


def figures(records: Sequence[Record]) -> dict[str, Figure]:
    """The figures of all measures that apply to the records, by name."""
    found = ((measure.name, figure(measure, records)) for measure in MEASURES)
    return {name: value for name, value in found if value is not None}
