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
"""So long nothing may change before the index is brought up to date: files are seldom written in one go."""
_AGAIN_MS = 10_000
"""After so long, what could not be done is tried again."""


def watch(
    store: Store, paths: Sequence[Path], settings: Settings, stop: Event | None = None, executor: Executor | None = None
) -> Iterator[BuildReport | Exception]:
    """Bring an index up to date whenever a file of these files, folders and patterns changes; ends when `stop` is set.

    Gives a report for each time that anything was done, or the error for which nothing could be done; that is tried
    again after some seconds.

    Raises:
        IndexDamagedError, IndexVersionError, ModelError: no trying again helps.
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
    """The paths that changed, each time that some did and then all was quiet; nothing after some seconds of nothing."""
    watched = {path if path.is_dir() else _existing_parent(path) for path in paths}
    for found in watch_files(
        *watched, debounce=_AGAIN_MS, step=_QUIET_MS, rust_timeout=_AGAIN_MS, yield_on_timeout=True, stop_event=stop
    ):
        yield [Path(path) for _, path in found]


def _existing_parent(path: Path) -> Path:
    """The deepest folder above a file or pattern that exists."""
    return next(parent for parent in path.absolute().parents if parent.is_dir())
