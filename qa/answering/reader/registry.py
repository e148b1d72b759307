"""Load readers by name, each once a process."""

from functools import lru_cache
from threading import Lock

from qa.answering.reader.contract import Reader

_loading = Lock()
"""Locked while a reader is looked up, so that two threads that ask for the same one do not both load it."""


def load_reader(name: str, threads: int) -> Reader:
    """Return the reader of that name, the packaged one for an empty name.

    Raises:
        ModelError: the weights are missing, altered, of another kind, or cannot be loaded.
    """
    with _loading:
        return _reader(name, threads)


@lru_cache(maxsize=4)
def _reader(name: str, threads: int) -> Reader:
    if not name:
        from qa.answering.reader.packaged import PackagedReader

        return PackagedReader(threads)
    # Imported only where it is used: sentence-transformers brings torch.
    from qa.answering.reader.cross_encoder import CrossEncoderReader

    return CrossEncoderReader(name, threads)
