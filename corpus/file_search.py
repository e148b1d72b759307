"""Find the files in the given paths."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import CorpusError


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files given and all files in the folders given, at any depth, sorted within a folder, each file once.

    Files and folders whose name begins with a dot are left out of folders. Files of unsupported types are kept, so that
    reading refuses them by name.

    Raises:
        CorpusError: A path does not exist, or there is no file at all.
    """
    given = list(paths)
    found = {file.resolve(): file for path in given for file in _files(path)}
    if not found:
        names = ", ".join(str(path) for path in given) or "no path"
        raise CorpusError(f"{names}: there is no file to read; put PDF or text files there or name another folder")
    return list(found.values())


def _files(path: Path) -> Iterator[Path]:
    """Yield the files of one given path."""
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file.relative_to(path)))
    elif path.exists():
        yield path
    else:
        raise CorpusError(f"{path}: there is no such file or folder; check the path")


def _hidden(path: Path) -> bool:
    """Return True if a part of the path begins with a dot."""
    return any(part.startswith(".") for part in path.parts)
