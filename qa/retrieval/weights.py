"""Load the weights of ranking and confidence, which `benchmarks/fitting/fit.py` writes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by name of the signal: for passages to show, passages to quote, their pieces, the confidence."""

    hits: Mapping[str, float]
    passages: Mapping[str, float]
    pieces: Mapping[str, float]
    confidence: Mapping[str, float]
    threshold: float
    """The confidence below which the engine refuses."""


@cache
def fitted() -> Weights:
    """The weights that come with the package."""
    return Weights(**json.loads(files("qa.retrieval").joinpath("weights.json").read_text(encoding="utf-8")))


def weigh(signals: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of signals; a signal without a weight counts nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in signals.items())
