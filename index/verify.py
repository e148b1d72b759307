"""The thorough check of an index, for `doctor`: every digest, and what does not belong."""

from collections.abc import Iterator
from pathlib import Path

from index.manifest import DOCUMENTS, SOURCES, DocumentRecord, FileRecord, read_manifest
from index.segment import file_record


def verify(folder: Path) -> list[str]:
    """What is wrong with the files of an index, one line each; empty when all is well.

    Raises:
        IndexMissingError, IndexVersionError, IndexDamagedError: the manifest itself cannot be used.
    """
    manifest = read_manifest(folder)
    faults = [fault for record in manifest.documents for fault in _faults(folder, record)]
    used = {record.folder for record in manifest.documents} | {record.source for record in manifest.documents}
    for path in sorted((*(folder / DOCUMENTS).glob("*"), *(folder / SOURCES).glob("*"))):
        if path.name not in used:
            faults.append(f"{path}: no document uses it; the next `factsheet-qa index` removes it")
    return faults


def _faults(folder: Path, record: DocumentRecord) -> Iterator[str]:
    expected = {folder / DOCUMENTS / record.folder / name: file for name, file in record.files.items()}
    expected[folder / SOURCES / record.source] = record.source_file
    for path, file in expected.items():
        fault = _fault(path, file)
        if fault is not None:
            yield f"{path}: {fault}; index {record.document.name} again"


def _fault(path: Path, expected: FileRecord) -> str | None:
    try:
        found = file_record(path)
    except OSError as error:
        return error.strerror or "it cannot be read"
    return None if found == expected else "it is not what was written"
