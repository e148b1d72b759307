"""Bootstrap intervals by the percentile method (Efron 1979), from a fixed seed."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qa.evaluate.metrics.statistics import Numbers, Statistic, mean

SEED = 20230
RESAMPLES = 2000
LEVEL = 95


@lru_cache(maxsize=64)
def draws(n: int) -> NDArray[np.int64]:
    """Which of n questions each resample holds, shape (resamples, n)."""
    return np.random.default_rng(SEED).integers(0, n, size=(RESAMPLES, n))


@lru_cache(maxsize=64)
def counts(n: int) -> Numbers:
    """How often each resample holds each question, shape (resamples, n): sums are then one product."""
    cells = draws(n) + n * np.arange(RESAMPLES)[:, None]
    return np.bincount(cells.ravel(), minlength=RESAMPLES * n).reshape(RESAMPLES, n).astype(np.float64)


def resampled(rows: Numbers, statistic: Statistic) -> Numbers:
    """The statistic of each resample of rows, shape (n, columns)."""
    if statistic is mean:
        means: Numbers = counts(len(rows)) @ rows[:, 0] / len(rows)
        return means
    return statistic(rows[draws(len(rows))])


def percentile_interval(values: Numbers) -> tuple[float, float]:
    """The 95 % interval of resampled values; those that are not defined are left out."""
    tail = (100 - LEVEL) / 2
    low, high = np.nanpercentile(values, (tail, 100 - tail))
    return float(low), float(high)
