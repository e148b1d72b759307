"""Check an index thoroughly for `doctor`: every digest, and files that do not belong."""

from dataclasses import dataclass
from pathlib import Path

from index.errors import REBUILD
from index.folder.generations import announcement_fault, unused_names
from index.folder.manifest import CENTROIDS, DOCUMENTS, SEGMENTS, SOURCES, Manifest, read_manifest
from index.storage.sealed_folder import file_fault, folder_faults


@dataclass(frozen=True, slots=True)
class Findings:
    """The result of a check. `left_over` does no harm: the next build uses or deletes it."""

    manifest: Manifest
    faults: tuple[str, ...]
    left_over: tuple[Path, ...]


def verify(folder: Path) -> Findings:
    """Read every byte of an index and report what differs from what was written.

    Raises:
        IndexMissingError, IndexVersionError, IndexDamagedError: the manifest itself cannot be used.
    """
    manifest = read_manifest(folder)
    faults = [fault] if (fault := announcement_fault(folder, manifest)) else []
    if manifest.centroids is not None:
        faults += folder_faults(folder / CENTROIDS, manifest.centroids.files)
    for segment in manifest.segments:
        faults += folder_faults(folder / SEGMENTS, segment.files)
    for record in manifest.documents:
        faults += folder_faults(folder / DOCUMENTS, record.files)
        if fault := file_fault(folder / SOURCES / record.source, record.source_file):
            faults.append(fault)
    return Findings(manifest, tuple(f"{fault}; {REBUILD}" for fault in faults), tuple(unused_names(folder, manifest)))
