"""Convert a document to the rows of tables and back. Every passage has a digest, which is checked when it is used."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from pgvector import Vector

from corpus.model import Document, Passage
from index.base import Vectors
from index.encoded import EncodedDocument
from index.labels import Labels, labels_of
from index.passage_json import passage_from, passage_lines
from index.recipe import ModelRecord, Recipe
from index.search.late_interaction import TokenVectors
from index.search.postings import Counts
from index.search.terms import key

PassageRow: TypeAlias = tuple[int, str, bytes, bytes, bytes, bytes, bytes, str | None, int]
PASSAGE_COLUMNS = (
    "place", "line", "word_boxes", "digest", "tokens", "token_scales", "token_digest", "row_label", "text_key",
)  # fmt: skip
PASSAGE_TYPES = ("int4", "text", "bytea", "bytea", "bytea", "bytea", "bytea", "text", "int8")


class RowError(Exception):
    """A row that is not as it was written."""


def signed(number: int) -> int:
    """Convert a key of 64 bits to PostgreSQL's signed bigint."""
    return number - (1 << 64) if number >> 63 else number


def term_key(kind: int, term: int) -> int:
    """Return the key of a term: its lowest bits are the kind, so that a stem and an n-gram never share one."""
    return signed(term & ~1 | kind)


def text_key(text: str) -> int:
    """Return a key for a text of any length in tables and their indexes."""
    return signed(key(text))


def word_key(model: ModelRecord, word: str) -> int:
    """Return the key of a word's vector by a model."""
    return text_key(f"{model.name}\0{model.digest}\0{word}")


def recipe_key(recipe: Recipe) -> str:
    """Return a key that identifies the recipe of documents."""
    return sha256(recipe_text(recipe).encode()).hexdigest()


def recipe_text(recipe: Recipe) -> str:
    """Return a recipe as JSON."""
    return json.dumps(asdict(recipe))


def label_text(label: str) -> str:
    """Return a label without characters that PostgreSQL cannot store."""
    return label.replace("\0", " ")


def passage_rows(encoded: EncodedDocument) -> Iterator[PassageRow]:
    """Yield the row of each passage, in the order of `PASSAGE_COLUMNS`."""
    for position, passage in enumerate(encoded.passages):
        line, boxes = passage_lines([passage]).rstrip("\n"), passage.word_boxes.astype("<f4").tobytes()
        one = encoded.tokens.one(position)
        tokens, scales = one.values.tobytes(), one.scales.astype("<f2").tobytes()
        row = None if passage.row is None else label_text(passage.row)
        digests = _digest(line.encode(), boxes), _digest(tokens, scales)
        yield position, line, boxes, digests[0], tokens, scales, digests[1], row, text_key(passage.text)


def passage_of(line: str, boxes: bytes, digest: bytes, document_id: str) -> Passage:
    """Return the passage of a row; raises RowError."""
    if _digest(line.encode(), boxes) != digest:
        raise RowError("its digest does not match")
    try:
        return passage_from(line, document_id, np.frombuffer(boxes, dtype="<f4").reshape(-1, 6))
    except ValueError as error:
        raise RowError(str(error)) from error


def tokens_of(tokens: bytes, scales: bytes, digest: bytes, dimensions: int) -> TokenVectors:
    """Return the token vectors of a row; raises RowError."""
    values = np.frombuffer(tokens, dtype=np.int8)
    if _digest(tokens, scales) != digest or len(values) % dimensions:
        raise RowError("the digest of its token vectors does not match")
    offsets = np.array([0, len(values) // dimensions], dtype=np.int64)
    return TokenVectors(values.reshape(-1, dimensions), np.frombuffer(scales, dtype="<f2"), offsets)


def vector_row(vector: Vectors) -> tuple[Vector, bytes]:
    """Return a vector and the digest of its bytes as the server would send them."""
    value = Vector(vector)
    return value, sha256(value.to_binary()).digest()


def posting_rows(counts: Sequence[Counts]) -> Iterator[tuple[int, list[int], list[int], list[int]]]:
    """Yield for each term its key, and the positions, counts and lengths of the passages that contain it."""
    for kind, part in enumerate(counts):
        lengths = passage_lengths(part)
        positions = np.repeat(np.arange(len(part.offsets) - 1), np.diff(part.offsets))
        order = np.argsort(part.entries[:, 0], kind="stable")
        starts = np.searchsorted(part.entries[order, 0], np.arange(len(part.terms) + 1))
        for number, term in enumerate(part.terms):
            run = order[starts[number] : starts[number + 1]]
            owners = positions[run]
            yield term_key(kind, int(term)), owners.tolist(), part.entries[run, 1].tolist(), lengths[owners].tolist()


def passage_lengths(counts: Counts) -> NDArray[np.int64]:
    """Return the number of terms of each passage."""
    ends = np.concatenate([[0], np.cumsum(counts.entries[:, 1])])
    lengths: NDArray[np.int64] = np.diff(ends[counts.offsets])
    return lengths


def labels_text(passages: Sequence[Passage]) -> str:
    """Return the labels of a document's tables as JSON."""
    labels = labels_of(passages)
    rows = {row: list(positions) for row, positions in labels.rows.items()}
    return json.dumps([rows, [[table, list(columns)] for table, columns in labels.columns.items()]])


def labels_from(text: str) -> Labels:
    """Parse the JSON of `labels_text`."""
    rows, columns = json.loads(text)
    return Labels(rows, {table: tuple(labels) for table, labels in columns})


def document_text(document: Document) -> str:
    """Return a document as JSON."""
    return json.dumps(asdict(document))


def document_from(text: str) -> Document:
    """Parse the JSON of `document_text`."""
    return Document(**json.loads(text))


def _digest(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()
