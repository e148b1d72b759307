"""Bring files into an index and say what was done with each."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import file_digest
from pathlib import Path

from corpus.errors import ReadError
from corpus.read import READING_VERSION, Reading, read_file
from index.models import load_embedder, load_token_encoder
from index.writer import IndexWriter
from qa.model import BuildReport, Refusal
from qa.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with the step ("reading" files, "embedding" passages), how many are done and how many there are."""


def update(folder: Path, files: Sequence[Path], settings: Settings, progress: Progress) -> BuildReport:
    """Bring the files into the index and say what was done with each."""
    embedder = load_embedder(settings.embedder, settings.threads)
    indexed: list[str] = []
    unchanged: list[str] = []
    refused: list[Refusal] = []
    warnings: list[Refusal] = []
    with IndexWriter(folder, [embedder], load_token_encoder(settings.threads), READING_VERSION) as writer:
        held = {document.id for document in writer.documents}
        new = [path for path in files if _digest(path) not in held]
        unchanged = [path.name for path in files if path not in new]
        with ThreadPoolExecutor(settings.threads) as pool:
            for number, (path, outcome) in enumerate(zip(new, pool.map(_read, new), strict=True)):
                progress("reading", number + 1, len(new))
                if isinstance(outcome, ReadError):
                    refused.append(Refusal(path.name, outcome.reason))
                    continue
                writer.add(outcome, path, lambda done, total: progress("embedding", done, total))
                indexed.append(path.name)
                warnings += [Refusal(path.name, warning) for warning in outcome.warnings]
        writer.commit()
    return BuildReport(tuple(indexed), tuple(unchanged), (), tuple(refused), tuple(warnings))


def _read(path: Path) -> Reading | ReadError:
    """A file's reading, or why there is none: one file's fault must not stop the others."""
    try:
        return read_file(path)
    except ReadError as error:
        return error


def _digest(path: Path) -> str | None:
    """The SHA-256 of a file's bytes, which is a document's id; None for a file that cannot be opened."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
