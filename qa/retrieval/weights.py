"""Load the weights of ranking and confidence, which `benchmarks/fitting/fit.py` writes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by name of the signal: for passages to show and to quote, spans, rereading, and confidence."""

    hits: Mapping[str, float]
    passages: Mapping[str, float]
    spans: Mapping[str, float]
    rereading: Mapping[str, float]
    confidence: Mapping[str, float]
    threshold: float
    """Minimum confidence of an answer; below it the engine refuses."""


@cache
def fitted() -> Weights:
    """Return the weights that come with the package."""
    return Weights(**json.loads(files("qa.retrieval").joinpath("weights.json").read_text(encoding="utf-8")))
