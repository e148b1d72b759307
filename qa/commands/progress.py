"""Show progress on standard error: bars in a terminal, plain lines elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from qa.commands.output import messages, plain_text

if TYPE_CHECKING:
    from qa.indexing.build import BuildProgress

LINE_INTERVAL_S = 10.0
"""Minimum time between two lines of progress where output is no terminal, in seconds."""


class StepProgress(Protocol):
    """A callback for a step's name, the amount done and the total."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show how far a step is."""
        ...


class IndexingProgress(Protocol):
    """A callback for the state of a build."""

    def __call__(self, progress: "BuildProgress") -> None:
        """Show how far the build is."""
        ...


@contextmanager
def step_progress(console: Console = messages) -> Iterator[StepProgress]:
    """Show one bar per step until the context exits, or lines where there is no terminal."""
    if not console.is_terminal:
        yield _StepLines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        yield _StepBars(bars)


@contextmanager
def indexing_progress(console: Console = messages) -> Iterator[IndexingProgress]:
    """Show files, pages, passages and the remaining time of a build until the context exits."""
    if not console.is_terminal:
        yield _IndexingLines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[done]}"))
    with Progress(*columns, TimeElapsedColumn(), TextColumn("left:"), TimeRemainingColumn(), console=console) as bar:
        yield _IndexingBar(bar)


class _StepBars:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._progress.add_task(step.capitalize(), total=total)
        self._progress.update(self._tasks[step], completed=done, total=total)


class _IndexingBar:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("Indexing", total=1.0, done="")

    def __call__(self, progress: "BuildProgress") -> None:
        self._progress.update(self._task, completed=progress.share, done=_amounts(progress))


class _Lines:
    """Prints a line at most every few seconds, and always for the last state of a step."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = time.monotonic()

    def _print(self, line: str, *, complete: bool) -> None:
        now = time.monotonic()
        if complete or now - self._last >= LINE_INTERVAL_S:
            self._last = now
            self._console.print(plain_text(line), soft_wrap=True)


class _StepLines(_Lines):
    def __call__(self, step: str, done: int, total: int) -> None:
        self._print(f"{step.capitalize()}: {done}/{total}", complete=done == total)


class _IndexingLines(_Lines):
    """Prints a line for each file that is done, and from time to time while a long one is read."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._files = 0

    def __call__(self, progress: "BuildProgress") -> None:
        self._print(f"Indexing: {progress.share:.0%}, {_amounts(progress)}", complete=progress.files > self._files)
        self._files = progress.files


def _amounts(progress: "BuildProgress") -> str:
    done = f"{progress.files}/{progress.all_files} files, {progress.pages} pages, {progress.passages} passages"
    return f"{done}, scanned page {progress.scans} of {progress.all_scans}" if progress.all_scans else done
