"""The commands `index`, `documents` and `remove`, which change and list the contents of the index."""

from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from qa.commands.build_report import show_report
from qa.commands.options import IndexOption, JsonOption, index_place
from qa.commands.output import console, messages, plain_text, print_json, problem
from qa.commands.progress import indexing_progress
from qa.model import BuildReport

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from index.contract import Store

DONE_IN_PART = 1
"""Exit code when some files were refused."""


def index(
    paths: Annotated[
        list[Path],
        typer.Argument(help='Files, folders or patterns in quotes ("reports/**/*.pdf").', show_default=False),
    ],
    index: IndexOption = None,
    json: JsonOption = False,
    check: Annotated[
        bool, typer.Option("--check", help="Verify every byte of the index and rebuild what is damaged.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Keep running and index every change, until Ctrl-C.")] = False,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help="Read and embed on the Dask cluster of this scheduler."),
    ] = None,
) -> None:
    """Add factsheets to the index, or update them; unchanged files are not read again."""
    from index.stores import store_at
    from qa.indexing.build import update
    from qa.settings import Settings

    store = store_at(index_place(index), thorough=check)
    with _executor(cluster) as executor:
        with indexing_progress() as progress:
            report = update(store, paths, Settings(), progress, executor)
        show_report(report, store, json=json)
        if watch:
            _watch(paths, store, executor, json=json)
    if report.refused:
        raise typer.Exit(DONE_IN_PART)


def _executor(address: str | None) -> AbstractContextManager["Executor | None"]:
    """Return the cluster's executor; without an address there is none, and this machine does the work."""
    if address is None:
        return nullcontext()
    from qa.cluster import cluster

    return cluster(address)


def _watch(paths: list[Path], store: "Store", executor: "Executor | None", *, json: bool) -> None:
    """Update the index after each change, until Ctrl-C; failures are printed and tried again."""
    from qa.indexing.watch import watch
    from qa.settings import Settings

    messages.print(plain_text("Watching for changes; press Ctrl-C to stop"))
    with suppress(KeyboardInterrupt):
        for outcome in watch(store, paths, Settings(), executor=executor):
            if isinstance(outcome, BuildReport):
                show_report(outcome, store, json=json)
            else:
                problem(str(outcome))


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
