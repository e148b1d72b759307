"""Invented documents and the smallest models that fulfil the contracts: an index of them is made in milliseconds.

The storage is the real one. Vectors are drawn from the words.
"""

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.model import Document, Passage
from corpus.serialization import Reading
from index.base import Vectors

WORDS = [
    "fund",
    "policy",
    "region",
    "cluster",
    "export",
    "timber",
    "harbour",
    "grant",
    "audit",
    "council",
    "budget",
    "network",
]


class WordEmbedder:
    name = "words"
    dimensions = 16

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        rows = [np.sum([_vector(word) for word in text.split()] or [_vector("")], axis=0) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), self.dimensions)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    embed_questions = embed_passages


class WordTokens:
    name = "word tokens"
    dimensions = 16

    def encode_passage(self, text: str) -> Vectors:
        return np.array([_vector(word) for word in text.split()] or [_vector("")], dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> list[Vectors]:
        return [self.encode_passage(text) for text in texts]

    encode_question = encode_passage

    def token_spans(self, text: str) -> np.ndarray:
        raise NotImplementedError


def _vector(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).normal(size=16)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def written(folder: Path, name: str, version: int, passages: int = 8) -> Path:
    """A file of invented text; each line is a passage that carries the version."""
    rng = random.Random(f"{name} {version}")
    lines = [f"{name} edition{version} " + " ".join(rng.choices(WORDS, k=20)) for _ in range(passages)]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text("\n".join(lines))
    return path


def reading(path: Path) -> Reading:
    content = path.read_bytes()
    document = Document(hashlib.sha256(content).hexdigest(), path.name, path.stem, None, None, "en", None)
    passages = [
        Passage(f"p{number}", document.id, "paragraph", line, path.stem, None, f"section {number}")
        for number, line in enumerate(content.decode().splitlines())
    ]
    return Reading(document, (), tuple(passages))
