"""Load readers by name, each once a process."""

from functools import lru_cache
from threading import Lock

from qa.answering.reader.by_language import ReaderAsWritten, ReaderByLanguage
from qa.answering.reader.contract import MultilingualReader, Reader
from qa.answering.reader.remembered import RememberingReader
from qa.answering.reader.word_vectors import VectorReader

_loading = Lock()
"""Locked while a reader is looked up, so that two threads that ask for the same one do not both load it."""


def load_reader(name: str, threads: int) -> Reader:
    """Return the reader of that name, the packaged one for an empty name.

    Raises:
        ModelError: the weights are missing, altered, of another kind, or cannot be loaded.
    """
    with _loading:
        return _reader(name, threads)


def load_multilingual_reader(name: str, threads: int) -> MultilingualReader:
    """Return the reader of that name for questions and texts of any language, the packaged ones for an empty name.

    What reads other languages than English in the package loads its weights when it first reads.

    Raises:
        ModelError: the weights are missing, altered, of another kind, or cannot be loaded.
    """
    reader = load_reader(name, threads)
    if name:
        return RememberingReader(ReaderAsWritten(reader))
    with _loading:
        return RememberingReader(ReaderByLanguage(reader, _cross_lingual(threads)))


@lru_cache(maxsize=1)
def _vector_reader() -> VectorReader:
    return VectorReader()


@lru_cache(maxsize=4)
def _cross_lingual(threads: int) -> MultilingualReader:
    from qa.answering.reader.cross_lingual import CrossLingualReader

    return CrossLingualReader(_vector_reader(), threads)


@lru_cache(maxsize=4)
def _reader(name: str, threads: int) -> Reader:
    if not name:
        from qa.answering.reader.packaged import PackagedReader

        return PackagedReader(_vector_reader(), threads)
    # Imported only where it is used: sentence-transformers brings torch.
    from qa.answering.reader.cross_encoder import CrossEncoderReader

    return CrossEncoderReader(name, threads)
