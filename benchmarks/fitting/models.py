"""Fit the models of ranking and confidence, and measure them on questions that the fit has not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from qa.retrieval.signals import weigh

Signals = Mapping[str, float]


@dataclass(frozen=True)
class Example:
    """The candidates of one question: their signals, and which of them are right."""

    question: str
    signals: Sequence[Signals]
    right: NDArray[np.bool_]


def fit_ranking(examples: Sequence[Example], penalty: float) -> dict[str, float]:
    """Return the weights that give the right candidates the most probability (softmax, listwise)."""
    names = sorted({name for example in examples for signals in example.signals for name in signals})
    table = np.array([[s.get(name, 0.0) for name in names] for example in examples for s in example.signals])
    spread = table.std(axis=0) + 1e-6
    table /= spread
    right = np.concatenate([example.right for example in examples])
    sizes = np.array([len(example.signals) for example in examples])
    starts = np.cumsum([0, *sizes[:-1]])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = table @ weights
        everything = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        among_right = everything * right
        whole, part = np.add.reduceat(everything, starts), np.add.reduceat(among_right, starts)
        gap = everything / np.repeat(whole, sizes) - among_right / np.repeat(part, sizes)
        total = penalty * weights @ weights - np.log(part / whole).sum()
        return float(total), 2 * penalty * weights + table.T @ gap

    result = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return dict(zip(names, (result.x / spread).tolist(), strict=True))


def fit_logistic(examples: Sequence[tuple[Signals, bool]], penalty: float) -> dict[str, float]:
    """Return the weights of a logistic model of being right."""
    names = sorted({name for signals, _ in examples for name in signals})
    table = np.array([[signals.get(name, 0.0) for name in names] for signals, _ in examples])
    spread = table.std(axis=0)
    spread[spread == 0] = 1
    signs = np.array([1.0 if right else -1.0 for _, right in examples])
    scaled = table / spread

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (scaled @ weights)
        penalised = np.where(np.array(names) == "bias", 0.0, weights)
        gradient = -scaled.T @ (signs / (1 + np.exp(margins))) + 2 * penalty * penalised
        return float(np.logaddexp(0, -margins).sum() + penalty * penalised @ penalised), gradient

    result = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return dict(zip(names, (result.x / spread).tolist(), strict=True))


def first_right(examples: Sequence[Example], weights: Signals, depth: int = 1) -> float:
    """Return the share of questions with a right candidate among the first by weight."""
    hits = []
    for example in examples:
        order = np.argsort([-weigh(signals, weights) for signals in example.signals], kind="stable")
        hits.append(bool(example.right[order[:depth]].any()))
    return float(np.mean(hits))


def cross_validated(examples: Sequence[Example], penalty: float, folds: int = 5) -> list[float]:
    """Return the share of questions with a right candidate among the first 1, 3 and 5, in cross-validation."""
    order = np.random.default_rng(7).permutation(len(examples))
    scores = []
    for fold in range(folds):
        test = [examples[i] for i in order[fold::folds]]
        train = [examples[i] for i in order if i not in set(order[fold::folds])]
        weights = fit_ranking(train, penalty)
        scores.append([first_right(test, weights, depth) * len(test) for depth in (1, 3, 5)])
    return [float(total) / len(examples) for total in np.sum(scores, axis=0)]


def left_out(
    collections: Mapping[str, Sequence[Example]], used: Signals, penalty: float
) -> dict[str, dict[str, float]]:
    """Measure how often a right candidate is first in each collection, by the weights in use and by those of others.

    There are no figures of a single collection.
    """
    if len(collections) < 2:
        return {}
    found = {}
    for name, examples in collections.items():
        others = fit_ranking([one for other, ones in collections.items() if other != name for one in ones], penalty)
        found[name] = {
            "questions": len(examples),
            "weights in use": round(first_right(examples, used), 3),
            "fitted on the others": round(first_right(examples, others), 3),
        }
    return found


def ablation(examples: Sequence[Example], penalty: float) -> dict[str, Any]:
    """Measure how often a right candidate is first and among five on unseen questions: with and without each signal."""
    names = sorted({name for example in examples for signals in example.signals for name in signals})
    groups = sorted({name.partition("_")[0] if name.startswith("kind_") else name for name in names})
    return {
        "questions": len(examples),
        "all": _unseen(examples, penalty),
        "without": {group: _unseen([_without(group, example) for example in examples], penalty) for group in groups},
    }


def _unseen(examples: Sequence[Example], penalty: float) -> dict[str, float]:
    first, _, five = cross_validated(examples, penalty)
    return {"first": round(first, 3), "in five": round(five, 3)}


def _without(group: str, example: Example) -> Example:
    kept = [{n: v for n, v in s.items() if n != group and n.partition("_")[0] != group} for s in example.signals]
    return replace(example, signals=kept)
