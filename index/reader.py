"""An index opened for search: one generation, unchanging, in memory or mapped into it."""

import weakref
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.model import Document, Passage
from index.base import Ranked, Vectors
from index.dense import DenseIndex
from index.errors import IndexDamagedError, IndexVersionError
from index.files import is_file, is_folder
from index.generations import Lease, LeasedManifest, leased_manifest, tidy
from index.late import max_sim
from index.lexical import LexicalIndex
from index.manifest import REBUILD, SOURCES, Manifest, manifest_digest
from index.models import model_digest
from index.segment import Segment, read_about, read_segment
from index.stored import JoinedPassages
from index.text import TERMS_VERSION
from index.vocabulary import merged

Allowed = NDArray[np.bool_]


class _Overtaken(Exception):
    """A writer switched to another generation while this one was being opened."""


class PassageIndex:
    """One generation of an index. Safe for any number of threads that search at once.

    Passages are numbered from 0, document after document in the order of the documents' names, in reading order.
    `document_numbers[i]` is the number of passage i's document. Later writes to the folder do not show, and no writer
    deletes what this generation uses, until `close`, or until the object is gone: open the index again to see them.
    """

    def __init__(self, folder: Path, held: LeasedManifest, segments: Sequence[Segment], lexical: LexicalIndex) -> None:
        manifest = held.manifest
        self._folder = folder
        self._digest = held.digest
        self._end = weakref.finalize(self, _end, held.lease, folder)
        self._files = {record.document.id: record.files for record in manifest.documents}
        self._sources = {record.document.id: record.source for record in manifest.documents}
        self._by_document = {
            record.document.id: segment.passages for record, segment in zip(manifest.documents, segments, strict=True)
        }
        self._tokens = [segment.tokens for segment in segments]
        sizes = [len(segment.passages) for segment in segments]
        self._firsts = np.cumsum([0, *sizes])
        self.generation = manifest.generation
        self.documents: tuple[Document, ...] = tuple(record.document for record in manifest.documents)
        self.passages: Sequence[Passage] = JoinedPassages([segment.passages for segment in segments])
        self.document_numbers: NDArray[np.int64] = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
        self.embedder_names: tuple[str, ...] = tuple(model.name for model in manifest.recipe.embedders)
        self.vocabulary = merged([segment.vocabulary for segment in segments], manifest.recipe.embedders[0].dimensions)
        self._lexical = lexical
        self._dense = {
            model.name: DenseIndex(model.dimensions, (segment.vectors[number] for segment in segments))
            for number, model in enumerate(manifest.recipe.embedders)
        }

    @classmethod
    def open(cls, folder: Path, embedders: Sequence[str] | None = None, reading_version: int | None = None) -> Self:
        """Open the newest generation of an index.

        With `embedders` or `reading_version`, the index must have been made with exactly these.

        Raises:
            IndexMissingError: there is no index at `folder`.
            IndexVersionError: it was made by another version or with other models.
            IndexDamagedError: a file is missing or altered.
        """
        try:
            index = cls._opened(folder, embedders, reading_version)
        except _Overtaken:
            return cls.open(folder, embedders, reading_version)
        tidy(folder)
        return index

    @classmethod
    def _opened(cls, folder: Path, embedders: Sequence[str] | None, reading_version: int | None) -> Self:
        with ExitStack() as until_open:
            held = leased_manifest(folder)
            until_open.callback(held.lease.release)
            manifest = held.manifest
            _check_recipe(folder, manifest, embedders, reading_version)
            passages = sum(record.passages for record in manifest.documents)
            try:
                segments = [read_segment(folder, record, manifest.recipe) for record in manifest.documents]
                lexical = LexicalIndex.read(folder, manifest.lexical.files, passages)
            except IndexDamagedError as error:
                # Where no lease can be had, a writer may have deleted this generation's files meanwhile.
                if manifest_digest(folder) not in (held.digest, None):
                    raise _Overtaken from error
                raise
            index = cls(folder, held, segments, lexical)
            until_open.pop_all()
        return index

    def is_current(self) -> bool:
        """Whether no writer has switched to another generation since this one was opened; takes microseconds.

        True as well while there is no manifest at all: then there is nothing newer to open.
        """
        return manifest_digest(self._folder) in (self._digest, None)

    def close(self) -> None:
        """Let writers delete what only this generation uses; search no more after that."""
        self._end()

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """The passages of one document, in reading order.

        Raises:
            KeyError: no such document.
        """
        return self._by_document[document_id]

    def warnings(self, document_id: str) -> tuple[str, ...]:
        """What was noted when a document was read, such as pages that are images.

        Raises:
            KeyError: no such document.
            IndexDamagedError: the document's folder is missing or altered.
        """
        return read_about(self._folder, self._files[document_id]).warnings

    def source(self, document_id: str) -> Path:
        """The copy of a document's original file.

        Raises:
            KeyError: no such document.
            IndexDamagedError: it is missing, or something else than a file lies in its place.
        """
        path = self._folder / SOURCES / self._sources[document_id]
        if not (is_folder(path.parent) and is_file(path)):
            raise IndexDamagedError(f"{path} is missing; {REBUILD}")
        return path

    def vectors(self, embedder_name: str) -> Vectors:
        """An embedder's vectors of all passages, shape (passages, dimensions), read-only."""
        return self._dense[embedder_name].vectors

    def dense(self, embedder_name: str, question_vector: Vectors, k: int, allowed: Allowed | None) -> list[Ranked]:
        """The k passages whose vectors are nearest to the question's, best first; `allowed` masks passages."""
        return self._dense[embedder_name].rank(question_vector, k, allowed)

    def lexical(self, question: str, k: int, allowed: Allowed | None) -> list[Ranked]:
        """The k best passages by BM25, best first; none that shares no word. `allowed` masks passages."""
        return self._lexical.rank(question, k, allowed)

    def late(self, question_tokens: Vectors, numbers: Sequence[int]) -> Vectors:
        """Late interaction of the question with each of these passages, shape (len(numbers),).

        For each of the question's tokens the best inner product with a token of the passage, averaged over the tokens.
        """
        return max_sim(question_tokens, [self.token_vectors(number) for number in numbers])

    def token_vectors(self, number: int) -> Vectors:
        """The vectors of a passage's tokens as the token encoder saw them, shape (tokens, dimensions)."""
        document = int(self.document_numbers[number])
        return self._tokens[document].passage(number - int(self._firsts[document]))


