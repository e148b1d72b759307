"""Choose the store of a place: a folder, or the database at an address."""

from pathlib import Path

from index.contract import Store
from index.errors import IndexUnreachableError

_SCHEMES = ("postgresql:", "postgres:")


def is_address(place: str | Path) -> bool:
    """Return True if a place is a database's address."""
    return str(place).startswith(_SCHEMES)


def store_at(place: str | Path, *, thorough: bool = False) -> Store:
    """Return the store in a folder, or in the database of an address that begins with `postgresql://`.

    A `thorough` writer checks every byte of a large folder too; a database keeps its own checksums.

    Raises:
        IndexUnreachableError: it is an address, and the extra that it needs is not installed.
    """
    if not is_address(place):
        from index.folder.store import FolderStore  # brings FAISS, which few commands need

        return FolderStore(Path(place), thorough=thorough)
    try:
        from index.postgres.store import PostgresStore
    except ModuleNotFoundError as error:
        raise IndexUnreachableError(
            f"an index in a database needs {error.name}: pip install 'factsheet-qa[postgres]'"
        ) from error
    return PostgresStore(str(place))
