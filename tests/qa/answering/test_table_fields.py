"""The alignment of two lists of labels."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qa.answering.table_fields import alignment

GAINS = arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(-1, 1, width=16))


@given(GAINS)
def test_pairs_ascend_and_gain(gains: np.ndarray) -> None:
    pairs = alignment(gains)
    assert pairs == sorted(pairs)
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    assert all(gains[pair] > 0 for pair in pairs)


@given(GAINS)
def test_no_pair_could_be_added(gains: np.ndarray) -> None:
    """A pair that lies between two neighbouring pairs would only add to the sum."""
    pairs = [(-1, -1), *alignment(gains), gains.shape]
    for (row, column), (next_row, next_column) in zip(pairs, pairs[1:], strict=False):
        assert not (gains[row + 1 : next_row, column + 1 : next_column] > 0).any()


def test_crossing_labels_are_left_out() -> None:
    assert alignment(np.array([[0.0, 0.9], [0.5, 0.0], [0.0, 0.8]], dtype=np.float32)) == [(1, 0), (2, 1)]
