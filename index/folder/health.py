"""The thorough check of an index, for `doctor`: every digest, and what does not belong."""

from dataclasses import dataclass
from pathlib import Path

from index.errors import REBUILD
from index.folder.generations import announcement_fault, strays
from index.folder.manifest import CENTRES, DOCUMENTS, SHELVES, SOURCES, Manifest, read_manifest
from index.storage.sealed_folder import file_fault, folder_faults


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found. `left_over` does no harm: the next build takes it up or deletes it."""

    manifest: Manifest
    faults: tuple[str, ...]
    left_over: tuple[Path, ...]


def verify(folder: Path) -> Findings:
    """Read every byte of an index and say what is not as written.

    Raises:
        IndexMissingError, IndexVersionError, IndexDamagedError: the manifest itself cannot be used.
    """
    manifest = read_manifest(folder)
    faults = [fault] if (fault := announcement_fault(folder, manifest)) else []
    if manifest.centres is not None:
        faults += folder_faults(folder / CENTRES, manifest.centres.files)
    for shelf in manifest.shelves:
        faults += folder_faults(folder / SHELVES, shelf.files)
    for record in manifest.documents:
        faults += folder_faults(folder / DOCUMENTS, record.files)
        if fault := file_fault(folder / SOURCES / record.source, record.source_file):
            faults.append(fault)
    return Findings(manifest, tuple(f"{fault}; {REBUILD}" for fault in faults), tuple(strays(folder, manifest)))
