"""Update an index from files and report what was done with each."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from corpus.errors import ReadError
from corpus.limits import Limits
from corpus.page_progress import PageProgress
from corpus.read import READING_VERSION
from corpus.reading_pool import ReadingPool
from index.contract import DocumentWriter, Store
from index.models.registry import load_embedder, load_token_encoder
from qa.indexing.discovery import FoundFile, found_files, gone_from, sort_files
from qa.indexing.last_build import keep_refused
from qa.indexing.refusals import Refusals, refusals_beside
from qa.indexing.worker import Work, WorkResult, read_and_embed
from qa.model import BuildReport, FileProblem
from qa.settings import Settings

_READ_AHEAD = 2
"""Maximum files per thread that are being read or wait to be embedded; this bounds the memory of a build."""
_REPORT_SECONDS = 1.0
"""Time between two reports of progress while a file is read, in seconds."""
_SENT_AHEAD = 64
"""Maximum files sent to an executor at a time: work for some dozen workers, and about 400 MB of vectors."""


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """Progress of a build.

    `files` of `all_files` new or changed files are done; they have `pages` and `passages`. Of the current file `texts`
    of `all_texts` are embedded, and of its pages that are images `scans` of `all_scans` are read. `share` is the
    completed share of the whole work, by bytes.
    """

    files: int
    all_files: int
    pages: int
    passages: int
    texts: int
    all_texts: int
    share: float
    scans: int = 0
    all_scans: int = 0


ProgressCallback: TypeAlias = Callable[[BuildProgress], None]
Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the step ("reading" files, "scans" of a file, "embedding" passages), the number done and the total."""


