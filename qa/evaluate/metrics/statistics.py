"""Statistics over the values of questions, for many bootstrap samples at once.

Each function takes samples, shape (samples, n, columns), and returns one number per sample, shape (samples,).
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Numbers: TypeAlias = NDArray[np.float64]
Statistic: TypeAlias = Callable[[Numbers], Numbers]

BINS = 10
"""Number of bins of equal width between 0 and 1, as in Guo et al. (2017)."""


def mean(samples: Numbers) -> Numbers:
    """Return the mean of the first column."""
    means: Numbers = samples[:, :, 0].mean(axis=1)
    return means


def percentile(percent: float) -> Statistic:
    """Return the statistic that computes a percentile of the first column."""
    return lambda samples: np.percentile(samples[:, :, 0], percent, axis=1)


def auroc(samples: Numbers) -> Numbers:
    """Compute the area under the ROC curve of columns score and label by ranks (Mann and Whitney 1947).

    NaN if there is only one label.
    """
    scores, labels = samples[:, :, 0], samples[:, :, 1]
    positives, negatives = labels.sum(axis=1), (1 - labels).sum(axis=1)
    above = (rankdata(scores, axis=1) * labels).sum(axis=1) - positives * (positives + 1) / 2
    pairs = positives * negatives
    areas: Numbers = np.divide(above, pairs, out=np.full(len(samples), np.nan), where=pairs > 0)
    return areas


def calibration_error(samples: Numbers) -> Numbers:
    """Compute the expected calibration error (Guo et al. 2017) of columns confidence and right."""
    confidence, right = samples[:, :, 0], samples[:, :, 1]
    bins = bin_numbers(confidence)
    gaps = [np.abs(((right - confidence) * (bins == number)).sum(axis=1)) for number in range(BINS)]
    errors: Numbers = np.sum(gaps, axis=0) / samples.shape[1]
    return errors


def bin_numbers(confidence: Numbers) -> NDArray[np.int64]:
    """Return the bin of each confidence; a bound belongs to the bin below, as in Guo et al., and 0 to the first."""
    return np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], confidence, side="left")


def area_under_risk_coverage(samples: Numbers) -> Numbers:
    """Average the risk over all coverages (Geifman and El-Yaniv 2017) of columns confidence and right."""
    areas: Numbers = risks(samples).mean(axis=1)
    return areas


def risks(samples: Numbers) -> Numbers:
    """Return the share of wrong answers among the k most confident, for each k from 1: shape (samples, n).

    Answers of equal confidence share their errors equally, so that their order does not matter.
    """
    order = np.argsort(-samples[:, :, 0], axis=1, kind="stable")
    confidence = np.take_along_axis(samples[:, :, 0], order, axis=1)
    wrong = 1 - np.take_along_axis(samples[:, :, 1], order, axis=1)
    begins = np.ones(confidence.shape, dtype=np.int64)
    begins[:, 1:] = confidence[:, 1:] != confidence[:, :-1]
    ties = np.cumsum(begins) - 1
    even = np.bincount(ties, weights=wrong.ravel()) / np.bincount(ties)
    found: Numbers = np.cumsum(even[ties].reshape(wrong.shape), axis=1) / np.arange(1, wrong.shape[1] + 1)
    return found
