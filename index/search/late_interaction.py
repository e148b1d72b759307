"""Score late interaction over stored token vectors (MaxSim; Khattab and Zaharia 2020)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.base import Vectors

_LIMIT = 127
_PASSAGES_AT_ONCE = 64
"""Passages scored in one step, which bounds its memory to their token vectors in float32."""


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """Token vectors of a document's passages, 8 bits a number with one scale a token.

    Passage i has the rows offsets[i] to offsets[i + 1]. Shapes: values (tokens, dimensions) int8, scales (tokens,)
    float16, offsets (passages + 1,) int64.
    """

    values: NDArray[np.int8]
    scales: NDArray[np.float16]
    offsets: NDArray[np.int64]

    @property
    def passages(self) -> int:
        """Return the number of passages."""
        return len(self.offsets) - 1

    def one(self, number: int) -> "TokenVectors":
        """Return the tokens of one passage alone, still quantised."""
        start, end = self.offsets[number], self.offsets[number + 1]
        return TokenVectors(self.values[start:end], self.scales[start:end], np.array([0, end - start], dtype=np.int64))

    def passage(self, number: int) -> Vectors:
        """Return a passage's token vectors, shape (tokens, dimensions)."""
        one = self.one(number)
        return one.values.astype(np.float32) * one.scales[:, None].astype(np.float32)


def quantise_tokens(vectors: Vectors) -> TokenVectors:
    """Quantise one passage's token vectors to 8 bits; the error is below 1/200 of a token's largest number."""
    peaks = np.abs(vectors).max(axis=1, initial=0)
    # One step up, because rounding to float16 may go down and a value would then leave the range.
    scales = np.nextafter((peaks / _LIMIT).astype(np.float16), np.float16(np.inf))
    values = np.rint(vectors / scales[:, None].astype(np.float32)).astype(np.int8)
    return TokenVectors(values, scales, np.array([0, len(vectors)], dtype=np.int64))


def join_token_vectors(parts: Sequence[TokenVectors], dimensions: int) -> TokenVectors:
    """Join the passages of all parts, one after the other."""
    none = TokenVectors(np.zeros((0, dimensions), np.int8), np.zeros(0, np.float16), np.zeros(1, np.int64))
    lengths = [np.diff(part.offsets) for part in (none, *parts)]
    return TokenVectors(
        np.concatenate([part.values for part in (none, *parts)]),
        np.concatenate([part.scales for part in (none, *parts)]),
        np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int64),
    )


def max_sim(query: Vectors, passages: Sequence[TokenVectors]) -> Vectors:
    """Score passages by MaxSim: the best inner product of each query token, averaged over the query's tokens.

    Shape (len(passages),). Each of `passages` is one passage with at least one token.
    """
    scores = np.zeros(len(passages), dtype=np.float32)
    for start in range(0, len(passages), _PASSAGES_AT_ONCE):
        group = passages[start : start + _PASSAGES_AT_ONCE]
        starts = np.cumsum([0, *(len(passage.values) for passage in group[:-1])])
        similarities = np.concatenate([passage.values for passage in group]).astype(np.float32) @ query.T
        # Scales are applied to the few similarities of a token instead of its many numbers.
        similarities *= np.concatenate([passage.scales for passage in group]).astype(np.float32)[:, None]
        scores[start : start + len(group)] = token_maxima(similarities, starts).mean(axis=1)
    return scores


def token_maxima(similarities: Vectors, starts: Sequence[int] | NDArray[np.int64] = (0,)) -> Vectors:
    """Return the best similarity of each query token in each passage, shape (len(starts), query tokens).

    `similarities` has a row for each passage token and a column for each query token. Passage n has the rows from
    starts[n] up to the next start, at least one.
    """
    maxima: Vectors = np.maximum.reduceat(similarities, starts, axis=0)
    return maxima
