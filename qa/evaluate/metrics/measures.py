"""Define the measures by name and estimate each with its n and its interval."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluate.metrics import ranking
from qa.evaluate.metrics.bootstrap import percentile_interval, resampled
from qa.evaluate.metrics.record import JUDGED, QuestionRecord
from qa.evaluate.metrics.statistics import (
    Statistic,
    area_under_risk_coverage,
    auroc,
    calibration_error,
    mean,
    percentile,
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure's value over n questions with its 95 % bootstrap interval."""

    value: float
    n: int
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Return the estimate as JSON-ready values, rounded."""
        return {
            "value": round(self.value, 4),
            "n": self.n,
            "low": round(self.low, 4),
            "high": round(self.high, 4),
        }


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name, its meaning in one sentence, and the statistic over the questions' values."""

    name: str
    meaning: str
    source: str
    statistic: Statistic = mean
    unit: str = ""

    def rows(self, records: Iterable[QuestionRecord]) -> list[tuple[float, ...]]:
        """Return the values of the questions that the measure applies to."""
        return [(record.values[self.source],) for record in records if self.source in record.values]


class ConfidenceMeasure(Measure):
    """A measure over answered questions, of confidence and correctness."""

    __slots__ = ()

    def rows(self, records: Iterable[QuestionRecord]) -> list[tuple[float, ...]]:
        """Return confidence and correctness of every answer given."""
        return [(record.confidence, float(record.correct)) for record in records if record.answered and record.judged]


class AbstentionMeasure(Measure):
    """A measure over all questions, of confidence and answerability."""

    __slots__ = ()

    def rows(self, records: Iterable[QuestionRecord]) -> list[tuple[float, ...]]:
        """Return confidence and answerability of every question."""
        return [(record.confidence, float(record.answerable)) for record in records if record.judged]


def _share(name: str, meaning: str) -> Measure:
    return Measure(name, meaning, name)


def _ranking(level: str, what: str) -> tuple[Measure, ...]:
    """Return the ranking measures of passages, pages or documents."""
    meanings = {
        "R@1": f"evidence in the first {what}",
        "RR@10": f"one by the rank of the first {what} with evidence",
        "nDCG@10": f"discounted gain of the first 10 {what}s",
    }
    recall = "evidence in the first {} {}s"
    return tuple(
        _share(f"{level}{name}", meanings.get(name) or recall.format(name.removeprefix("R@"), what))
        for name in ranking.NAMES
    )


MEASURES: tuple[Measure, ...] = (
    *_ranking("", "passage"),
    *_ranking("page ", "page"),
    *_ranking("document ", "document"),
    _share("places R@5", "of all places that a comparison needs, those in the first 5 passages"),
    _share("places R@10", "of all places that a comparison needs, those in the first 10 passages"),
    _share("right", "answerable questions whose answer is right and cites an evidence page"),
    _share("token F1", "words shared with the gold answer"),
    _share("exact match", "answers with exactly the words of the gold"),
    _share("number match", "questions for a number whose answer holds it, within 1 %"),
    _share("list items named", "items of a gold list that the answer names"),
    _share("cited page right", "answers that cite an evidence page"),
    _share("cited cell right", "answers from tables that cite the right row and column"),
    _share("verbatim quotes", "quotes that appear word for word on the page cited"),
    _share("page-correct citations", "citations on an evidence page"),
    _share("citation precision", "citations that support the evidence"),
    _share("citation recall", "of the places needed, those that a citation supports"),
    _share("refusal recall", "unanswerable questions that were refused"),
    _share("refusal precision", "refusals whose question was unanswerable"),
    _share("refusal reason right", "right refusals that give the right reason"),
    _share("false refusals", "answerable questions that were refused"),
    _share(JUDGED, "all questions: right, or unanswerable and refused"),
    ConfidenceMeasure("confidence AUROC", "how well confidence separates right from wrong answers", "", auroc),
    AbstentionMeasure("refusal AUROC", "how well confidence separates answerable questions from others", "", auroc),
    ConfidenceMeasure("AURC", "mean share of wrong answers over all coverages", "", area_under_risk_coverage),
    ConfidenceMeasure("ECE", "mean gap between confidence and the share of right answers", "", calibration_error),
    _share("sentence support", "of a language model's sentences, those that the quotes support"),
    _share("removed sentences", "a language model's sentences that were removed, on average per answer"),
    _share("put into words", "answers that a language model was asked to rephrase and of which something was kept"),
    Measure("answer words p50", "median length of an answer", "answer words", percentile(50), "words"),
    Measure("latency p50", "median time of an answer", "latency", percentile(50), "ms"),
    Measure("latency p95", "time within which 95 % of the answers came", "latency", percentile(95), "ms"),
)
BY_NAME = {measure.name: measure for measure in MEASURES}


def estimate(measure: Measure, records: Sequence[QuestionRecord]) -> Estimate | None:
    """Estimate a measure over records; None where it applies to none of them."""
    rows = np.array(measure.rows(records), dtype=np.float64)
    if len(rows) == 0:
        return None
    value = float(measure.statistic(rows[None])[0])
    if np.isnan(value):
        return None
    low, high = percentile_interval(resampled(rows, measure.statistic))
    return Estimate(value, len(rows), min(low, value), max(high, value))


def estimates(records: Sequence[QuestionRecord]) -> dict[str, Estimate]:
    """Estimate all measures that apply to the records, by name."""
    found = ((measure.name, estimate(measure, records)) for measure in MEASURES)
    return {name: value for name, value in found if value is not None}
