"""An index opened for search: one generation, unchanging. What grows with the passages stays on disk, mapped."""

import weakref
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.model import Document, Passage
from index.base import Candidate, PassageFilter, Ranked, Vectors
from index.errors import REBUILD, IndexDamagedError
from index.folder.centroid_files import read_centroids
from index.folder.document_files import Pages, open_pages, read_about
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
from index.search.late_interaction import max_sim
from index.search.passage_layout import PassageLayout, Places
from index.search.terms import Keys
from index.search.vocabulary import Vocabulary, merged
from index.storage.safe_files import is_file, is_folder

Allowed = NDArray[np.bool_]

_OPEN = 128
"""Documents whose passages are kept at hand, with three open files each; others are opened as they are asked for."""
_LABELLED = 1024
"""Documents whose labels are kept at hand: some 20 KB each."""


class _Overtaken(Exception):
    """A writer switched to another generation while this one was being opened."""


class PassageIndex:
    """One generation of an index. Safe for any number of threads that search at once.

    Passages are numbered from 0, document after document in the order of the documents' names, in reading order.
    `document_numbers[i]` is the number of passage i's document. Later writes to the folder do not show, and no writer
    deletes what this generation uses, until `close`, or until the object is gone: open the index again to see them.
    """

    def __init__(self, folder: Path, held: LeasedManifest) -> None:
        """Open what search needs; documents are opened when their passages are asked for."""
        manifest = held.manifest
        self._folder = folder
        self._digest = held.digest
        self._end = weakref.finalize(self, _end, held.lease, folder)
        self._records = manifest.documents
        self._numbers = {record.document.id: number for number, record in enumerate(manifest.documents)}
        self._pages = _pages(folder, manifest.documents, manifest.recipe)
        self._labels = _labels(self._pages, self._numbers)
        centres = read_centroids(folder, manifest.centres, manifest.recipe)
        self._shelves = _shelves(folder, manifest, centres)
        # After the shelves: what their files hold bounds how much memory a manifest can make this take.
        self._layout = _layout(manifest)
        self.generation = manifest.generation
        self.documents: tuple[Document, ...] = tuple(record.document for record in manifest.documents)
        self.passages: Sequence[Passage] = JoinedPassages(_passages(self._pages), self._layout.firsts)
        self.document_numbers: NDArray[np.int64] = self._layout.document_numbers
        self.embedder_names: tuple[str, ...] = tuple(model.name for model in manifest.recipe.embedders)
        words = (read_segment_words(folder, shelf.files, manifest.recipe) for shelf in manifest.shelves)
        self.vocabulary: Vocabulary = merged(words, manifest.recipe.embedders[0].dimensions)
        self._lexical = _lexical(self._shelves, self._layout)
        self._dense = _dense(folder, manifest, self._shelves, self._layout, centres)

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
        tidy_files(folder)
        return index

    @classmethod
    def _opened(cls, folder: Path, embedders: Sequence[str] | None, reading_version: int | None) -> Self:
        with ExitStack() as until_open:
            held = leased_manifest(folder)
            until_open.callback(held.lease.release)
            manifest = held.manifest
            check_recipe(folder, manifest.recipe, embedders, reading_version)
            try:
                index = cls(folder, held)
            except IndexDamagedError as error:
                # Where no lease can be had, a writer may have deleted this generation's files meanwhile.
                if manifest_digest(folder) not in (held.digest, None):
                    raise _Overtaken from error
                raise
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
        return self._pages(self._numbers[document_id]).passages

    def warnings(self, document_id: str) -> tuple[str, ...]:
        """What was noted when a document was read, such as pages that are images.

        Raises:
            KeyError: no such document.
            IndexDamagedError: the document's folder is missing or altered.
        """
        return read_about(self._folder, self._records[self._numbers[document_id]].files).warnings

    def source(self, document_id: str) -> Path:
        """The copy of a document's original file.

        Raises:
            KeyError: no such document.
            IndexDamagedError: it is missing, or something else than a file lies in its place.
        """
        path = self._folder / SOURCES / self._records[self._numbers[document_id]].source
        if not (is_folder(path.parent) and is_file(path)):
            raise IndexDamagedError(f"{path} is missing; {REBUILD}")
        return path

    def vectors(self, embedder_name: str, numbers: Sequence[int]) -> Vectors:
        """An embedder's vectors of these passages, shape (len(numbers), dimensions)."""
        return self._dense[embedder_name].vectors(np.asarray(numbers, dtype=np.int64))

    @cached_property
    def repeated(self) -> NDArray[np.bool_]:
        """Whether the text of each passage stands word for word in another document too."""
        found = np.zeros(len(self._layout), dtype=np.uint64)
        for shelf, held in enumerate(self._shelves):
            found[self._layout.numbers(shelf)] = held.text_keys
        return _in_several(found, self.document_numbers)

    def candidates(
        self, words: str, embedder: str, vector: Vectors, k: int, within: PassageFilter | None
    ) -> list[Candidate]:
        """The k best by words and the k best by vectors, as one list in the order of their numbers."""
        lexical = {ranked.number: ranked.score for ranked in self.lexical(words, k, within)}
        numbers = sorted(lexical.keys() | {ranked.number for ranked in self.dense(embedder, vector, k, within)})
        similarities = self.vectors(embedder, numbers) @ vector
        return [
            Candidate(number, lexical.get(number, 0.0), float(similarity), bool(self.repeated[number]))
            for number, similarity in zip(numbers, similarities, strict=True)
        ]

    def dense(self, embedder: str, vector: Vectors, k: int, within: PassageFilter | None) -> list[Ranked]:
        """The k passages whose vectors are nearest to the question's, best first."""
        return self._dense[embedder].rank(vector, k, self._allowed(within))

    def lexical(self, question: str, k: int, within: PassageFilter | None) -> list[Ranked]:
        """The k best passages by BM25, best first; none that shares no word."""
        return self._lexical.rank(question, k, self._allowed(within))

    def row_labels(self, document_id: str) -> Collection[str]:
        """The row labels of a document's tables, in the order of their first cell."""
        return self._labels(document_id).rows.keys()

    def column_labels(self, document_id: str, table: str | None) -> Sequence[str]:
        """The column labels of a document's table, in the order of their first cell."""
        return self._labels(document_id).columns.get(table, ())

    def _allowed(self, within: PassageFilter | None) -> Allowed | None:
        """A mask over all passages; None if all may be found."""
        if within is None:
            return None
        allowed = np.zeros(len(self._layout), dtype=np.bool_)
        for document_id in within.documents:
            number = self._numbers[document_id]
            places = slice(None) if within.rows is None else self._places(document_id, within.rows)
            allowed[self._layout.firsts[number] : self._layout.firsts[number + 1]][places] = True
        return allowed

    def _places(self, document_id: str, rows: Collection[str]) -> list[int]:
        """Where in a document the passages that carry one of the row labels are."""
        held = self._labels(document_id).rows
        return [place for row in rows for place in held.get(row, ())]

    def late(self, question_tokens: Vectors, numbers: Sequence[int]) -> Vectors:
        """Late interaction of the question with each of these passages, shape (len(numbers),).

        For each of the question's tokens the best inner product with a token of the passage, averaged over the tokens.
        """
        return max_sim(question_tokens, [self.token_vectors(number) for number in numbers])

    def token_vectors(self, number: int) -> Vectors:
        """The vectors of a passage's tokens as the token encoder saw them, shape (tokens, dimensions)."""
        document = int(self.document_numbers[number])
        return self._pages(document).tokens.passage(number - int(self._layout.firsts[document]))


