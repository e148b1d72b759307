"""A document's folder in the index: its passages and their vectors, written once and never changed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError

from corpus.model import Document, Passage
from index.base import Vectors
from index.folder import CheckedFolder, Contents
from index.late import TokenVectors
from index.lexical import Counts, count_contents, count_terms, read_counts
from index.manifest import DOCUMENTS, Count, DocumentRecord, FolderRecord, Recipe
from index.stored import StoredPassages, passage_contents, passage_lines
from index.text import searchable
from index.vocabulary import Vocabulary

ABOUT = "document.json"
TOKENS = "tokens.npy"
TOKEN_SCALES = "token_scales.npy"
TOKEN_OFFSETS = "token_offsets.npy"
VOCABULARY = "vocabulary.json"
WORD_VECTORS = "word_vectors.npy"


def vectors_file(number: int) -> str:
    """The file of the vectors of the recipe's embedder with that number."""
    return f"vectors-{number}.npy"


@dataclass(frozen=True, slots=True)
class Segment:
    """What a document's folder holds. `vectors` has one array an embedder, in the recipe's order."""

    passages: Sequence[Passage]
    vectors: tuple[Vectors, ...]
    tokens: TokenVectors
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class About:
    """What a document's folder says of itself, so that it can be taken up where no manifest names it."""

    document: Document
    recipe: Recipe
    passages: Count
    warnings: tuple[str, ...]


_About = TypeAdapter(About)


def segment_name(document: Document, passages: Sequence[Passage], recipe: Recipe) -> str:
    """A folder name that stands for exactly this content: the same passages and models give the same name."""
    sha = sha256(repr((document.id, recipe)).encode())
    sha.update(passage_lines(passages).encode())
    for passage in passages:
        sha.update(np.ascontiguousarray(passage.word_boxes).tobytes())
    return sha.hexdigest()[:32]


def segment_contents(segment: Segment, about: About) -> Contents:
    """The files of a document's folder."""
    words = {"known": sorted(segment.vocabulary.known), "common": segment.vocabulary.common}
    vectors = {vectors_file(number): vectors for number, vectors in enumerate(segment.vectors)}
    return {
        **passage_contents(segment.passages),
        **count_contents(count_terms(searchable(passage) for passage in segment.passages)),
        **vectors,
        ABOUT: json.dumps(asdict(about)),
        TOKENS: segment.tokens.values,
        TOKEN_SCALES: segment.tokens.scales,
        TOKEN_OFFSETS: segment.tokens.offsets,
        VOCABULARY: json.dumps(words),
        WORD_VECTORS: segment.vocabulary.vectors,
    }


def read_about(index: Path, record: FolderRecord) -> About:
    """What a document's folder says of itself; raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record)
    try:
        return _About.validate_python(files.json(ABOUT))
    except ValidationError as error:
        raise files.damaged(ABOUT, "it does not hold what was written") from error


def read_segment(index: Path, record: DocumentRecord, recipe: Recipe) -> Segment:
    """Open a document's folder; word boxes and token vectors are mapped into memory. Raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record.files)
    offsets = files.offsets(TOKEN_OFFSETS, record.passages, least=1)
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
    passages = StoredPassages(files, record.document, record.passages)
    return Segment(passages, vectors, tokens, _vocabulary(files, recipe))


def read_term_counts(index: Path, record: DocumentRecord) -> tuple[Counts, ...]:
    """How often terms occur in a document's passages; raises IndexDamagedError."""
    return read_counts(CheckedFolder(index / DOCUMENTS, record.files), record.passages)


def read_vocabulary(index: Path, record: DocumentRecord, recipe: Recipe) -> Vocabulary:
    """The words of a document's folder; raises IndexDamagedError."""
    return _vocabulary(CheckedFolder(index / DOCUMENTS, record.files), recipe)


def _vocabulary(files: CheckedFolder, recipe: Recipe) -> Vocabulary:
    words = files.json(VOCABULARY)
    try:
        common = tuple(str(word) for word in words["common"])
        known = frozenset(str(word) for word in words["known"])
    except (TypeError, KeyError, ValueError) as error:
        raise files.damaged(VOCABULARY, "it does not hold the words that were written") from error
    return Vocabulary(
        known, common, files.array(WORD_VECTORS, np.float32, (len(common), recipe.embedders[0].dimensions))
    )
