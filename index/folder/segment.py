"""A segment: documents joined for search, so that a search reads few files however many documents there are."""

import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.base import Vectors
from index.folder.centroid_files import coded_contents, read_coded
from index.folder.document_files import TEXT_KEYS, SegmentPart, vectors_file, vocabulary_contents, vocabulary_of
from index.folder.manifest import SEGMENTS, DocumentEntry
from index.recipe import Recipe
from index.search.ivf import Centroids, CodedVectors
from index.search.postings import CHANNELS, Postings
from index.search.terms import Keys
from index.search.vocabulary import Vocabulary
from index.storage.records import FolderRecord
from index.storage.sealed_folder import CheckedFolder, Content, Contents


@dataclass(frozen=True, slots=True)
class Segment:
    """The search data of a segment's passages, one document after the other.

    `postings` has one entry a kind of terms, `vectors` one array an embedder; `coded` is empty in an index without
    centroids.
    """

    postings: tuple[Postings, ...]
    vectors: tuple[Vectors, ...]
    coded: tuple[CodedVectors, ...]
    text_keys: Keys
    maps: tuple[mmap.mmap, ...]

    def release_pages(self) -> None:
        """Release the mapped pages of a large index, which would count as memory of this process.

        The system may keep them cached.
        """
        # Windows has no madvise.
        for mapped in self.maps if self.coded and hasattr(mmap, "MADV_DONTNEED") else ():
            mapped.madvise(mmap.MADV_DONTNEED)


def segment_name(documents: Sequence[DocumentEntry], centroids: FolderRecord | None) -> str:
    """Return a folder name that identifies these documents, in this order, with the centroids of their vectors."""
    folders = [record.files.folder for record in documents]
    return sha256(repr((folders, centroids.folder if centroids else None)).encode()).hexdigest()[:32]


def segment_contents(parts: Sequence[SegmentPart], vocabulary: Vocabulary, centroids: Sequence[Centroids]) -> Contents:
    """Return the files of a segment, joined from its documents; `centroids` has one entry an embedder, or none."""
    contents: dict[str, Content] = {
        TEXT_KEYS: np.concatenate([part.text_keys for part in parts]),
        **vocabulary_contents(vocabulary),
    }
    for number in range(len(parts[0].vectors)):
        vectors = np.concatenate([part.vectors[number] for part in parts])
        contents[vectors_file(number)] = vectors
        if centroids:
            contents |= coded_contents(centroids[number].coded(vectors), number)
    for channel, (name, _, _) in enumerate(CHANNELS):
        contents |= Postings.joined([part.counts[channel] for part in parts]).contents(name)
    return contents


def read_segment(
    index: Path, record: FolderRecord, passages: int, recipe: Recipe, centroids: Sequence[Centroids]
) -> Segment:
    """Open a segment of that many passages; postings and, with centroids, vectors are mapped into memory.

    Raises IndexDamagedError.
    """
    files = CheckedFolder(index / SEGMENTS, record)
    opened = files.mapped if centroids else files.array
    dimensions = [model.dimensions for model in recipe.embedders]
    return Segment(
        tuple(Postings.read(files, passages, name) for name, _, _ in CHANNELS),
        tuple(opened(vectors_file(number), np.float32, (passages, size)) for number, size in enumerate(dimensions)),
        tuple(
            read_coded(files, number, passages, len(one.vectors), dimensions[number])
            for number, one in enumerate(centroids)
        ),
        files.mapped(TEXT_KEYS, np.uint64, (passages,)),
        tuple(files.maps),
    )


def read_segment_words(index: Path, record: FolderRecord, recipe: Recipe) -> Vocabulary:
    """Read the words of a segment's documents; raises IndexDamagedError."""
    return vocabulary_of(CheckedFolder(index / SEGMENTS, record), recipe)
