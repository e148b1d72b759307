"""Compare a run with an earlier one, question by question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ValidationError
from scipy.stats import binomtest

from qa.errors import QuestionSetError
from qa.evaluate.metrics.bootstrap import percentile_interval, resampled
from qa.evaluate.metrics.record import JUDGED, QuestionRecord
from qa.evaluate.metrics.statistics import mean
from qa.evaluate.question_sets.files import describe_errors, read_set_text

SIGNIFICANCE = 0.05
GATED = (JUDGED, "nDCG@10", "document nDCG@10", "verbatim quotes", "citation recall")
"""Measures that must not drop: of answers, of search and of citations."""


class Run(BaseModel):
    """A run as `evaluate --json` wrote it."""

    records: tuple[QuestionRecord, ...]


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """The records of one question in both runs."""

    before: QuestionRecord
    after: QuestionRecord


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure in two runs over the n questions that have it in both.

    `low` and `high` bound the difference by a paired bootstrap at 95 %. `p` is that of McNemar's exact test (McNemar
    1947) where every value is 0 or 1: the probability of a split at least this uneven among the questions that
    changed, if both directions were equally likely. It is None for other measures, where the interval decides.
    """

    measure: str
    n: int
    before: float
    after: float
    low: float
    high: float
    p: float | None

    def dropped(self, max_drop: float) -> bool:
        """Return True if the measure is significantly lower, or lower by more than `max_drop`."""
        if self.after >= self.before:
            return False
        significant = self.high < 0 if self.p is None else self.p < SIGNIFICANCE
        return significant or self.before - self.after > max_drop + 1e-9


@dataclass(frozen=True, slots=True)
class RunComparison:
    """Two runs over the questions that both have; `new` and `gone` are the ids that only one of them has."""

    worse: tuple[QuestionChange, ...]
    better: tuple[QuestionChange, ...]
    differences: Mapping[str, Difference]
    new: tuple[str, ...]
    gone: tuple[str, ...]

    def dropped(self, max_drop: float) -> list[Difference]:
        """Return the gated measures that dropped significantly or by more than `max_drop`."""
        return [found for found in self.differences.values() if found.dropped(max_drop)]

    def regressed(self, max_drop: float) -> bool:
        """Return True if the run is worse: a gated measure dropped."""
        return bool(self.dropped(max_drop))


def load_baseline(path: Path) -> tuple[QuestionRecord, ...]:
    """Read the records of an earlier run.

    Raises:
        QuestionSetError: The file cannot be read or was not written by `evaluate --json`.
    """
    try:
        return Run.model_validate_json(read_set_text(path)).records
    except ValidationError as error:
        raise QuestionSetError(f"{path}: was not written by evaluate --json: {describe_errors(error)}") from error


def compare_runs(before: Sequence[QuestionRecord], after: Sequence[QuestionRecord]) -> RunComparison:
    """Compare two runs over the questions that have the same id and the same words.

    Raises:
        QuestionSetError: They have no question in common.
    """
    earlier = {_identity(record): record for record in before}
    pairs = [QuestionChange(earlier[_identity(record)], record) for record in after if _identity(record) in earlier]
    if not pairs:
        raise QuestionSetError("the baseline has no question in common with these question sets")
    now = {_identity(record) for record in after}
    found = ((name, _difference(name, pairs)) for name in GATED)
    return RunComparison(
        worse=tuple(pair for pair in pairs if pair.before.correct and not pair.after.correct),
        better=tuple(pair for pair in pairs if not pair.before.correct and pair.after.correct),
        differences={name: difference for name, difference in found if difference is not None},
        new=tuple(record.id for record in after if _identity(record) not in earlier),
        gone=tuple(record.id for record in before if _identity(record) not in now),
    )


def _identity(record: QuestionRecord) -> tuple[str, str]:
    return record.id, record.question


def _difference(measure: str, pairs: Sequence[QuestionChange]) -> Difference | None:
    """Return the difference in a measure, or None where no question has it in both runs."""
    values = np.array(
        [
            (pair.before.values[measure], pair.after.values[measure])
            for pair in pairs
            if measure in pair.before.values and measure in pair.after.values
        ],
        dtype=np.float64,
    )
    if len(values) == 0:
        return None
    values = values.round(4)  # as they are written
    change = values[:, 1] - values[:, 0]
    low, high = percentile_interval(resampled(change[:, None], mean))
    before, after = values.mean(axis=0).tolist()
    p = _mcnemar(change) if np.isin(values, (0.0, 1.0)).all() else None
    return Difference(measure, len(values), before, after, low, high, p)


def _mcnemar(change: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Return the p value of McNemar's exact test for changes of -1, 0 and 1."""
    changed = int(np.count_nonzero(change))
    return float(binomtest(int((change < 0).sum()), changed).pvalue) if changed else 1.0
