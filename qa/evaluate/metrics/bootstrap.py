"""Compute bootstrap intervals by the percentile method (Efron 1979), from a fixed seed."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qa.evaluate.metrics.statistics import Numbers, Statistic, mean

SEED = 20230
RESAMPLES = 2000
LEVEL = 95
"""Confidence level of the intervals, in per cent."""


@lru_cache(maxsize=64)
def draws(n: int) -> NDArray[np.int64]:
    """Draw the questions of each resample, shape (resamples, n)."""
    return np.random.default_rng(SEED).integers(0, n, size=(RESAMPLES, n))


@lru_cache(maxsize=64)
def counts(n: int) -> Numbers:
    """Count each question in each resample, shape (resamples, n), so that sums are one matrix product."""
    cells = draws(n) + n * np.arange(RESAMPLES)[:, None]
    return np.bincount(cells.ravel(), minlength=RESAMPLES * n).reshape(RESAMPLES, n).astype(np.float64)


def resampled(rows: Numbers, statistic: Statistic) -> Numbers:
    """Return the statistic of each resample of rows, shape (n, columns)."""
    if statistic is mean:
        means: Numbers = counts(len(rows)) @ rows[:, 0] / len(rows)
        return means
    return statistic(rows[draws(len(rows))])


def percentile_interval(values: Numbers) -> tuple[float, float]:
    """Return the 95 % interval of resampled values, without undefined ones."""
    tail = (100 - LEVEL) / 2
    low, high = np.nanpercentile(values, (tail, 100 - tail))
    return float(low), float(high)
