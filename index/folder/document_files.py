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
from index.encoded import EncodedDocument
from index.folder.manifest import DOCUMENTS, DocumentEntry
from index.folder.passage_files import StoredPassages, passage_contents
from index.passage_json import passage_lines
from index.passage_text import searchable
from index.recipe import Recipe
from index.search.late_interaction import TokenVectors
from index.search.postings import Counts, count_contents, count_terms, read_counts
from index.search.terms import Keys, keys
from index.search.vocabulary import KnownWords, Vocabulary
from index.storage.records import Count, FolderRecord
from index.storage.sealed_folder import CheckedFolder, Contents

ABOUT = "document.json"
TOKENS = "tokens.npy"
TOKEN_SCALES = "token_scales.npy"
TOKEN_OFFSETS = "token_offsets.npy"
WORDS = "words.npy"
COMMON = "common.json"
WORD_VECTORS = "word_vectors.npy"
TEXT_KEYS = "text_keys.npy"


def vectors_file(number: int) -> str:
    """The file of the vectors of the recipe's embedder with that number."""
    return f"vectors-{number}.npy"


@dataclass(frozen=True, slots=True)
class About:
    """What a document's folder says of itself, so that it can be taken up where no manifest names it."""

    document: Document
    recipe: Recipe
    passages: Count
    warnings: tuple[str, ...]


_About = TypeAdapter(About)


def document_folder_name(document: Document, passages: Sequence[Passage], recipe: Recipe) -> str:
    """A folder name that stands for exactly this content: the same passages and models give the same name."""
    sha = sha256(repr((document.id, recipe)).encode())
    sha.update(passage_lines(passages).encode())
    for passage in passages:
        sha.update(np.ascontiguousarray(passage.word_boxes).tobytes())
    return sha.hexdigest()[:32]


def document_contents(segment: EncodedDocument, about: About) -> Contents:
    """The files of a document's folder."""
    vectors = {vectors_file(number): vectors for number, vectors in enumerate(segment.vectors)}
    return {
        **passage_contents(segment.passages),
        **count_contents(count_terms(searchable(passage) for passage in segment.passages)),
        **vectors,
        ABOUT: json.dumps(asdict(about)),
        TOKENS: segment.tokens.values,
        TOKEN_SCALES: segment.tokens.scales,
        TOKEN_OFFSETS: segment.tokens.offsets,
        TEXT_KEYS: keys(passage.text for passage in segment.passages),
        **vocabulary_contents(segment.vocabulary),
    }


def vocabulary_contents(vocabulary: Vocabulary) -> Contents:
    """The files of a vocabulary."""
    return {
        WORDS: vocabulary.known.keys,
        COMMON: json.dumps(vocabulary.common),
        WORD_VECTORS: vocabulary.vectors,
    }


def read_about(index: Path, record: FolderRecord) -> About:
    """What a document's folder says of itself; raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record)
    try:
        return _About.validate_python(files.json(ABOUT))
    except ValidationError as error:
        raise files.damaged(ABOUT, "it does not hold what was written") from error


@dataclass(frozen=True, slots=True)
class Pages:
    """What of a document is looked at when some of its passages were found."""

    passages: StoredPassages
    tokens: TokenVectors


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What of a document goes into a shelf."""

    counts: tuple[Counts, ...]
    vectors: tuple[Vectors, ...]
    text_keys: Keys


def open_pages(index: Path, record: DocumentEntry, recipe: Recipe) -> Pages:
    """Open a document's folder; word boxes and token vectors are mapped into memory. Raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record.files)
    return Pages(StoredPassages(files, record.document, record.passages), _tokens(files, record.passages, recipe))


def read_encoded_document(index: Path, record: DocumentEntry, recipe: Recipe) -> EncodedDocument:
    """Everything of a document's folder that a new version of the document can use; raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record.files)
    passages = StoredPassages(files, record.document, record.passages)
    vectors = _vectors(files, record.passages, recipe)
    return EncodedDocument(passages, vectors, _tokens(files, record.passages, recipe), vocabulary_of(files, recipe))


def read_ingredients(index: Path, record: DocumentEntry, recipe: Recipe) -> Ingredients:
    """What of a document's folder goes into a shelf; raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record.files)
    return Ingredients(
        read_counts(files, record.passages),
        _vectors(files, record.passages, recipe),
        files.array(TEXT_KEYS, np.uint64, (record.passages,)),
    )


def read_vectors(index: Path, record: DocumentEntry, recipe: Recipe, number: int) -> Vectors:
    """A document's vectors by the recipe's embedder with that number; raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record.files)
    return files.array(vectors_file(number), np.float32, (record.passages, recipe.embedders[number].dimensions))


def _vectors(files: CheckedFolder, passages: int, recipe: Recipe) -> tuple[Vectors, ...]:
    return tuple(
        files.array(vectors_file(number), np.float32, (passages, model.dimensions))
        for number, model in enumerate(recipe.embedders)
    )


def _tokens(files: CheckedFolder, passages: int, recipe: Recipe) -> TokenVectors:
    offsets = files.offsets(TOKEN_OFFSETS, passages, least=1)
    length = int(offsets[-1])
    return TokenVectors(
        files.mapped(TOKENS, np.int8, (length, recipe.token_encoder.dimensions)),
        files.array(TOKEN_SCALES, np.float16, (length,)),
        offsets,
    )


def read_vocabulary(index: Path, record: DocumentEntry, recipe: Recipe) -> Vocabulary:
    """The words of a document's folder; raises IndexDamagedError."""
    return vocabulary_of(CheckedFolder(index / DOCUMENTS, record.files), recipe)


def vocabulary_of(files: CheckedFolder, recipe: Recipe) -> Vocabulary:
    """The words of a folder of a document or of several; raises IndexDamagedError."""
    common = files.json(COMMON)
    if not isinstance(common, list) or not all(isinstance(word, str) for word in common):
        raise files.damaged(COMMON, "it is not a list of words")
    vectors = files.array(WORD_VECTORS, np.float32, (len(common), recipe.embedders[0].dimensions))
    return Vocabulary(KnownWords([files.mapped_vector(WORDS, np.uint64)]), tuple(common), vectors)
