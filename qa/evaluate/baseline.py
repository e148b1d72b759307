"""Comparing a run with an earlier one, question by question."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError
from scipy.stats import binomtest

from qa.errors import QuestionSetError
from qa.evaluate.questions import describe, read_text
from qa.evaluate.record import Record

SIGNIFICANCE = 0.05


class Run(BaseModel):
    """What `evaluate --json` wrote."""

    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs over the questions that both have, by whether each is right or rightly refused.

    `p` is that of McNemar's exact test (McNemar 1947): the chance of a split this uneven among the questions that
    changed, were either way as likely.
    """

    n: int
    before: float
    after: float
    worse: tuple[Record, ...]
    better: tuple[Record, ...]
    p: float

    def regressed(self, max_drop: float) -> bool:
        """Whether the run is significantly worse, or worse by more than `max_drop`."""
        drop = len(self.worse) - len(self.better)
        return drop / self.n > max_drop or (drop > 0 and self.p < SIGNIFICANCE)


def load_baseline(path: Path) -> tuple[Record, ...]:
    """Read the records of an earlier run.

    Raises:
        QuestionSetError: The file cannot be read or was not written by `evaluate --json`.
    """
    try:
        return Run.model_validate_json(read_text(path)).records
    except ValidationError as error:
        raise QuestionSetError(f"{path}: is no run that evaluate --json wrote: {describe(error)}") from error


def compare(before: Sequence[Record], after: Sequence[Record]) -> Comparison:
    """Compare two runs over their common questions.

    Raises:
        QuestionSetError: They have no question in common.
    """
    earlier = {record.id: record for record in before}
    common = [record for record in after if record.id in earlier]
    if not common:
        raise QuestionSetError("the baseline has no question in common with these question sets")
    worse = tuple(record for record in common if earlier[record.id].correct and not record.correct)
    better = tuple(record for record in common if not earlier[record.id].correct and record.correct)
    changed = len(worse) + len(better)
    return Comparison(
        n=len(common),
        before=sum(earlier[record.id].correct for record in common) / len(common),
        after=sum(record.correct for record in common) / len(common),
        worse=worse,
        better=better,
        p=float(binomtest(len(worse), changed).pvalue) if changed else 1.0,
    )