def by_steps(progress: Progress) -> ProgressCallback:
    """Adapt a callback that takes single steps to the progress of a build."""

    def report(current: BuildProgress) -> None:
        progress("reading", current.files, current.all_files)
        if current.all_scans:
            progress("scans", current.scans, current.all_scans)
        if current.all_texts:
            progress("embedding", current.texts, current.all_texts)

    return report


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to be read. `copy_of` is the id of the document whose copy in the index is read instead of its file."""

    path: Path
    name: str
    place: str
    size: int
    digest: str | None
    copy_of: str | None = None


Start: TypeAlias = Callable[[_Job, PageProgress], "Future[WorkResult]"]
"""Starts reading a file; the callback takes the progress of its pages, if they take long."""


def update(
    store: Store,
    paths: Iterable[Path],
    settings: Settings,
    progress: ProgressCallback | None = None,
    executor: Executor | None = None,
) -> BuildReport:
    """Index files, folders and patterns, remove documents whose files are gone from these folders, and report.

    Documents that are damaged or out of date are rebuilt, from the given file if there is one, otherwise from the copy
    in the index. An interrupted build is resumed.

    Each file is read in a limited child process, several at a time, and embedded here; with an executor, files are
    read and embedded there and only written here.

    Raises:
        CorpusError: a path does not exist, or there is no file at all.
        IndexFolderError: the index cannot be read or written.
        ModelError: a model's weights are missing or altered.
    """
    embedder, encoder = load_embedder(settings.embedder, settings.threads), load_token_encoder(settings.threads)
    given = list(paths)
    refusals = refusals_beside(store.folder)
    with (
        TemporaryDirectory(prefix="factsheet-qa-") as folder,
        ThreadPoolExecutor(settings.threads) as pool,
        ReadingPool() as readers,  # closed first, so that an interrupted build does not wait for what is being read
    ):
        files = found_files(given, store.folder, pool)
        with store.writer([embedder], encoder, READING_VERSION) as writer:
            indexed = {record.document.id: record for record in writer.records}
            kinds = sort_files(files, indexed, writer.outdated)
            removed = gone_from(given, files, (*writer.records, *writer.outdated))
            for record in removed:
                writer.remove(record.document.id)
            for file in kinds.moved:
                writer.move(file.digest or "", file.path)
            start = _start_there(executor, settings) if executor is not None else _start_here(pool, readers, settings)
            ahead = _SENT_AHEAD if executor is not None else settings.threads * _READ_AHEAD
            build = _Build(writer, _unless_refused(start, refusals, settings), ahead, progress)
            build.run([*map(_new, kinds.new), *_copies_to_rebuild(writer, kinds.new, Path(folder))])
            writer.commit()
    refusals.save()
    refused = (*kinds.refused, *build.refused)
    keep_refused(store, refused)
    return BuildReport(
        indexed=tuple(build.indexed),
        unchanged=tuple(file.name for file in (*kinds.unchanged, *kinds.moved)),
        removed=tuple(record.document.name for record in removed),
        refused=refused,
        warnings=(*kinds.twins, *build.warnings),
    )


def _start_here(pool: Executor, readers: ReadingPool, settings: Settings) -> Start:
    """Read files in child processes, each awaited by a thread of the pool."""

    def read(job: _Job, progress: PageProgress) -> WorkResult:
        return WorkResult(readers.read(job.path, _limits(job, settings), progress))

    return lambda job, progress: pool.submit(read, job, progress)


def _start_there(executor: Executor, settings: Settings) -> Start:
    """Send files to the workers of an executor."""

    def start(job: _Job, _progress: PageProgress) -> Future[WorkResult]:
        if not job.path.is_file():
            raise ReadError(job.name, "is a pipe, a device or a folder that may not be listed; name a file")
        try:
            content = job.path.read_bytes()
        except OSError as error:
            raise ReadError(job.name, f"cannot be opened ({error.strerror}); check the path") from error
        work = Work(job.path.name, content, _limits(job, settings), settings.embedder, settings.threads)
        return executor.submit(read_and_embed, work)

    return start


def _unless_refused(start: Start, refusals: Refusals, settings: Settings) -> Start:
    """Do not start reading a file that was refused before, and remember what is refused now."""

    def remember(job: _Job, done: Future[WorkResult]) -> None:
        error = None if done.cancelled() else done.exception()
        if isinstance(error, ReadError) and error.is_lasting:
            refusals.remember(job.digest, job.name, _limits(job, settings), error.reason)

    def start_new(job: _Job, progress: PageProgress) -> Future[WorkResult]:
        if reason := refusals.reason(job.digest, job.name, _limits(job, settings)):
            raise ReadError(job.name, reason)
        reading = start(job, progress)
        reading.add_done_callback(partial(remember, job))
        return reading

    return start_new


def _limits(job: _Job, settings: Settings) -> Limits:
    """Return the limits for reading a file; a copy was within them when its file was indexed."""
    return Limits() if job.copy_of else settings.limits


def _new(file: FoundFile) -> _Job:
    return _Job(file.path, file.name, file.place, file.size, file.digest)


def _copies_to_rebuild(writer: DocumentWriter, new: Iterable[FoundFile], folder: Path) -> Iterator[_Job]:
    """Yield jobs for outdated documents missing from the files: their copies in the index are read from a folder."""
    given = {key for file in new for key in (file.digest, file.name)}
    for record in writer.outdated:
        document = record.document
        if document.id not in given and document.name not in given:
            path = folder / document.id / (Path(document.name).name or "factsheet")
            yield _Job(path, document.name, record.origin, record.size, document.id, copy_of=document.id)


class _Build:
    """Reads files ahead in parallel and adds them to a writer one after the other."""

    def __init__(self, writer: DocumentWriter, start: Start, ahead: int, progress: ProgressCallback | None) -> None:
        self.indexed: list[str] = []
        self.refused: list[FileProblem] = []
        self.warnings: list[FileProblem] = []
        self._writer = writer
        self._start = start
        self._ahead = ahead
        self._progress = progress
        self._files = self._pages = self._passages = self._bytes = 0
        self._all_files = self._all_bytes = 0
        self._scans: dict[_Job, tuple[int, int]] = {}

    def run(self, jobs: list[_Job]) -> None:
        """Read and add the files; a failure of one does not stop the others."""
        self._all_files, self._all_bytes = len(jobs), sum(job.size for job in jobs)
        for job, future in self._read(jobs):
            try:
                self._add(job, self._awaited(job, future) if future is not None else None)
            except ReadError as error:
                is_indexed = any(record.document.name == job.name for record in self._writer.records)
                addition = "; its earlier version stays in the index" if is_indexed else ""
                self.refused.append(FileProblem(job.name, error.reason + addition))
            self._files += 1
            self._bytes += job.size
            if job.copy_of:
                job.path.unlink(missing_ok=True)
        self._report(None)

    def _read(self, jobs: Iterable[_Job]) -> Iterator[tuple[_Job, Future[WorkResult] | None]]:
        """Yield the result of each file, in order; None if an interrupted build has read and embedded it already."""
        waiting: deque[tuple[_Job, Future[WorkResult] | None]] = deque()
        for job in jobs:
            done = job.digest is not None and self._writer.is_unfinished(job.digest, job.name)
            waiting.append((job, None if done else self._started(job)))
            if len(waiting) > self._ahead:
                yield waiting.popleft()
        yield from waiting

    def _awaited(self, job: _Job, reading: Future[WorkResult]) -> WorkResult:
        """Wait for a file's reading, and report progress meanwhile."""
        self._report(job)
        while not reading.done():
            wait([reading], _REPORT_SECONDS)
            self._report(job)
        return reading.result()

    def _started(self, job: _Job) -> Future[WorkResult]:
        try:
            if job.copy_of:
                self._extract_copy(job)
            return self._start(job, lambda done, total: self._scans.update({job: (done, total)}))
        except ReadError as error:
            failed: Future[WorkResult] = Future()
            failed.set_exception(error)
            return failed

    def _extract_copy(self, job: _Job) -> None:
        """Write the index's copy of a file to a folder, under the file's name."""
        try:
            content = self._writer.original(job.copy_of or "")
        except OSError as error:
            reason = f"its copy in the index cannot be opened ({error.strerror}); index the file itself"
            raise ReadError(job.name, reason) from error
        if sha256(content).hexdigest() != job.digest:
            raise ReadError(job.name, "its copy in the index is damaged; index the file itself")
        job.path.parent.mkdir(parents=True)
        job.path.write_bytes(content)

    def _add(self, job: _Job, result: WorkResult | None) -> None:
        """Add the result of a file, or what an interrupted build has done with it."""
        if result is None:
            unfinished = self._writer.resume(job.digest or "", job.path, job.place)
            passages, document, warnings = unfinished.passages, unfinished.document, unfinished.warnings
        else:
            reading, report = result.reading, lambda done, total: self._report(job, done, total)
            self._writer.add(reading, job.path, report, job.place, result.encoded)
            passages, document, warnings = len(reading.passages), reading.document, reading.warnings
        self.indexed.append(job.name)
        self.warnings += [FileProblem(job.name, warning) for warning in warnings]
        self._pages += document.page_count or 0
        self._passages += passages

    def _report(self, job: _Job | None, texts: int = 0, all_texts: int = 0) -> None:
        """Report the progress of the build."""
        if self._progress is not None:
            current = job.size * texts / all_texts if job and all_texts else 0
            share = (self._bytes + current) / self._all_bytes if self._all_bytes else 1.0
            done = (self._files, self._all_files, self._pages, self._passages, texts, all_texts, share)
            self._progress(BuildProgress(*done, *self._scans.get(job, (0, 0)) if job else ()))
