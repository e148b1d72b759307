"""The projection from states of words to the reader's word vectors: a linear map and a small network beside it."""

import json
from dataclasses import asdict, dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Self

import numpy as np

from index.base import Vectors
from index.errors import ModelError
from index.models.packaged_weights import file_digest


@dataclass(frozen=True, slots=True)
class Projection:
    """The weights: matrices of shape (outputs, inputs) with their biases, and mean and deviation of the states."""

    mean: Vectors
    deviation: Vectors
    linear: Vectors
    linear_bias: Vectors
    inner: Vectors
    inner_bias: Vectors
    outer: Vectors
    outer_bias: Vectors

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the weights from a file that `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(**{name: stored[name].astype(np.float32) for name in stored.files})

    def save(self, path: Path) -> None:
        """Write the weights as float16."""
        np.savez(path, **{name: values.astype(np.float16) for name, values in asdict(self).items()})

    def __call__(self, states: Vectors) -> Vectors:
        """Return the reader's vectors for states, both of shape (words, hidden)."""
        scaled = (states - self.mean) / self.deviation
        inner = _gelu(np.asarray(scaled @ self.inner.T + self.inner_bias, dtype=np.float32))
        projected = scaled @ self.linear.T + self.linear_bias + inner @ self.outer.T + self.outer_bias
        return np.asarray(projected, dtype=np.float32)


def packaged_projection() -> Projection:
    """Return the projection that comes with the package.

    Raises:
        ModelError: the weights are missing or altered.
    """
    folder = files("qa.answering.reader")
    expected = json.loads(folder.joinpath("projection.json").read_text(encoding="utf-8"))["sha256"]
    with as_file(folder.joinpath("projection.npz")) as path:
        if not path.is_file() or file_digest(path) != expected:
            raise ModelError(f"reader: {path} is missing or altered; reinstall factsheet-qa")
        return Projection.load(path)


def _gelu(values: Vectors) -> Vectors:
    """Return the Gaussian error linear unit of values, by its approximation with tanh (Hendrycks and Gimpel 2016)."""
    inner = np.sqrt(2 / np.pi) * (values + 0.044715 * values**3)
    return np.asarray(0.5 * values * (1 + np.tanh(inner)), dtype=np.float32)
