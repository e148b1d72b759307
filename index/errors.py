"""What can be wrong with an index or a model. Every message names the cure."""


class IndexMissingError(Exception):
    """There is no index at the given path."""


class IndexDamagedError(Exception):
    """A file of the index is missing, altered or unreadable."""


class IndexVersionError(Exception):
    """The index was written by another format version or with other models."""


class IndexBusyError(Exception):
    """Another process is writing the index."""


class ModelError(Exception):
    """A model's weights are missing or do not have the digest they must have."""
