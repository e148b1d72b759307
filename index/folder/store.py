"""Store an index in a folder: FAISS and files."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path

from index.base import Embedder, TokenEncoder
from index.contract import DocumentWriter, Health, OpenIndex
from index.folder.health import verify
from index.folder.manifest import MANIFEST, read_manifest
from index.folder.reader import PassageIndex
from index.folder.writer import IndexWriter, remove_from_folder
from index.storage.safe_files import open_regular, write_whole


class FolderStore:
    """An index in a folder; see `index.contract.Store`."""

    def __init__(self, folder: Path, *, thorough: bool = False) -> None:
        """Name the folder; a `thorough` writer checks every byte of a large index too."""
        self.place = self.folder = folder
        self._thorough = thorough

    def __str__(self) -> str:
        return str(self.folder)

    def open(self, embedders: Sequence[str] | None = None, reading_version: int | None = None) -> OpenIndex:
        """Open the newest generation."""
        return PassageIndex.open(self.folder, embedders, reading_version)

    def writer(
        self, embedders: Sequence[Embedder], token_encoder: TokenEncoder, reading_version: int
    ) -> AbstractContextManager[DocumentWriter]:
        """Return the one writer that may be at work at a time."""
        return IndexWriter(self.folder, embedders, token_encoder, reading_version, thorough=self._thorough)

    def remove(self, document_ids: Collection[str]) -> None:
        """Remove documents without a trace."""
        remove_from_folder(self.folder, document_ids)

    def health(self) -> Health:
        """Read every byte and report what differs from what was written."""
        found = verify(self.folder)
        models = tuple(model.name for model in found.manifest.recipe.embedders)
        count = len(found.left_over)
        left_over = f"{count} files or folders that no document uses, {_megabytes(found.left_over)}" if count else ""
        return Health(models, len(found.manifest.documents), found.faults, left_over)

    def identity(self) -> object:
        """Return the manifest, which has the digest of every file."""
        return asdict(read_manifest(self.folder))

    def size(self) -> int:
        """Return the size of all files in bytes."""
        return _bytes(self.folder)

    def changed(self) -> float | None:
        """Return when the manifest was written."""
        try:
            return (self.folder / MANIFEST).stat().st_mtime
        except OSError:
            return None

    def note(self) -> str:
        """Return the content of the file beside the folder."""
        try:
            with open_regular(_note_file(self.folder)) as file:
                return file.read().decode("utf-8", "replace")
        except OSError:
            return ""

    def put_note(self, note: str) -> None:
        """Replace the file beside the folder, or delete it."""
        if note:
            write_whole(_note_file(self.folder), note.encode())
        else:
            _note_file(self.folder).unlink(missing_ok=True)


def _note_file(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-last-build.json")


def _megabytes(paths: Collection[Path]) -> str:
    return f"{sum(map(_bytes, paths)) / 1e6:.1f} MB"


def _bytes(path: Path) -> int:
    files = (file for file in (path, *path.rglob("*")) if file.is_file() and not file.is_symlink())
    return sum(file.stat().st_size for file in files)
