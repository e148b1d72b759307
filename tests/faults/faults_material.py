"""An index of invented documents that is made in milliseconds, so that it can be made and broken hundreds of times.

The storage is the real one. The models are the smallest that fulfil the contracts: vectors drawn from the words.
"""

import hashlib
import os
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.model import Document, Passage
from corpus.wire import Reading
from index.base import Vectors
from index.errors import IndexMissingError
from index.reader import PassageIndex
from index.writer import IndexWriter, remove

RUNS = int(os.environ.get("FACTSHEET_QA_FAULTS", "12"))
"""How often a fault is tried; `make test-faults` sets it to 200."""
FULL = RUNS >= 200
VERSION = 1
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


def writer(index: Path) -> IndexWriter:
    return IndexWriter(index, [WordEmbedder()], WordTokens(), VERSION)


def build(index: Path, files: Path) -> None:
    """Bring an index to the state of a folder of files."""
    with writer(index) as opened:
        paths = {path.name: path for path in sorted(files.iterdir())}
        for document in opened.documents:
            if document.name not in paths:
                opened.remove(document.id)
        for path in paths.values():
            opened.add(reading(path), path)
        opened.commit()


def remove_first(index: Path, files: Path) -> None:
    """Remove the first document, if it is still there."""
    first = reading(min(files.iterdir())).document.id
    if any(document.id == first for document in PassageIndex.open(index).documents):
        remove(index, [first])


OPERATIONS = {"build": build, "remove": remove_first}


def answers(index: Path) -> str:
    """Everything that an index answers, as one text; "missing" where there is none."""
    try:
        opened = PassageIndex.open(index, ["words"], VERSION)
    except IndexMissingError:
        return "missing"
    question = "timber harbour edition1 budget"
    vector, tokens = WordEmbedder().embed_questions([question])[0], WordTokens().encode_question(question)
    found = (
        [(document.id, opened.source(document.id).read_text()) for document in opened.documents],
        [(passage.text, passage.document_id) for passage in opened.passages],
        [(ranked.number, round(ranked.score, 4)) for ranked in opened.lexical(question, 10, None)],
        [(ranked.number, round(ranked.score, 4)) for ranked in opened.dense("words", vector, 10, None)],
        opened.late(tokens, range(len(opened.passages))).round(4).tolist(),
    )
    opened.close()
    return repr(found)