def _end(lease: Lease, folder: Path) -> None:
    """Let a generation go, and delete what was kept for it if nobody else reads it."""
    lease.release()
    tidy(folder)


def _check_recipe(
    folder: Path, manifest: Manifest, embedders: Sequence[str] | None, reading_version: int | None
) -> None:
    held = tuple(model.name for model in manifest.recipe.embedders)
    if embedders is not None and held != tuple(embedders):
        raise IndexVersionError(
            f"the index at {folder} was made with {', '.join(held)}, the settings name {', '.join(embedders)};"
            f" {REBUILD}, or set FACTSHEET_QA_EMBEDDER"
        )
    for model in (*manifest.recipe.embedders, manifest.recipe.token_encoder):
        if model.digest != model_digest(model.name):
            raise IndexVersionError(f"the index at {folder} was made with other weights of {model.name}; {REBUILD}")
    _check_version(folder, "reader", manifest.recipe.reading_version, reading_version)
    _check_version(folder, "lexical terms", manifest.recipe.terms_version, TERMS_VERSION)


def _check_version(folder: Path, part: str, found: int, expected: int | None) -> None:
    if expected is not None and found != expected:
        raise IndexVersionError(
            f"the index at {folder} was made with version {found} of the {part}, this is version {expected}; {REBUILD}"
        )
