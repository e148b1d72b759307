"""An index opened for search: one generation, unchanging. Data that grows with the passages stays on disk, mapped."""

import weakref
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.model import Document, Passage
from corpus.outline.series import named_series
from index.base import Candidate, PassageFilter, Ranked, Vectors
from index.errors import REBUILD, IndexDamagedError
from index.folder.centroid_files import read_centroids
from index.folder.document_files import OpenDocument, open_document, read_about
from index.folder.generations import Lease, LeasedManifest, leased_manifest, tidy_files
from index.folder.manifest import SOURCES, DocumentEntry, Manifest, manifest_digest
from index.folder.passage_files import JoinedPassages
from index.folder.segment import Segment, read_segment, read_segment_words
from index.folder.segment_vectors import segment_vectors
from index.labels import Labels, labels_of
from index.recipe import Recipe, check_recipe
from index.search.bm25 import LexicalIndex
from index.search.dense import DenseIndex, FlatIndex, IvfIndex
from index.search.ivf import Centroids
from index.search.late_interaction import TokenVectors, max_sim
from index.search.passage_layout import PassageLayout, Positions
from index.search.terms import Keys
from index.search.vocabulary import Vocabulary, merged
from index.storage.safe_files import is_file, is_folder

Allowed = NDArray[np.bool_]

_MAX_OPEN = 128
"""Maximum documents whose passages are open, with three files each; others are opened on access."""
_MAX_LABELLED = 1024
"""Maximum documents whose labels are kept in memory, about 20 KB each."""


class _Overtaken(Exception):
    """A writer switched to another generation while this one was being opened."""


