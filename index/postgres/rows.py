"""A document as the rows of tables, and back. Every passage has a digest, which is checked when it is used."""

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
    """A row does not hold what was written."""


def signed(number: int) -> int:
    """A key of 64 bits as PostgreSQL's bigint holds it."""
    return number - (1 << 64) if number >> 63 else number


def term_key(kind: int, term: int) -> int:
    """The key of a term of one kind: its lowest bit tells the kind, so that a stem and a piece are never the same."""
    return signed(term & ~1 | kind)


def text_key(text: str) -> int:
    """A number that stands for a text of any length in tables and their indexes."""
    return signed(key(text))


def word_key(model: ModelRecord, word: str) -> int:
    """The key of a word's vector by a model."""
    return text_key(f"{model.name}\0{model.digest}\0{word}")


def recipe_key(recipe: Recipe) -> str:
    """What tells documents that were made in one way from those made in another."""
    return sha256(recipe_text(recipe).encode()).hexdigest()


def recipe_text(recipe: Recipe) -> str:
    """A recipe as JSON."""
    return json.dumps(asdict(recipe))


def label_text(label: str) -> str:
    """A label as PostgreSQL can hold it."""
    return label.replace("\0", " ")


def passage_rows(segment: EncodedDocument) -> Iterator[PassageRow]:
    """The row of each passage, in the order of `PASSAGE_COLUMNS`."""
    for place, passage in enumerate(segment.passages):
        line, boxes = passage_lines([passage]).rstrip("\n"), passage.word_boxes.astype("<f4").tobytes()
        one = segment.tokens.one(place)
        tokens, scales = one.values.tobytes(), one.scales.astype("<f2").tobytes()
        row = None if passage.row is None else label_text(passage.row)
        digests = _digest(line.encode(), boxes), _digest(tokens, scales)
        yield place, line, boxes, digests[0], tokens, scales, digests[1], row, text_key(passage.text)


def passage_of(line: str, boxes: bytes, digest: bytes, document_id: str) -> Passage:
    """The passage of a row; raises RowError."""
    if _digest(line.encode(), boxes) != digest:
        raise RowError("its digest does not match")
    try:
        return passage_from(line, document_id, np.frombuffer(boxes, dtype="<f4").reshape(-1, 6))
    except ValueError as error:
        raise RowError(str(error)) from error


def tokens_of(tokens: bytes, scales: bytes, digest: bytes, dimensions: int) -> TokenVectors:
    """The token vectors of a row; raises RowError."""
    values = np.frombuffer(tokens, dtype=np.int8)
    if _digest(tokens, scales) != digest or len(values) % dimensions:
        raise RowError("the digest of its token vectors does not match")
    offsets = np.array([0, len(values) // dimensions], dtype=np.int64)
    return TokenVectors(values.reshape(-1, dimensions), np.frombuffer(scales, dtype="<f2"), offsets)


def vector_row(vector: Vectors) -> tuple[Vector, bytes]:
    """A vector and the digest of its bytes as the server would send them."""
    value = Vector(vector)
    return value, sha256(value.to_binary()).digest()


def posting_rows(counts: Sequence[Counts]) -> Iterator[tuple[int, list[int], list[int], list[int]]]:
    """For each term its key, the places of the passages that hold it, how often, and how long these passages are."""
    for kind, part in enumerate(counts):
        lengths = passage_lengths(part)
        places = np.repeat(np.arange(len(part.offsets) - 1), np.diff(part.offsets))
        order = np.argsort(part.entries[:, 0], kind="stable")
        starts = np.searchsorted(part.entries[order, 0], np.arange(len(part.terms) + 1))
        for number, term in enumerate(part.terms):
            run = order[starts[number] : starts[number + 1]]
            held = places[run]
            yield term_key(kind, int(term)), held.tolist(), part.entries[run, 1].tolist(), lengths[held].tolist()


def passage_lengths(counts: Counts) -> NDArray[np.int64]:
    """The number of terms of each passage."""
    ends = np.concatenate([[0], np.cumsum(counts.entries[:, 1])])
    lengths: NDArray[np.int64] = np.diff(ends[counts.offsets])
    return lengths


def labels_text(passages: Sequence[Passage]) -> str:
    """The labels of a document's tables as JSON."""
    labels = labels_of(passages)
    rows = {row: list(places) for row, places in labels.rows.items()}
    return json.dumps([rows, [[table, list(columns)] for table, columns in labels.columns.items()]])


def labels_from(text: str) -> Labels:
    """What `labels_text` wrote."""
    rows, columns = json.loads(text)
    return Labels(rows, {table: tuple(labels) for table, labels in columns})


def document_text(document: Document) -> str:
    """A document as JSON."""
    return json.dumps(asdict(document))


def document_from(text: str) -> Document:
    """What `document_text` wrote."""
    return Document(**json.loads(text))


def _digest(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()
