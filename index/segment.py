"""A document's folder in the index: its passages and their vectors, written once and never changed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from corpus.model import Document, Passage
from index.base import Vectors
from index.folder import CheckedFolder, Contents
from index.late import TokenVectors
from index.manifest import DOCUMENTS, DocumentRecord, Recipe
from index.vocabulary import Vocabulary

PASSAGES = "passages.jsonl"
WORD_BOXES = "word_boxes.npy"
BOX_OFFSETS = "word_box_offsets.npy"
TOKENS = "tokens.npy"
TOKEN_SCALES = "token_scales.npy"
TOKEN_OFFSETS = "token_offsets.npy"
VOCABULARY = "vocabulary.json"
WORD_VECTORS = "word_vectors.npy"

_STORED_FIELDS = tuple(field.name for field in fields(Passage) if field.name not in ("document_id", "word_boxes"))


def vectors_file(number: int) -> str:
    """The file of the vectors of the recipe's embedder with that number."""
    return f"vectors-{number}.npy"


@dataclass(frozen=True, slots=True)
class Segment:
    """What a document's folder holds. `vectors` has one array an embedder, in the recipe's order."""

    passages: tuple[Passage, ...]
    vectors: tuple[Vectors, ...]
    tokens: TokenVectors
    vocabulary: Vocabulary


def segment_name(document: Document, passages: Sequence[Passage], recipe: Recipe) -> str:
    """A folder name that stands for exactly this content: the same passages and models give the same name."""
    sha = sha256(repr((document.id, recipe)).encode())
    sha.update(_lines(passages).encode())
    for passage in passages:
        sha.update(np.ascontiguousarray(passage.word_boxes).tobytes())
    return sha.hexdigest()[:32]


def segment_contents(segment: Segment) -> Contents:
    """The files of a document's folder."""
    boxes = [passage.word_boxes for passage in segment.passages]
    words = {"known": sorted(segment.vocabulary.known), "common": segment.vocabulary.common}
    vectors = {vectors_file(number): vectors for number, vectors in enumerate(segment.vectors)}
    return vectors | {
        PASSAGES: _lines(segment.passages),
        WORD_BOXES: np.concatenate([np.zeros((0, 6), dtype=np.float32), *boxes]),
        BOX_OFFSETS: np.cumsum([0, *(len(rows) for rows in boxes)]).astype(np.int64),
        TOKENS: segment.tokens.values,
        TOKEN_SCALES: segment.tokens.scales,
        TOKEN_OFFSETS: segment.tokens.offsets,
        VOCABULARY: json.dumps(words),
        WORD_VECTORS: segment.vocabulary.vectors,
    }


def read_segment(index: Path, record: DocumentRecord, recipe: Recipe) -> Segment:
    """Open a document's folder; word boxes and token vectors are mapped into memory. Raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record.files)
    offsets = files.array(TOKEN_OFFSETS, np.int64, (record.passages + 1,))
    length = int(offsets[-1])
    tokens = TokenVectors(
        files.mapped(TOKENS, np.int8, (length, recipe.token_encoder.dimensions)),
        files.array(TOKEN_SCALES, np.float16, (length,)),
        offsets,
    )
    vectors = tuple(
        files.array(vectors_file(number), np.float32, (record.passages, model.dimensions))
        for number, model in enumerate(recipe.embedders)
    )
    return Segment(read_passages(index, record), vectors, tokens, _vocabulary(files, recipe))


def _vocabulary(files: CheckedFolder, recipe: Recipe) -> Vocabulary:
    words = files.json(VOCABULARY)
    try:
        common = tuple(str(word) for word in words["common"])
        known = frozenset(str(word) for word in words["known"])
    except (TypeError, KeyError) as error:
        raise files.damaged(VOCABULARY, "it does not hold the words that were written") from error
    return Vocabulary(
        known, common, files.array(WORD_VECTORS, np.float32, (len(common), recipe.embedders[0].dimensions))
    )


def read_passages(index: Path, record: DocumentRecord) -> tuple[Passage, ...]:
    """The passages of a document's folder; raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record.files)
    offsets = files.array(BOX_OFFSETS, np.int64, (record.passages + 1,))
    boxes = files.mapped(WORD_BOXES, np.float32, (int(offsets[-1]), 6))
    rows = files.json_lines(PASSAGES)
    try:
        return tuple(
            _passage(record.document, row, boxes[start:end])
            for row, start, end in zip(rows, offsets[:-1], offsets[1:], strict=True)
        )
    except (ValueError, TypeError, KeyError) as error:
        raise files.damaged(PASSAGES, "it does not hold the passages that were written") from error


def _passage(document: Document, row: dict[str, Any], boxes: Vectors) -> Passage:
    chosen = row["chosen"]
    return Passage(
        document_id=document.id, word_boxes=boxes, **row | {"chosen": None if chosen is None else tuple(chosen)}
    )


def _lines(passages: Iterable[Passage]) -> str:
    rows = ({name: getattr(passage, name) for name in _STORED_FIELDS} for passage in passages)
    return "".join(json.dumps(row) + "\n" for row in rows)
