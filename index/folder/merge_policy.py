"""Decide which documents share a segment: few segments to search, little to write when a document changes."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.base import Vectors
from index.errors import IndexDamagedError
from index.folder.centroid_files import read_centroids
from index.folder.copies import Folders
from index.folder.document_files import read_segment_part, read_vectors, read_vocabulary
from index.folder.manifest import CENTROIDS, SEGMENTS, CentroidsEntry, DocumentEntry, Manifest, SegmentEntry
from index.folder.segment import read_segment_words, segment_contents, segment_name
from index.recipe import Recipe
from index.search.ivf import Centroids, lists_for, sample_for
from index.search.vocabulary import merged
from index.storage.sealed_folder import Content, Contents, has_its_seal, is_intact

MAX_SEGMENT = 1 << 16
"""Maximum passages of a merged segment: it bounds the memory of building one, and what a removal rewrites."""
_RETRAIN_FACTOR = 4
"""Retrain the centroids when the number of passages has changed by this factor."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Documents that share a segment."""

    documents: tuple[DocumentEntry, ...]

    @property
    def size(self) -> int:
        return sum(record.passages for record in self.documents)


def group_documents(
    existing: Sequence[Collection[str]], documents: Sequence[DocumentEntry]
) -> list[tuple[DocumentEntry, ...]]:
    """Group documents into segments; `existing` has the folders of each old segment's documents, which stay together.

    A segment less than twice as large as the next smaller one is merged with it, unless the result would be larger than
    a full one. So there are few segments, and a document is rewritten only as often as the size of its segment doubles.
    """
    left = {record.files.folder: record for record in documents}
    groups = []
    for names in existing:
        if kept := tuple(left.pop(name) for name in names if name in left):
            groups.append(_Group(kept))
    groups += _pack(list(left.values()))
    groups.sort(key=lambda group: -group.size)
    done: list[_Group] = []
    while groups:
        smallest = groups.pop()
        while groups and groups[-1].size < 2 * smallest.size and groups[-1].size + smallest.size <= MAX_SEGMENT:
            smallest = _Group(groups.pop().documents + smallest.documents)
        done.append(smallest)
    return [group.documents for group in reversed(done)]


def _pack(documents: Sequence[DocumentEntry]) -> list[_Group]:
    """Pack documents in their order, each group as large as a full segment permits."""
    packed: list[list[DocumentEntry]] = []
    room = 0
    for record in documents:
        if record.passages > room or not packed:
            packed.append([])
            room = MAX_SEGMENT
        packed[-1].append(record)
        room -= record.passages
    return [_Group(tuple(group)) for group in packed]


class SegmentBuilder:
    """Builds the segments of a new generation, or reuses existing ones."""

    def __init__(
        self, index: Path, old: Manifest | None, recipe: Recipe, flat_up_to: int, *, thorough: bool = False
    ) -> None:
        self._index = index
        self._old = old if old is not None and old.recipe == recipe else None
        self._recipe = recipe
        self._flat_up_to = flat_up_to
        segments = self._old.segments if self._old else ()
        whole = is_intact if thorough else has_its_seal
        self._folders = Folders(index, SEGMENTS, {segment.files.folder: segment.files for segment in segments}, whole)

    def stored(self, documents: Sequence[DocumentEntry]) -> tuple[tuple[SegmentEntry, ...], CentroidsEntry | None]:
        """Return the segments of these documents and their centroids; raises IndexWriteError, IndexDamagedError."""
        record = self._centroids(documents)
        centroids = read_centroids(self._index, record, self._recipe)
        existing = [segment.documents for segment in (self._old.segments if self._old else ())]
        segments = [self._segment(group, record, centroids) for group in group_documents(existing, documents)]
        return tuple(segments), record

    def _segment(
        self, documents: Sequence[DocumentEntry], centroids: CentroidsEntry | None, found: Sequence[Centroids]
    ) -> SegmentEntry:
        def make() -> Contents:
            parts = [read_segment_part(self._index, record, self._recipe) for record in documents]
            words = (read_vocabulary(self._index, record, self._recipe) for record in documents)
            return segment_contents(parts, merged(words, self._recipe.embedders[0].dimensions), found)

        files = self._folders.stored(segment_name(documents, centroids.files if centroids else None), make)
        return SegmentEntry(files, tuple(record.files.folder for record in documents))

    def _centroids(self, documents: Sequence[DocumentEntry]) -> CentroidsEntry | None:
        """Return the old centroids while they fit, else train new ones from a sample; None for a small index."""
        passages = sum(record.passages for record in documents)
        old = self._old.centroids if self._old else None
        if passages <= (self._flat_up_to if old is None else self._flat_up_to // 2):
            return None
        fits = old is not None and passages / _RETRAIN_FACTOR <= old.passages <= passages * _RETRAIN_FACTOR
        if old is not None and fits and is_intact(self._index / CENTROIDS, old.files):
            return old
        names = sha256(repr([record.files.folder for record in documents]).encode()).hexdigest()[:32]

        def make() -> Contents:
            contents: dict[str, Content] = {}
            for number in range(len(self._recipe.embedders)):
                sample = self._sample(documents, number, passages)
                contents |= Centroids.train(sample, lists_for(passages)).contents(number)
            return contents

        vouched = {old.files.folder: old.files} if old else {}
        return CentroidsEntry(
            Folders(self._index, CENTROIDS, vouched).stored(names, make), lists_for(passages), passages
        )

    def _sample(self, documents: Sequence[DocumentEntry], number: int, passages: int) -> Vectors:
        """Sample vectors at equal distances over all passages."""
        wanted = np.linspace(0, passages - 1, sample_for(passages)).astype(np.int64)
        parts, first = [], 0
        for record in documents:
            mine = wanted[(wanted >= first) & (wanted < first + record.passages)] - first
            if len(mine):
                parts.append(read_vectors(self._index, record, self._recipe, number)[mine])
            first += record.passages
        return np.concatenate(parts)


def known_word_vectors(index: Path, old: Manifest | None, recipe: Recipe) -> dict[str, Vectors]:
    """Read the vectors of all documents' words, unless another embedder computed them or their files are damaged."""
    known: dict[str, Vectors] = {}
    for segment in old.segments if old is not None and old.recipe == recipe else ():
        with suppress(IndexDamagedError):
            words = read_segment_words(index, segment.files, recipe)
            known.update(zip(words.common, words.vectors, strict=True))
    return known
