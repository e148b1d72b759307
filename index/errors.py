"""Errors of an index or a model. Every message names the cure."""


class IndexFolderError(Exception):
    """An index folder that cannot be used as asked; the subclasses say why."""


class IndexMissingError(IndexFolderError):
    """No index at the given path."""


class IndexDamagedError(IndexFolderError):
    """A file of the index that is missing, altered or unreadable."""


class IndexUnreadableError(IndexFolderError):
    """An index folder that this user may not read."""


class IndexVersionError(IndexFolderError):
    """An index written by another format version or with other models."""


class IndexBusyError(IndexFolderError):
    """An index that another process is writing."""


class IndexWriteError(IndexFolderError):
    """An index folder that cannot be written: the disk is full, or writing is not permitted."""


class IndexUnreachableError(IndexFolderError):
    """A database that cannot be reached or used."""


class ModelError(Exception):
    """A model whose weights are missing or do not have the expected digest."""


def unreadable(path: object, error: OSError) -> IndexUnreadableError:
    """Return the error for a file or folder that exists but may not be read."""
    reason = error.strerror or "it may not be read"
    return IndexUnreadableError(
        f"{path} cannot be read ({reason}); ask its owner for permission to read the whole index folder"
    )


REBUILD = "rebuild it with `factsheet-qa index PATH... --check`"
