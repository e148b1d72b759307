"""Small files, and an embedder that can be watched, for the tests of the index."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from index.base import Embedder, Vectors

Build: TypeAlias = Callable[..., Path]
"""See the fixture `build`."""

FUNDS = """# Country factsheet Sylvania

## 1. Cluster policy

The national programme gives four million crowns to each cluster every year.

## 2. Continuity

The harvest fund ended early because the auditors found no results.
"""
PORTS = """# Country factsheet Ruritania

## 1. Ports

Three ports on the southern coast handle the exports of timber and salt.
"""


class Counting:
    """An embedder that passes all work on and keeps the texts that it was asked to embed."""

    def __init__(self, inner: Embedder) -> None:
        self.name, self.dimensions = inner.name, inner.dimensions
        self.passages: list[str] = []
        self.questions: list[str] = []
        self._inner = inner

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.passages += texts
        return self._inner.embed_passages(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        self.questions += texts
        return self._inner.embed_questions(texts)
