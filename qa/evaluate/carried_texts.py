"""Write the texts contained in question sets (SQuAD's articles, BEIR's corpus) as files to index."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.errors import QuestionSetError
from qa.evaluate.cache import cache_folder
from qa.evaluate.question_sets.beir import beir_texts
from qa.evaluate.question_sets.squad import squad_texts


def write_carried_texts(paths: Sequence[Path], folder: Path) -> int:
    """Write each text of the sets as a file into a folder and return their number.

    Raises:
        QuestionSetError: A set cannot be read or carries no texts.
    """
    written = 0
    for path in paths:
        for name, text in _texts(path):
            (folder / name).write_text(text, encoding="utf-8")
            written += 1
    return written


def index_folder_of(paths: Sequence[Path]) -> Path:
    """Return the cache folder for an index of the sets' texts, by their digest; raises as `write_carried_texts`."""
    digest = hashlib.sha256()
    for path in paths:
        for name, text in _texts(path):
            digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return cache_folder() / "texts" / digest.hexdigest()


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_dir() or path.suffix == ".tsv":
        return beir_texts(path)
    if path.suffix == ".json":
        return squad_texts(path)
    raise QuestionSetError(f"{path}: has no texts of its own; only SQuAD's and BEIR's sets have")
