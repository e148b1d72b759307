"""Bring files into an index and say what was done with each."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from corpus.errors import ReadError
from corpus.limits import Limits
from corpus.read import READING_VERSION, Reading, read_file
from index.models import load_embedder, load_token_encoder
from index.segment import About
from index.writer import IndexWriter
from qa.files import Found, found_files, gone_from, sort_files
from qa.model import BuildReport, Refusal
from qa.settings import Settings

_READ_AHEAD = 2
"""Files that are read, or wait to be embedded, for each thread: it bounds the memory, however many files there are."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a build is.

    `files` are done, of `all_files` that are new or changed, with so many `pages` and `passages`. Of the file at work
    `texts` are embedded, of `all_texts`. `share` is the part of the whole work that is done, by bytes.
    """

    files: int
    all_files: int
    pages: int
    passages: int
    texts: int
    all_texts: int
    share: float


Tell: TypeAlias = Callable[[Standing], None]
Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the step ("reading" files, "embedding" passages), how many are done and how many there are."""


def by_steps(progress: Progress) -> Tell:
    """Progress in single steps, for those who do not want the whole standing."""

    def tell(standing: Standing) -> None:
        progress("reading", standing.files, standing.all_files)
        if standing.all_texts:
            progress("embedding", standing.texts, standing.all_texts)

    return tell


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to be read. `is_copy`: it is the index's own copy, to be read under the original's name."""

    path: Path
    name: str
    place: str
    size: int
    digest: str | None
    is_copy: bool = False


def update(folder: Path, paths: Iterable[Path], settings: Settings, progress: Tell | None = None) -> BuildReport:
    """Bring files, folders and patterns into the index, take out what is gone from these folders, and report.

    What is held but damaged, or was made with other models or by another version, is made anew: from its file, if that
    is among the files, else from the index's own copy. What an interrupted build has done is taken up.

    Raises:
        CorpusError: a path does not exist, or there is no file at all.
        IndexFolderError: the index cannot be read or written.
        ModelError: a model's weights are missing or altered.
    """
    embedder, encoder = load_embedder(settings.embedder, settings.threads), load_token_encoder(settings.threads)
    given = list(paths)
    with ThreadPoolExecutor(settings.threads) as pool:
        files = found_files(given, folder, pool)
        with IndexWriter(folder, [embedder], encoder, READING_VERSION) as writer:
            held = {record.document.id: record for record in writer.records}
            kinds = sort_files(files, held, writer.outdated)
            removed = gone_from(given, files, (*writer.records, *writer.outdated))
            for record in removed:
                writer.remove(record.document.id)
            for file in kinds.moved:
                writer.move(file.digest or "", file.path)
            build = _Build(writer, pool, settings, progress)
            build.run([*map(_new, kinds.new), *_anew(writer, kinds.new)])
            writer.commit()
    return BuildReport(
        indexed=tuple(build.indexed),
        unchanged=tuple(file.name for file in (*kinds.unchanged, *kinds.moved)),
        removed=tuple(record.document.name for record in removed),
        refused=(*kinds.refused, *build.refused),
        warnings=(*kinds.twins, *build.warnings),
    )


def _new(file: Found) -> _Job:
    return _Job(file.path, file.name, file.place, file.size, file.digest)


def _anew(writer: IndexWriter, new: Iterable[Found]) -> Iterator[_Job]:
    """What must be made anew and is not among the files: the index's own copies are read."""
    given = {key for file in new for key in (file.digest, file.name)}
    for record in writer.outdated:
        if record.document.id not in given and record.document.name not in given:
            copy, size = writer.copy_of(record), record.source_file.size
            yield _Job(copy, record.document.name, record.origin, size, record.document.id, is_copy=True)


class _Build:
    """Reads files ahead, in parallel, and adds them to a writer one after the other."""

    def __init__(self, writer: IndexWriter, pool: Executor, settings: Settings, progress: Tell | None) -> None:
        self.indexed: list[str] = []
        self.refused: list[Refusal] = []
        self.warnings: list[Refusal] = []
        self._writer = writer
        self._pool = pool
        self._ahead = settings.threads * _READ_AHEAD
        self._limits = settings.limits
        self._progress = progress
        self._files = self._pages = self._passages = self._bytes = 0
        self._all_files = self._all_bytes = 0

    def run(self, jobs: list[_Job]) -> None:
        """Read and add the files; one file's fault does not stop the others."""
        self._all_files, self._all_bytes = len(jobs), sum(job.size for job in jobs)
        for job, reading in self._read(jobs):
            self._tell(job)
            try:
                self._add(job, reading.result() if reading is not None else None)
            except ReadError as error:
                stays = any(document.name == job.name for document in self._writer.documents)
                addition = "; its earlier version stays in the index" if stays else ""
                self.refused.append(Refusal(job.name, error.reason + addition))
            self._files += 1
            self._bytes += job.size
        self._tell(None)

    def _read(self, jobs: Iterable[_Job]) -> Iterator[tuple[_Job, Future[Reading] | None]]:
        """Each file's reading, in order; None for one that an interrupted build has read and embedded already."""
        waiting: deque[tuple[_Job, Future[Reading] | None]] = deque()
        for job in jobs:
            done = job.digest is not None and self._writer.is_unfinished(job.digest, job.name)
            waiting.append((job, None if done else self._pool.submit(_read, job, self._limits)))
            if len(waiting) > self._ahead:
                yield waiting.popleft()
        yield from waiting

    def _add(self, job: _Job, reading: Reading | None) -> None:
        """Add a file's reading, or what an interrupted build has made of it."""
        if reading is None:
            added: Reading | About = self._writer.take_up(job.digest or "", job.path, job.place)
        else:
            self._writer.add(reading, job.path, lambda done, total: self._tell(job, done, total), job.place)
            added = reading
        self.indexed.append(job.name)
        self.warnings += [Refusal(job.name, warning) for warning in added.warnings]
        self._pages += added.document.page_count or 0
        self._passages += len(added.passages) if isinstance(added, Reading) else added.passages

    def _tell(self, job: _Job | None, texts: int = 0, all_texts: int = 0) -> None:
        """Tell how far the build is."""
        if self._progress is not None:
            now = job.size * texts / all_texts if job and all_texts else 0
            share = (self._bytes + now) / self._all_bytes if self._all_bytes else 1.0
            self._progress(Standing(self._files, self._all_files, self._pages, self._passages, texts, all_texts, share))


def _read(job: _Job, limits: Limits) -> Reading:
    """A file's reading; raises ReadError."""
    if not job.is_copy:
        return read_file(job.path, limits)
    with TemporaryDirectory(prefix="factsheet-qa-") as folder:
        named = Path(folder) / (Path(job.name).name or "factsheet")
        try:
            content = job.path.read_bytes()
        except OSError as error:
            reason = f"its copy in the index cannot be opened ({error.strerror}); index the file itself"
            raise ReadError(job.name, reason) from error
        if sha256(content).hexdigest() != job.digest:
            raise ReadError(job.name, "its copy in the index is damaged; index the file itself")
        named.write_bytes(content)
        return read_file(named)
