"""`index`, `documents` and `remove`: what the index holds."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from qa.commands.options import IndexOption, JsonOption, index_place
from qa.commands.output import console, messages, plain_text, print_json, problem, warn
from qa.model import BuildReport

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from index.contract import Store
    from qa.indexing.build import BuildProgress

DONE_IN_PART = 1


def index(
    paths: Annotated[
        list[Path],
        typer.Argument(help='Files, folders or patterns in quotes ("reports/**/*.pdf").', show_default=False),
    ],
    index: IndexOption = None,
    json: JsonOption = False,
    check: Annotated[
        bool, typer.Option("--check", help="Read every byte of what is held, however large; make anew what is damaged.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on and pick up every change, until Ctrl-C.")] = False,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help="Read and embed on the Dask cluster of this scheduler."),
    ] = None,
) -> None:
    """Add factsheets to the index, or bring them up to date; unchanged files are not read again."""
    from index.stores import store_at
    from qa.indexing.build import update
    from qa.settings import Settings

    store = store_at(index_place(index), thorough=check)
    with _executor(cluster) as executor:
        with _progress() as progress:
            report = update(store, paths, Settings(), progress, executor)
        _show(report, store, json=json)
        if watch:
            _watch(paths, store, executor, json=json)
    if report.refused:
        raise typer.Exit(DONE_IN_PART)


def _executor(address: str | None) -> AbstractContextManager["Executor | None"]:
    """The cluster's executor; none without an address: then this machine reads and embeds."""
    if address is None:
        return nullcontext()
    from qa.cluster import cluster

    return cluster(address)


def _watch(paths: list[Path], store: "Store", executor: "Executor | None", *, json: bool) -> None:
    """Bring the index up to date after each change, until Ctrl-C; what cannot be done is said and tried again."""
    from qa.indexing.watch import watch
    from qa.settings import Settings

    messages.print(plain_text("Watching for changes; Ctrl-C ends it"))
    with suppress(KeyboardInterrupt):
        for outcome in watch(store, paths, Settings(), executor=executor):
            if isinstance(outcome, BuildReport):
                _show(outcome, store, json=json)
            else:
                problem(str(outcome))


@contextmanager
def _progress() -> Iterator["_Bar"]:
    """A progress bar on standard error."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[done]}"))
    with Progress(*columns, TimeElapsedColumn(), TextColumn("left:"), TimeRemainingColumn(), console=messages) as bar:
        yield _Bar(bar)


class _Bar:
    """Called by a build with how far it is: shows files, pages, passages, and the time that is left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("Indexing", total=1.0, done="")

    def __call__(self, standing: "BuildProgress") -> None:
        done = f"{standing.files}/{standing.all_files} files, {standing.pages} pages, {standing.passages} passages"
        self._progress.update(self._task, completed=standing.share, done=done)


def _show(report: BuildReport, store: "Store", *, json: bool) -> None:
    if json:
        print_json({"index": str(store), **asdict(report)})
    else:
        _print_report(report, store)


def _print_report(report: BuildReport, store: "Store") -> None:
    """Say what was done with each file; what needs attention goes to standard error."""
    for warning in report.warnings:
        warn(f"{warning.name}: {warning.reason}")
    for refusal in report.refused:
        warn(f"{refusal.name} was refused: {refusal.reason}")
    for word, names in (("Indexed", report.indexed), ("Removed", report.removed)):
        if names:
            console.print(plain_text(f"{word} {', '.join(names)}"), soft_wrap=True)
    console.print(
        plain_text(
            f"{len(report.indexed)} indexed, {len(report.unchanged)} unchanged, {len(report.removed)} removed, "
            f"{len(report.refused)} refused; the index is {store}"
        ),
        soft_wrap=True,
    )


def documents(index: IndexOption = None, json: JsonOption = False) -> None:
    """List the documents in the index."""
    from qa import FactsheetQA

    found = FactsheetQA.open(index_place(index)).documents()
    if json:
        print_json([asdict(document) for document in found])
        return
    table = Table("Document", "Title", "Country", "Year", "Language", "Pages", box=None, pad_edge=False)
    for document in found:
        cells = (document.name, document.title, document.country, document.year, document.language, document.page_count)
        table.add_row(*(plain_text("–" if cell is None else str(cell)) for cell in cells))
    console.print(table)


def remove(
    name: Annotated[str, typer.Argument(help="The document's file name or id.")],
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Remove a document from the index, without a trace."""
    from qa import FactsheetQA

    FactsheetQA.open(index_place(index)).remove(name)
    if json:
        print_json({"removed": name})
    else:
        console.print(plain_text(f"Removed {name}"), soft_wrap=True)
