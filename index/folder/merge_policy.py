"""Which documents share a shelf: few shelves to search, and little to write when a document comes or goes."""

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
from index.folder.document_files import read_ingredients, read_vectors, read_vocabulary
from index.folder.manifest import CENTRES, SHELVES, CentroidsEntry, DocumentEntry, Manifest, SegmentEntry
from index.folder.segment import read_segment_words, segment_contents, segment_name
from index.recipe import Recipe
from index.search.ivf import Centroids, lists_for, sample_for
from index.search.vocabulary import merged
from index.storage.sealed_folder import Content, Contents, has_its_seal, is_intact

FULL = 1 << 16
"""Passages of a full shelf: it bounds the memory of making one, and what a removal writes anew."""
_OUTGROWN = 4
"""So many times as many passages as when the centres were found, and they are found again."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Documents that share a shelf."""

    documents: tuple[DocumentEntry, ...]

    @property
    def size(self) -> int:
        return sum(record.passages for record in self.documents)


def arranged(held: Sequence[Collection[str]], documents: Sequence[DocumentEntry]) -> list[tuple[DocumentEntry, ...]]:
    """Put documents on shelves, those of an old shelf together; `held` has the folders of each old shelf's documents.

    A shelf that is not at least twice as large as the next smaller one takes that one in, unless it would be more than
    full. So there are few shelves, and a document is written to a new one only as often as their size doubles.
    """
    left = {record.files.folder: record for record in documents}
    groups = []
    for names in held:
        if kept := tuple(left.pop(name) for name in names if name in left):
            groups.append(_Group(kept))
    groups += _packed(list(left.values()))
    groups.sort(key=lambda group: -group.size)
    done: list[_Group] = []
    while groups:
        smallest = groups.pop()
        while groups and groups[-1].size < 2 * smallest.size and groups[-1].size + smallest.size <= FULL:
            smallest = _Group(groups.pop().documents + smallest.documents)
        done.append(smallest)
    return [group.documents for group in reversed(done)]


def _packed(documents: Sequence[DocumentEntry]) -> list[_Group]:
    """Documents in their order, as many together as a full shelf holds."""
    packed: list[list[DocumentEntry]] = []
    room = 0
    for record in documents:
        if record.passages > room or not packed:
            packed.append([])
            room = FULL
        packed[-1].append(record)
        room -= record.passages
    return [_Group(tuple(group)) for group in packed]


class SegmentBuilder:
    """Makes the shelves of a new generation, or uses those that are there."""

    def __init__(
        self, index: Path, old: Manifest | None, recipe: Recipe, flat_up_to: int, *, thorough: bool = False
    ) -> None:
        self._index = index
        self._old = old if old is not None and old.recipe == recipe else None
        self._recipe = recipe
        self._flat_up_to = flat_up_to
        shelves = self._old.shelves if self._old else ()
        whole = is_intact if thorough else has_its_seal
        self._folders = Folders(index, SHELVES, {shelf.files.folder: shelf.files for shelf in shelves}, whole)

    def stored(self, documents: Sequence[DocumentEntry]) -> tuple[tuple[SegmentEntry, ...], CentroidsEntry | None]:
        """The shelves of these documents and the centres that they use; raises IndexWriteError, IndexDamagedError."""
        record = self._centres(documents)
        centres = read_centroids(self._index, record, self._recipe)
        held = [shelf.documents for shelf in (self._old.shelves if self._old else ())]
        made = [self._shelf(group, record, centres) for group in arranged(held, documents)]
        return tuple(made), record

    def _shelf(
        self, documents: Sequence[DocumentEntry], centres: CentroidsEntry | None, found: Sequence[Centroids]
    ) -> SegmentEntry:
        def make() -> Contents:
            parts = [read_ingredients(self._index, record, self._recipe) for record in documents]
            words = (read_vocabulary(self._index, record, self._recipe) for record in documents)
            return segment_contents(parts, merged(words, self._recipe.embedders[0].dimensions), found)

        files = self._folders.stored(segment_name(documents, centres.files if centres else None), make)
        return SegmentEntry(files, tuple(record.files.folder for record in documents))

    def _centres(self, documents: Sequence[DocumentEntry]) -> CentroidsEntry | None:
        """Centres for so many passages: the old ones as long as they fit, new ones from a sample; none for a few."""
        passages = sum(record.passages for record in documents)
        old = self._old.centres if self._old else None
        if passages <= (self._flat_up_to if old is None else self._flat_up_to // 2):
            return None
        fits = old is not None and passages / _OUTGROWN <= old.passages <= passages * _OUTGROWN
        if old is not None and fits and is_intact(self._index / CENTRES, old.files):
            return old
        names = sha256(repr([record.files.folder for record in documents]).encode()).hexdigest()[:32]

        def make() -> Contents:
            contents: dict[str, Content] = {}
            for number in range(len(self._recipe.embedders)):
                sample = self._sample(documents, number, passages)
                contents |= Centroids.found(sample, lists_for(passages)).contents(number)
            return contents

        vouched = {old.files.folder: old.files} if old else {}
        return CentroidsEntry(Folders(self._index, CENTRES, vouched).stored(names, make), lists_for(passages), passages)

    def _sample(self, documents: Sequence[DocumentEntry], number: int, passages: int) -> Vectors:
        """Vectors at equal distances among those of all passages."""
        wanted = np.linspace(0, passages - 1, sample_for(passages)).astype(np.int64)
        parts, first = [], 0
        for record in documents:
            mine = wanted[(wanted >= first) & (wanted < first + record.passages)] - first
            if len(mine):
                parts.append(read_vectors(self._index, record, self._recipe, number)[mine])
            first += record.passages
        return np.concatenate(parts)


def known_word_vectors(index: Path, old: Manifest | None, recipe: Recipe) -> dict[str, Vectors]:
    """The vectors of the words of all documents, as far as the same embedder made them and their files are whole."""
    known: dict[str, Vectors] = {}
    for shelf in old.shelves if old is not None and old.recipe == recipe else ():
        with suppress(IndexDamagedError):
            words = read_segment_words(index, shelf.files, recipe)
            known.update(zip(words.common, words.vectors, strict=True))
    return known
