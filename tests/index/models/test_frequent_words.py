"""Vectors of frequent words that come with the package are those of the embedder."""

import numpy as np

from index.models.frequent_words import EMBEDDER, frequent_word_vectors
from index.models.registry import load_embedder

WORDS = ["industry", "policy", "region", "the", "funding"]


def test_they_are_those_of_the_present_embedder() -> None:
    vectors = frequent_word_vectors(EMBEDDER, WORDS)
    computed = load_embedder(EMBEDDER, 1).embed_questions(WORDS)
    assert list(vectors) == WORDS, "the embedder has changed; run: python -m index.models.frequent_words"
    assert (np.stack(list(vectors.values())) * computed).sum(axis=1).min() > 0.9999


def test_they_are_unit_vectors() -> None:
    lengths = [np.linalg.norm(vector) for vector in frequent_word_vectors(EMBEDDER, WORDS).values()]
    np.testing.assert_allclose(lengths, 1.0, rtol=1e-6)


def test_rare_words_and_other_embedders_have_none() -> None:
    assert frequent_word_vectors(EMBEDDER, ["qzxv", "Cluster"]) == {}
    assert frequent_word_vectors("bge-small-en-v1.5", WORDS) == {}
    assert frequent_word_vectors(EMBEDDER, []) == {}
