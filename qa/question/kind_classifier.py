"""Classify questions by kind: a logistic model over the multilingual embedding and the words of a question.

The weights are fitted by `training/question_kinds/train.py` on the examples beside it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from index.base import Vectors
from qa.question.plan import PlanKind
from qa.text.normalize import words

EMBEDDER = "multilingual-e5-small"
"""The embedder that the weights were fitted on."""
FAMILIAR_POLICIES = ("Lantern Programme", "Silver Bridge Programme", "Amber Road Initiative")
FAMILIAR_COUNTRIES = ("Portugal", "Chile", "Italy", "Canada")
"""Names in the examples that the weights were fitted on."""
VECTOR_SCALE = 4.0
"""Weight of the embedding beside the words, whose features are 0 or 1."""
_NUMBER = re.compile(r"\d+")
_START = "^"

Weights: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """The kind of a question, refined by a topic ("" if it has none), and the probability of both together."""

    kind: PlanKind
    topic: str
    probability: float
    by_kind: Mapping[PlanKind, float]


@dataclass(frozen=True, slots=True)
class KindClassifier:
    """A multinomial logistic model.

    `weights` has a row for each of the `labels` ("kind" or "kind/topic") and a column for each dimension of the
    embedding less `mean`, for each n-gram, and for the bias.
    """

    labels: Sequence[str]
    ngrams: Mapping[str, int]
    mean: Vectors
    weights: Weights

    def classify(self, question: str, vector: Vectors) -> QuestionKind:
        """Return the likeliest kind of a question with an embedding, shape (dimensions,)."""
        logits = self.weights @ self.features(question, vector)
        odds = np.exp(logits - logits.max())
        probabilities = odds / odds.sum()
        by_kind: dict[PlanKind, float] = {}
        for label, probability in zip(self.labels, probabilities.tolist(), strict=True):
            kind = cast(PlanKind, label.partition("/")[0])
            by_kind[kind] = by_kind.get(kind, 0.0) + probability
        best = max(by_kind, key=lambda kind: by_kind[kind])
        place = max(
            (place for place, label in enumerate(self.labels) if label.partition("/")[0] == best),
            key=lambda place: float(probabilities[place]),
        )
        return QuestionKind(best, self.labels[place].partition("/")[2], float(probabilities[place]), by_kind)

    def features(self, question: str, vector: Vectors) -> Weights:
        """Return the features of a question, shape (columns of the weights,)."""
        present = np.zeros(len(self.ngrams), dtype=np.float32)
        for ngram in ngrams_of(question):
            if ngram in self.ngrams:
                present[self.ngrams[ngram]] = 1
        return np.concatenate([(vector - self.mean) * VECTOR_SCALE, present, np.ones(1, np.float32)], dtype=np.float32)


def ngrams_of(question: str) -> Iterator[str]:
    """Yield the words of a question and the pairs of neighbouring words, the first word marked; figures become 0."""
    found = [_NUMBER.sub("0", word) for word in words(question)]
    yield from found
    yield from (" ".join(pair) for pair in zip([_START, *found], found, strict=False))


@cache
def kind_classifier() -> KindClassifier:
    """Load the fitted classifier."""
    with files("qa.question").joinpath("question_kinds.npz").open("rb") as file:
        arrays = np.load(file, allow_pickle=False)
        mean, weights = arrays["mean"].astype(np.float32), arrays["weights"].astype(np.float32)
    ngrams = {ngram: place for place, ngram in enumerate(_model()["ngrams"])}
    return KindClassifier(_model()["labels"], ngrams, mean, weights)


def words_by_language() -> Mapping[str, frozenset[str]]:
    """Return the folded words of the example questions by their language."""
    return {language: frozenset(found.split()) for language, found in _model()["words"].items()}


@cache
def words_of_fact(topic: str) -> frozenset[str]:
    """Return the stems of the words by which the example questions ask for a fact."""
    return frozenset(_model()["facts"].get(topic, "").split())


@cache
def asking_stems() -> frozenset[str]:
    """Return the stems of words by which several facts are asked for, such as "money": they are no topic."""
    counts = Counter(word for words in _model()["facts"].values() for word in words.split())
    return frozenset(word for word, count in counts.items() if count > 1)


@cache
def _model() -> dict[str, Any]:
    model: dict[str, Any] = json.loads(files("qa.question").joinpath("question_kinds.json").read_text(encoding="utf-8"))
    return model
