"""Keep an index up to date with files and folders as they change."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from threading import Event

from watchfiles import watch as watch_files

from corpus.errors import CorpusError
from index.contract import Store
from index.errors import IndexBusyError, IndexUnreachableError, IndexWriteError
from qa.indexing.build import update
from qa.indexing.discovery import is_below
from qa.model import BuildReport
from qa.settings import Settings

_QUIET_MS = 1_000
"""Quiet period in milliseconds before an update starts; files are rarely written in one go."""
_RETRY_MS = 10_000
"""Time in milliseconds after which a failed update is retried."""


def watch(
    store: Store, paths: Sequence[Path], settings: Settings, stop: Event | None = None, executor: Executor | None = None
) -> Iterator[BuildReport | Exception]:
    """Update an index whenever a file of these files, folders and patterns changes, until `stop` is set.

    Yields a report for each update that changed something, or the error that prevented it; such an update is retried
    after some seconds.

    Raises:
        IndexDamagedError, IndexVersionError, ModelError: retrying does not help.
    """
    ready = False
    for found in _changes(paths, stop):
        if ready and store.folder is not None and all(is_below(path, store.folder) for path in found):
            continue
        try:
            report = update(store, paths, settings, executor=executor)
        except (CorpusError, IndexBusyError, IndexUnreachableError, IndexWriteError) as error:
            ready = False
            yield error
            continue
        ready = True
        if report.indexed or report.removed:
            yield report


def _changes(paths: Sequence[Path], stop: Event | None) -> Iterator[list[Path]]:
    """Yield the changed paths after each burst of changes, or an empty list after some seconds without any."""
    watched = {path if path.is_dir() else _existing_parent(path) for path in paths}
    for found in watch_files(
        *watched, debounce=_RETRY_MS, step=_QUIET_MS, rust_timeout=_RETRY_MS, yield_on_timeout=True, stop_event=stop
    ):
        yield [Path(path) for _, path in found]


def _existing_parent(path: Path) -> Path:
    """Return the deepest existing folder above a file or pattern."""
    return next(parent for parent in path.absolute().parents if parent.is_dir())
