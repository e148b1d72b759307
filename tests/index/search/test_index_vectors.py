"""Exact dense search and late interaction, compared with their definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn

from index.search.dense import FlatIndex
from index.search.late_interaction import join_token_vectors, max_sim, quantise_tokens

_numbers = st.floats(-1, 1, width=32)
_tokens = stn.arrays(np.float32, st.tuples(st.integers(1, 6), st.just(8)), elements=_numbers)


def test_dense_search_is_exact_with_and_without_a_filter() -> None:
    random = np.random.default_rng(7)
    vectors = random.normal(size=(500, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = FlatIndex(16, [vectors[:200], vectors[200:]])
    for question in vectors[:20]:
        for allowed in (None, random.random(500) < 0.1):
            similarities = vectors @ question
            if allowed is not None:
                similarities[~allowed] = -np.inf
            best = np.argsort(-similarities)[:10]
            found = index.rank(question, 10, allowed)
            assert [ranked.number for ranked in found] == best.tolist()
            assert [ranked.score for ranked in found] == pytest.approx(similarities[best].tolist(), abs=1e-5)


def test_dense_search_gives_no_more_than_there_is() -> None:
    vectors = np.eye(3, dtype=np.float32)
    index = FlatIndex(3, [vectors])
    assert len(index.rank(vectors[0], 10, None)) == 3
    assert [ranked.number for ranked in index.rank(vectors[0], 10, np.array([False, True, False]))] == [1]
    assert index.rank(vectors[0], 10, np.zeros(3, dtype=bool)) == []
    assert index.rank(vectors[0], 0, None) == []
    assert FlatIndex(3, []).rank(vectors[0], 10, None) == []


def test_the_vectors_of_an_index_can_be_read() -> None:
    vectors = np.eye(3, dtype=np.float32)
    index = FlatIndex(3, [vectors[:1], vectors[1:]])
    assert np.array_equal(index.vectors(np.array([2, 0])), vectors[[2, 0]])
    assert FlatIndex(3, []).vectors(np.array([], dtype=np.int64)).shape == (0, 3)


@settings(deadline=None)
@given(_tokens)
def test_quantised_vectors_are_close(vectors: np.ndarray) -> None:
    found = quantise_tokens(vectors).passage(0)
    # float16 has no finer steps than 6e-8, so tiny vectors are rounded to that.
    tolerance = np.abs(vectors).max(axis=1, keepdims=True) / 200 + 1e-5
    assert (np.abs(found - vectors) <= tolerance).all()


@settings(deadline=None)
@given(st.lists(_tokens, max_size=5))
def test_joined_passages_are_the_same_passages(passages: list[np.ndarray]) -> None:
    parts = [quantise_tokens(vectors) for vectors in passages]
    whole = join_token_vectors(parts, 8)
    assert whole.passages == len(parts)
    for number, part in enumerate(parts):
        assert np.array_equal(whole.passage(number), part.passage(0))
        assert np.array_equal(whole.one(number).passage(0), part.passage(0))


@settings(deadline=None)
@given(_tokens, st.lists(_tokens, max_size=5))
def test_late_interaction_is_the_mean_of_the_best_matches(question: np.ndarray, passages: list[np.ndarray]) -> None:
    many = [quantise_tokens(passage) for passage in passages] * 30  # more than one step scores
    expected = [np.mean([max(float(q @ token) for token in each.passage(0)) for q in question]) for each in many]
    assert max_sim(question, many).tolist() == pytest.approx(expected, abs=1e-4)