def _pages(folder: Path, records: Sequence[DocumentEntry], recipe: Recipe) -> Callable[[int], Pages]:
    """What opens a document by its number, and keeps the last ones open."""
    return lru_cache(_OPEN)(lambda number: open_pages(folder, records[number], recipe))


def _passages(pages: Callable[[int], Pages]) -> Callable[[int], Sequence[Passage]]:
    return lambda number: pages(number).passages


def _labels(pages: Callable[[int], Pages], numbers: dict[str, int]) -> Callable[[str], Labels]:
    """What gives the labels of a document by its id, and keeps those of the last ones."""
    return lru_cache(_LABELLED)(lambda document_id: labels_of(pages(numbers[document_id]).passages.labelled()))


def _shelves(folder: Path, manifest: Manifest, centres: Sequence[Centroids]) -> list[Segment]:
    """The shelves, each with as many passages as the manifest says that its documents have."""
    sizes = {record.files.folder: record.passages for record in manifest.documents}
    return [
        read_segment(folder, shelf.files, sum(sizes[name] for name in shelf.documents), manifest.recipe, centres)
        for shelf in manifest.shelves
    ]


def _layout(manifest: Manifest) -> PassageLayout:
    """Where each passage stands; only for a manifest whose numbers of passages are those of its shelves."""
    numbers = {record.files.folder: number for number, record in enumerate(manifest.documents)}
    shelves = [[numbers[name] for name in shelf.documents] for shelf in manifest.shelves]
    return PassageLayout([record.passages for record in manifest.documents], shelves)


def _lexical(shelves: Sequence[Segment], layout: PassageLayout) -> LexicalIndex:
    return LexicalIndex([shelf.postings for shelf in shelves], layout, lambda number: shelves[number].let_go())


def _dense(
    folder: Path, manifest: Manifest, shelves: Sequence[Segment], layout: PassageLayout, centres: Sequence[Centroids]
) -> dict[str, DenseIndex]:
    """Dense search by each embedder: over lists where the index has centres, else over all vectors."""
    found: dict[str, DenseIndex] = {}
    for number, model in enumerate(manifest.recipe.embedders):
        if centres:
            listed = [
                segment_vectors(folder, record.files.folder, shelf, number, centres[number])
                for record, shelf in zip(manifest.shelves, shelves, strict=True)
            ]
            found[model.name] = IvfIndex(centres[number], listed, layout)
        else:
            parts = (shelves[shelf].vectors[number][start:end] for shelf, start, end in layout.stretches())
            found[model.name] = FlatIndex(model.dimensions, parts)
    return found


def _in_several(texts: Keys, documents: Places) -> NDArray[np.bool_]:
    """Which of the passages have a text that passages of another document have too."""
    order = np.argsort(texts, kind="stable")
    alike = texts[order][1:] == texts[order][:-1]
    elsewhere = alike & (documents[order][1:] != documents[order][:-1])
    groups = np.concatenate([[0], np.cumsum(~alike)])[: len(texts)]
    several = np.bincount(groups[1:], weights=elsewhere, minlength=1) > 0
    found = np.zeros(len(texts), dtype=np.bool_)
    found[order] = several[groups]
    return found


def _end(lease: Lease, folder: Path) -> None:
    """Let a generation go, and delete what was kept for it if nobody else reads it."""
    lease.release()
    tidy_files(folder)
