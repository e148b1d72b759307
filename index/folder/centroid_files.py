"""Centroids and coded vectors in files."""

from pathlib import Path

import numpy as np

from index.folder.manifest import CENTROIDS, CentroidsEntry
from index.recipe import Recipe
from index.search.ivf import Centroids, CodedVectors
from index.storage.sealed_folder import CheckedFolder, Contents


def coded_contents(coded: CodedVectors, number: int) -> Contents:
    """Return the files of a segment's coded vectors."""
    return {f"lists-{number}.npy": coded.lists, f"codes-{number}.npy": coded.codes}


def read_coded(files: CheckedFolder, number: int, passages: int, lists: int, dimensions: int) -> CodedVectors:
    """Read the files of `coded_contents`; raises IndexDamagedError."""
    positions = files.array(f"lists-{number}.npy", np.int32, (passages,))
    if len(positions) and not 0 <= positions.min() <= positions.max() < lists:
        raise files.damaged(f"lists-{number}.npy", "it names lists that are not there")
    return CodedVectors(positions, files.mapped(f"codes-{number}.npy", np.uint8, (passages, dimensions)))


def read_centroids(index: Path, record: CentroidsEntry | None, recipe: Recipe) -> tuple[Centroids, ...]:
    """Read the centroids for each embedder of the recipe, none in an index without; raises IndexDamagedError."""
    if record is None:
        return ()
    files = CheckedFolder(index / CENTROIDS, record.files)
    return tuple(
        Centroids.read(files, number, record.lists, model.dimensions) for number, model in enumerate(recipe.embedders)
    )