class PassageIndex:
    """One generation of an index. Safe for any number of threads that search at once.

    Passages are numbered from 0, document after document in the order of the documents' names, in reading order.
    `document_numbers[i]` is the number of passage i's document. Later writes to the folder do not show, and no writer
    deletes what this generation uses, until `close`, or until the object is gone: open the index again to see them.
    """

    def __init__(self, folder: Path, leased: LeasedManifest) -> None:
        """Open the data of a search; documents are opened when their passages are accessed."""
        manifest = leased.manifest
        self._folder = folder
        self._digest = leased.digest
        self._end = weakref.finalize(self, _end, leased.lease, folder)
        self._records = manifest.documents
        self._numbers = {record.document.id: number for number, record in enumerate(manifest.documents)}
        self._pages = _pages(folder, manifest.documents, manifest.recipe)
        self._labels = _labels(self._pages, self._numbers)
        centroids = read_centroids(folder, manifest.centroids, manifest.recipe)
        self._segments = _segments(folder, manifest, centroids)
        # After the segments: the sizes of their files bound the memory that a manifest can make this allocate.
        self._layout = _layout(manifest)
        self.generation = manifest.generation
        self.documents: tuple[Document, ...] = named_series([record.document for record in manifest.documents])
        self.passages: Sequence[Passage] = JoinedPassages(_passages(self._pages), self._layout.firsts)
        self.document_numbers: NDArray[np.int64] = self._layout.document_numbers
        self.embedder_names: tuple[str, ...] = tuple(model.name for model in manifest.recipe.embedders)
        words = (read_segment_words(folder, segment.files, manifest.recipe) for segment in manifest.segments)
        self.vocabulary: Vocabulary = merged(words, manifest.recipe.embedders[0].dimensions)
        self._lexical = _lexical(self._segments, self._layout)
        self._dense = _dense(folder, manifest, self._segments, self._layout, centroids)

    @classmethod
    def open(cls, folder: Path, embedders: Sequence[str] | None = None, reading_version: int | None = None) -> Self:
        """Open the newest generation of an index.

        With `embedders` or `reading_version`, the index must have been built with exactly these.

        Raises:
            IndexMissingError: there is no index at `folder`.
            IndexVersionError: it was built by another version or with other models.
            IndexDamagedError: a file is missing or altered.
        """
        try:
            index = cls._opened(folder, embedders, reading_version)
        except _Overtaken:
            return cls.open(folder, embedders, reading_version)
        tidy_files(folder)
        return index

    @classmethod
    def _opened(cls, folder: Path, embedders: Sequence[str] | None, reading_version: int | None) -> Self:
        with ExitStack() as until_open:
            leased = leased_manifest(folder)
            until_open.callback(leased.lease.release)
            manifest = leased.manifest
            check_recipe(folder, manifest.recipe, embedders, reading_version)
            try:
                index = cls(folder, leased)
            except IndexDamagedError as error:
                # Where no lease can be had, a writer may have deleted this generation's files meanwhile.
                if manifest_digest(folder) not in (leased.digest, None):
                    raise _Overtaken from error
                raise
            until_open.pop_all()
        return index

    def is_current(self) -> bool:
        """Return True if no writer has switched to another generation since this one was opened; takes microseconds.

        Also True while there is no manifest: then there is nothing newer to open.
        """
        return manifest_digest(self._folder) in (self._digest, None)

    def close(self) -> None:
        """Let writers delete what only this generation uses; it cannot be searched afterwards."""
        self._end()

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """Return the passages of one document, in reading order.

        Raises:
            KeyError: no such document.
        """
        return self._pages(self._numbers[document_id]).passages

    def warnings(self, document_id: str) -> tuple[str, ...]:
        """Return the warnings of reading a document, such as pages that are images.

        Raises:
            KeyError: no such document.
            IndexDamagedError: the document's folder is missing or altered.
        """
        return read_about(self._folder, self._records[self._numbers[document_id]].files).warnings

    def source(self, document_id: str) -> Path:
        """Return the copy of a document's original file.

        Raises:
            KeyError: no such document.
            IndexDamagedError: it is missing, or not a regular file.
        """
        path = self._folder / SOURCES / self._records[self._numbers[document_id]].source
        if not (is_folder(path.parent) and is_file(path)):
            raise IndexDamagedError(f"{path} is missing; {REBUILD}")
        return path

    def vectors(self, embedder_name: str, numbers: Sequence[int]) -> Vectors:
        """Return an embedder's vectors of these passages, shape (len(numbers), dimensions)."""
        return self._dense[embedder_name].vectors(np.asarray(numbers, dtype=np.int64))

    @cached_property
    def repeated(self) -> NDArray[np.bool_]:
        """Mark the passages whose text also appears word for word in another document."""
        found = np.zeros(len(self._layout), dtype=np.uint64)
        for number, segment in enumerate(self._segments):
            found[self._layout.numbers(number)] = segment.text_keys
        return _in_several(found, self.document_numbers)

    def candidates(
        self, words: str, embedder: str, vector: Vectors, k: int, within: PassageFilter | None
    ) -> list[Candidate]:
        """Return the k best by words and the k best by vectors, as one list in the order of their numbers."""
        lexical = {ranked.number: ranked.score for ranked in self.lexical(words, k, within)}
        numbers = sorted(lexical.keys() | {ranked.number for ranked in self.dense(embedder, vector, k, within)})
        similarities = self.vectors(embedder, numbers) @ vector
        return [
            Candidate(number, lexical.get(number, 0.0), float(similarity), bool(self.repeated[number]))
            for number, similarity in zip(numbers, similarities, strict=True)
        ]

    def dense(self, embedder: str, vector: Vectors, k: int, within: PassageFilter | None) -> list[Ranked]:
        """Return the k passages whose vectors are nearest to the question's, best first."""
        return self._dense[embedder].rank(vector, k, self._allowed(within))

    def lexical(self, question: str, k: int, within: PassageFilter | None) -> list[Ranked]:
        """Return the k best passages by BM25, best first, without those that share no word."""
        return self._lexical.rank(question, k, self._allowed(within))

    def row_labels(self, document_id: str) -> Collection[str]:
        """Return the row labels of a document's tables, in the order of their first cell."""
        return self._labels(document_id).rows.keys()

    def column_labels(self, document_id: str, table: str | None) -> Sequence[str]:
        """Return the column labels of a document's table, in the order of their first cell."""
        return self._labels(document_id).columns.get(table, ())

    def _allowed(self, within: PassageFilter | None) -> Allowed | None:
        """Return a mask over all passages; None without a filter."""
        if within is None:
            return None
        allowed = np.zeros(len(self._layout), dtype=np.bool_)
        for document_id in within.documents:
            number = self._numbers[document_id]
            positions = slice(None) if within.rows is None else self._positions(document_id, within.rows)
            allowed[self._layout.firsts[number] : self._layout.firsts[number + 1]][positions] = True
        return allowed

    def _positions(self, document_id: str, rows: Collection[str]) -> list[int]:
        """Return the positions in a document of the passages with one of the row labels."""
        by_row = self._labels(document_id).rows
        return [position for row in rows for position in by_row.get(row, ())]

    def late(self, question_tokens: Vectors, numbers: Sequence[int]) -> Vectors:
        """Score each of these passages by late interaction with the question, shape (len(numbers),); see `max_sim`."""
        return max_sim(question_tokens, [self._tokens(number) for number in numbers])

    def token_vectors(self, number: int) -> Vectors:
        """Return the vectors of a passage's tokens as the token encoder computed them, shape (tokens, dimensions)."""
        return self._tokens(number).passage(0)

    def _tokens(self, number: int) -> TokenVectors:
        document = int(self.document_numbers[number])
        return self._pages(document).tokens.one(number - int(self._layout.firsts[document]))


