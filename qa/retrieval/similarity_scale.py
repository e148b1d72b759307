"""Calibrate cosine similarities, which differ widely between embedding models."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from index.base import Embedder

_PAIRS = (
    ("How long does bread take to bake?", "A loaf of wheat bread is baked for about forty minutes in a hot oven."),
    (
        "Who painted the ceiling of the chapel?",
        "Michelangelo painted the ceiling of the chapel in four years.",
    ),
    ("Why do leaves turn red in autumn?", "Leaves turn red because chlorophyll breaks down when the days get shorter."),
    ("What is the budget of the city for new schools?", "The city set aside 12 million for new school buildings."),
    ("When was the railway between the two ports opened?", "The railway line from port to port was opened in 1884."),
    ("Which vaccines do children get first?", "In their first year children are vaccinated against tetanus and polio."),
    (
        "How many players has a football team?",
        "A football team has eleven players, one of them the keeper.",
    ),
    ("Where do swallows spend the winter?", "Swallows spend the winter months south of the Sahara."),
)
"""Questions of everyday knowledge, each with a sentence that answers it and none of the others."""


@dataclass(frozen=True, slots=True)
class SimilarityScale:
    """A scale for an embedder's cosines: 0 for a question and an unrelated text, 1 for a text that answers it."""

    unrelated: float
    answering: float

    @classmethod
    def of(cls, embedder: Embedder) -> Self:
        """Measure the scale of an embedder on questions of everyday knowledge and their answers."""
        questions = embedder.embed_questions([question for question, _ in _PAIRS])
        answers = embedder.embed_passages([answer for _, answer in _PAIRS])
        cosines = questions @ answers.T
        answering = float(np.diag(cosines).mean())
        unrelated = (float(cosines.sum()) - answering * len(_PAIRS)) / (len(_PAIRS) * (len(_PAIRS) - 1))
        return cls(unrelated, answering)

    def __call__(self, cosine: float) -> float:
        """Return a cosine on the scale."""
        return (cosine - self.unrelated) / (self.answering - self.unrelated)
