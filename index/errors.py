"""Errors of an index or a model. Every message names the cure."""


class IndexFolderError(Exception):
    """An index folder that cannot be used as asked; the subclasses say why."""


class IndexMissingError(IndexFolderError):
    """No index at the given path."""


class IndexDamagedError(IndexFolderError):
    """A file of the index that is missing, altered or unreadable."""


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


REBUILD = "rebuild it with `factsheet-qa index PATH... --check`"