def _pages(folder: Path, records: Sequence[DocumentEntry], recipe: Recipe) -> Callable[[int], OpenDocument]:
    """Return a function that opens a document by its number and keeps the most recent ones open."""
    return lru_cache(_MAX_OPEN)(lambda number: open_document(folder, records[number], recipe))


def _passages(pages: Callable[[int], OpenDocument]) -> Callable[[int], Sequence[Passage]]:
    return lambda number: pages(number).passages


def _labels(pages: Callable[[int], OpenDocument], numbers: dict[str, int]) -> Callable[[str], Labels]:
    """Return a function that gives the labels of a document by its id and keeps the most recent ones."""
    return lru_cache(_MAX_LABELLED)(lambda document_id: labels_of(pages(numbers[document_id]).passages.labelled()))


def _segments(folder: Path, manifest: Manifest, centroids: Sequence[Centroids]) -> list[Segment]:
    """Open the segments, each with as many passages as the manifest lists for its documents."""
    sizes = {record.files.folder: record.passages for record in manifest.documents}
    return [
        read_segment(folder, segment.files, sum(sizes[name] for name in segment.documents), manifest.recipe, centroids)
        for segment in manifest.segments
    ]


def _layout(manifest: Manifest) -> PassageLayout:
    """Lay out the passages; only for a manifest whose counts have been checked against its segments."""
    numbers = {record.files.folder: number for number, record in enumerate(manifest.documents)}
    segments = [[numbers[name] for name in segment.documents] for segment in manifest.segments]
    return PassageLayout([record.passages for record in manifest.documents], segments)


def _lexical(segments: Sequence[Segment], layout: PassageLayout) -> LexicalIndex:
    return LexicalIndex(
        [segment.postings for segment in segments], layout, lambda number: segments[number].release_pages()
    )


def _dense(
    folder: Path, manifest: Manifest, segments: Sequence[Segment], layout: PassageLayout, centroids: Sequence[Centroids]
) -> dict[str, DenseIndex]:
    """Return the dense index of each embedder: inverted lists where there are centroids, else flat."""
    found: dict[str, DenseIndex] = {}
    for number, model in enumerate(manifest.recipe.embedders):
        if centroids:
            listed = [
                segment_vectors(folder, record.files.folder, segment, number, centroids[number])
                for record, segment in zip(manifest.segments, segments, strict=True)
            ]
            found[model.name] = IvfIndex(centroids[number], listed, layout)
        else:
            parts = (segments[each].vectors[number][start:end] for each, start, end in layout.segment_ranges())
            found[model.name] = FlatIndex(model.dimensions, parts)
    return found


def _in_several(texts: Keys, documents: Positions) -> NDArray[np.bool_]:
    """Mark the passages whose text also appears in another document."""
    order = np.argsort(texts, kind="stable")
    alike = texts[order][1:] == texts[order][:-1]
    elsewhere = alike & (documents[order][1:] != documents[order][:-1])
    groups = np.concatenate([[0], np.cumsum(~alike)])[: len(texts)]
    several = np.bincount(groups[1:], weights=elsewhere, minlength=1) > 0
    found = np.zeros(len(texts), dtype=np.bool_)
    found[order] = several[groups]
    return found


def _end(lease: Lease, folder: Path) -> None:
    """Release a generation, and delete its files if no other reader uses them."""
    lease.release()
    tidy_files(folder)
