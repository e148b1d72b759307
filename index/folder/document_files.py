"""The folder of one document in the index: passages and vectors, written once and never changed."""

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
    """Return the file name of the vectors by the recipe's embedder with that number."""
    return f"vectors-{number}.npy"


@dataclass(frozen=True, slots=True)
class About:
    """The description in a document's folder, by which a folder that no manifest names can still be used."""

    document: Document
    recipe: Recipe
    passages: Count
    warnings: tuple[str, ...]


_About = TypeAdapter(About)


def document_folder_name(document: Document, passages: Sequence[Passage], recipe: Recipe) -> str:
    """Return a folder name that identifies this content: the same passages and models give the same name."""
    sha = sha256(repr((document.id, recipe)).encode())
    sha.update(passage_lines(passages).encode())
    for passage in passages:
        sha.update(np.ascontiguousarray(passage.word_boxes).tobytes())
    return sha.hexdigest()[:32]


def document_contents(encoded: EncodedDocument, about: About) -> Contents:
    """Return the files of a document's folder."""
    vectors = {vectors_file(number): vectors for number, vectors in enumerate(encoded.vectors)}
    return {
        **passage_contents(encoded.passages),
        **count_contents(count_terms(searchable(passage) for passage in encoded.passages)),
        **vectors,
        ABOUT: json.dumps(asdict(about)),
        TOKENS: encoded.tokens.values,
        TOKEN_SCALES: encoded.tokens.scales,
        TOKEN_OFFSETS: encoded.tokens.offsets,
        TEXT_KEYS: keys(passage.text for passage in encoded.passages),
        **vocabulary_contents(encoded.vocabulary),
    }


def vocabulary_contents(vocabulary: Vocabulary) -> Contents:
    """Return the files of a vocabulary."""
    return {
        WORDS: vocabulary.known.keys,
        COMMON: json.dumps(vocabulary.common),
        WORD_VECTORS: vocabulary.vectors,
    }


def read_about(index: Path, record: FolderRecord) -> About:
    """Read the description in a document's folder; raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record)
    try:
        return _About.validate_python(files.json(ABOUT))
    except ValidationError as error:
        raise files.damaged(ABOUT, "it is not what was written") from error


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """The parts of a document that are read once some of its passages are found."""

    passages: StoredPassages
    tokens: TokenVectors


@dataclass(frozen=True, slots=True)
class SegmentPart:
    """The parts of a document that go into a segment."""

    counts: tuple[Counts, ...]
    vectors: tuple[Vectors, ...]
    text_keys: Keys


def open_document(index: Path, record: DocumentEntry, recipe: Recipe) -> OpenDocument:
    """Open a document's folder; word boxes and token vectors are mapped into memory. Raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record.files)
    return OpenDocument(
        StoredPassages(files, record.document, record.passages), _tokens(files, record.passages, recipe)
    )


def read_encoded_document(index: Path, record: DocumentEntry, recipe: Recipe) -> EncodedDocument:
    """Read the parts of a document's folder that its new version can reuse; raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record.files)
    passages = StoredPassages(files, record.document, record.passages)
    vectors = _vectors(files, record.passages, recipe)
    return EncodedDocument(passages, vectors, _tokens(files, record.passages, recipe), vocabulary_of(files, recipe))


def read_segment_part(index: Path, record: DocumentEntry, recipe: Recipe) -> SegmentPart:
    """Read the parts of a document's folder that go into a segment; raises IndexDamagedError."""
    files = CheckedFolder(index / DOCUMENTS, record.files)
    return SegmentPart(
        read_counts(files, record.passages),
        _vectors(files, record.passages, recipe),
        files.array(TEXT_KEYS, np.uint64, (record.passages,)),
    )


def read_vectors(index: Path, record: DocumentEntry, recipe: Recipe, number: int) -> Vectors:
    """Read a document's vectors by the recipe's embedder with that number; raises IndexDamagedError."""
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
    """Read the words of a document's folder; raises IndexDamagedError."""
    return vocabulary_of(CheckedFolder(index / DOCUMENTS, record.files), recipe)


def vocabulary_of(files: CheckedFolder, recipe: Recipe) -> Vocabulary:
    """Read the words in the folder of a document or of a segment; raises IndexDamagedError."""
    common = files.json(COMMON)
    if not isinstance(common, list) or not all(isinstance(word, str) for word in common):
        raise files.damaged(COMMON, "it is not a list of words")
    vectors = files.array(WORD_VECTORS, np.float32, (len(common), recipe.embedders[0].dimensions))
    return Vocabulary(KnownWords([files.mapped_vector(WORDS, np.uint64)]), tuple(common), vectors)
