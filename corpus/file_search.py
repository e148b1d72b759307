"""Find the files in the given paths."""

import os
import stat
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
        yield from sorted(_below(path))
    elif path.exists():
        yield path
    else:
        raise CorpusError(f"{path}: there is no such file or folder; check the path")


def _below(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, and the folders that may not be listed, so that reading refuses them by name."""
    unlisted: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unlisted.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in names if not name.startswith(".") and _may_be_file(parent, name))
    yield from (Path(error.filename) for error in unlisted)


def _may_be_file(parent: str, name: str) -> bool:
    """Return True if an entry is a file, or if nobody may see what it is."""
    try:
        return stat.S_ISREG(os.stat(os.path.join(parent, name)).st_mode)
    except PermissionError:
        return True
    except OSError:
        return False
