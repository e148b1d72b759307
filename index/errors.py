"""What can be wrong with an index or a model. Every message names the cure."""


class IndexFolderError(Exception):
    """An index folder cannot be used as asked; the kinds below say why."""


class IndexMissingError(IndexFolderError):
    """There is no index at the given path."""


class IndexDamagedError(IndexFolderError):
    """A file of the index is missing, altered or unreadable."""


class IndexVersionError(IndexFolderError):
    """The index was written by another format version or with other models."""


class IndexBusyError(IndexFolderError):
    """Another process is writing the index."""


class IndexWriteError(IndexFolderError):
    """The index folder cannot be written: the disk is full, or writing is not permitted."""


class IndexUnreachableError(IndexFolderError):
    """The database that holds the index cannot be reached or used."""


class ModelError(Exception):
    """A model's weights are missing or do not have the digest they must have."""


REBUILD = "rebuild it with `factsheet-qa index PATH... --check`"
