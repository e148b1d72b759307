"""A shelf: some documents joined for search, so that a search looks into few files however many documents there are."""

import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.base import Vectors
from index.folder.centroid_files import coded_contents, read_coded
from index.folder.document_files import TEXT_KEYS, Ingredients, vectors_file, vocabulary_contents, vocabulary_of
from index.folder.manifest import SHELVES, DocumentEntry
from index.recipe import Recipe
from index.search.ivf import Centroids, CodedVectors
from index.search.postings import CHANNELS, Postings
from index.search.terms import Keys
from index.search.vocabulary import Vocabulary
from index.storage.records import FolderRecord
from index.storage.sealed_folder import CheckedFolder, Content, Contents


@dataclass(frozen=True, slots=True)
class Segment:
    """What a shelf holds of its documents' passages, one document after the other.

    `postings` has one entry a kind of terms, `vectors` one array an embedder; `coded` is empty in an index without
    centres.
    """

    postings: tuple[Postings, ...]
    vectors: tuple[Vectors, ...]
    coded: tuple[CodedVectors, ...]
    text_keys: Keys
    maps: tuple[mmap.mmap, ...]

    def let_go(self) -> None:
        """Let the pages of a large index go: what was read of files counts as this process's memory.

        The system keeps them as long as it likes.
        """
        # Windows has no such call.
        for mapped in self.maps if self.coded and hasattr(mmap, "MADV_DONTNEED") else ():
            mapped.madvise(mmap.MADV_DONTNEED)


def segment_name(documents: Sequence[DocumentEntry], centres: FolderRecord | None) -> str:
    """A folder name that stands for exactly these documents, in this order, with their vectors in lists of centres."""
    folders = [record.files.folder for record in documents]
    return sha256(repr((folders, centres.folder if centres else None)).encode()).hexdigest()[:32]


def segment_contents(parts: Sequence[Ingredients], vocabulary: Vocabulary, centres: Sequence[Centroids]) -> Contents:
    """The files of a shelf, joined from what its documents hold; `centres` has one entry an embedder, or none."""
    contents: dict[str, Content] = {
        TEXT_KEYS: np.concatenate([part.text_keys for part in parts]),
        **vocabulary_contents(vocabulary),
    }
    for number in range(len(parts[0].vectors)):
        vectors = np.concatenate([part.vectors[number] for part in parts])
        contents[vectors_file(number)] = vectors
        if centres:
            contents |= coded_contents(centres[number].coded(vectors), number)
    for channel, (name, _, _) in enumerate(CHANNELS):
        contents |= Postings.joined([part.counts[channel] for part in parts]).contents(name)
    return contents


def read_segment(
    index: Path, record: FolderRecord, passages: int, recipe: Recipe, centres: Sequence[Centroids]
) -> Segment:
    """Open a shelf of so many passages; postings and, where there are centres, vectors are mapped into memory.

    Raises IndexDamagedError.
    """
    files = CheckedFolder(index / SHELVES, record)
    opened = files.mapped if centres else files.array
    dimensions = [model.dimensions for model in recipe.embedders]
    return Segment(
        tuple(Postings.read(files, passages, name) for name, _, _ in CHANNELS),
        tuple(opened(vectors_file(number), np.float32, (passages, size)) for number, size in enumerate(dimensions)),
        tuple(
            read_coded(files, number, passages, len(one.centres), dimensions[number])
            for number, one in enumerate(centres)
        ),
        files.mapped(TEXT_KEYS, np.uint64, (passages,)),
        tuple(files.maps),
    )


def read_segment_words(index: Path, record: FolderRecord, recipe: Recipe) -> Vocabulary:
    """The words of the documents of a shelf; raises IndexDamagedError."""
    return vocabulary_of(CheckedFolder(index / SHELVES, record), recipe)
