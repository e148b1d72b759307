"""The thorough check of an index, for `doctor`: every digest, and what does not belong."""

from pathlib import Path

from index.folder import file_record
from index.manifest import DOCUMENTS, LEXICAL, SOURCES, FileRecord, Manifest, read_manifest, used_names


def verify(folder: Path) -> list[str]:
    """What is wrong with the files of an index, one line each; empty when all is well.

    Raises:
        IndexMissingError, IndexVersionError, IndexDamagedError: the manifest itself cannot be used.
    """
    manifest = read_manifest(folder)
    found = ((path, _fault(path, file)) for path, file in _expected(folder, manifest).items())
    faults = [f"{path}: {fault}; rebuild the index" for path, fault in found if fault is not None]
    used = used_names(manifest)
    strays = sorted(
        path for part in (DOCUMENTS, LEXICAL, SOURCES) for path in (folder / part).glob("*") if path.name not in used
    )
    return faults + [f"{path}: no document uses it; the next `factsheet-qa index` removes it" for path in strays]


def _expected(folder: Path, manifest: Manifest) -> dict[Path, FileRecord]:
    """What every file must be."""
    files = {folder / SOURCES / record.source: record.source_file for record in manifest.documents}
    folders = [(DOCUMENTS, record.files) for record in manifest.documents] + [(LEXICAL, manifest.lexical.files)]
    for part, record in folders:
        files |= {folder / part / record.folder / name: file for name, file in record.files.items()}
    return files


def _fault(path: Path, expected: FileRecord) -> str | None:
    try:
        found = file_record(path)
    except OSError as error:
        return error.strerror or "it cannot be read"
    return None if found == expected else "it is not what was written"
