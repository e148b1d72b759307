"""`index`, `documents` and `remove`: what the index holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from qa.commands.options import IndexOption, JsonOption, index_folder
from qa.commands.output import console, messages, plain, print_json, warn
from qa.model import BuildReport

DONE_IN_PART = 1


def index(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders of factsheets.", show_default=False)],
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Add factsheets to the index, or bring them up to date; unchanged files are not read again."""
    from qa import FactsheetQA

    folder = index_folder(index)
    with _progress() as progress:
        report = FactsheetQA.build(paths, index=folder, progress=progress).report
    if json:
        print_json({"index": str(folder), **asdict(report)})
    else:
        _print_report(report, folder)
    if report.refused:
        raise typer.Exit(DONE_IN_PART)


@contextmanager
def _progress() -> Iterator["_Bars"]:
    """Progress bars on standard error, one for each step of a build."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=messages) as progress:
        yield _Bars(progress)


class _Bars:
    """Called by a build with a step's name, how much of it is done and how much there is."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._progress.add_task(step.capitalize(), total=total)
        self._progress.update(self._tasks[step], completed=done, total=total)


def _print_report(report: BuildReport, folder: Path) -> None:
    """Say what was done with each file; what needs attention goes to standard error."""
    for warning in report.warnings:
        warn(f"{warning.name}: {warning.reason}")
    for refusal in report.refused:
        warn(f"{refusal.name} was refused: {refusal.reason}")
    for word, names in (("Indexed", report.indexed), ("Removed", report.removed)):
        if names:
            console.print(plain(f"{word} {', '.join(names)}"), soft_wrap=True)
    console.print(
        plain(
            f"{len(report.indexed)} indexed, {len(report.unchanged)} unchanged, {len(report.removed)} removed, "
            f"{len(report.refused)} refused; the index is {folder}"
        ),
        soft_wrap=True,
    )


def documents(index: IndexOption = None, json: JsonOption = False) -> None:
    """List the documents in the index."""
    from qa import FactsheetQA

    found = FactsheetQA.open(index_folder(index)).documents()
    if json:
        print_json([asdict(document) for document in found])
        return
    table = Table("Document", "Title", "Country", "Year", "Language", "Pages", box=None, pad_edge=False)
    for document in found:
        cells = (document.name, document.title, document.country, document.year, document.language, document.page_count)
        table.add_row(*(plain("–" if cell is None else str(cell)) for cell in cells))
    console.print(table)


def remove(
    name: Annotated[str, typer.Argument(help="The document's file name or id.")],
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Remove a document from the index, without a trace."""
    from qa import FactsheetQA

    FactsheetQA.open(index_folder(index)).remove(name)
    if json:
        print_json({"removed": name})
    else:
        console.print(plain(f"Removed {name}"), soft_wrap=True)
