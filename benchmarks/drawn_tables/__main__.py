"""Draw tables in random layouts, read them, and measure which cells have the right text, row label and column label.

    python -m benchmarks.drawn_tables [--tables 200] [--seed 1] [--misses] [--no-write]

A cell is right if a passage has its text, at least 80 % of the words of its row's label, and of its column's headers.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import mean
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from benchmarks.drawn_tables.contents import Content, fill
from benchmarks.drawn_tables.draw import draw_page
from benchmarks.drawn_tables.layouts import Options, random_layout
from benchmarks.material import write
from benchmarks.table_cells.ground_truth import LabelledCell
from benchmarks.table_cells.scores import judge_cells
from corpus.limits import Limits
from corpus.parse import parse_file

console = Console(width=150)


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table that was drawn and read: its options, and which of its cells are right."""

    number: int
    options: Options
    right: tuple[bool, ...]


def gold_cells(content: Content) -> Iterator[LabelledCell]:
    """Yield the cells of a table with their labels."""
    for row in content.rows:
        for header, text in zip(content.full_headers, row.values, strict=False):
            yield LabelledCell(1, text, row.label, header)


def read_cells(path: Path) -> Iterator[LabelledCell]:
    """Yield the passages of a file that have a row."""
    for passage in parse_file(path, Limits()).passages:
        if passage.row:
            yield LabelledCell(passage.page or 0, passage.text, passage.row, passage.column or "")


def measure_table(number: int, seed: int, folder: Path) -> DrawnTable:
    """Draw a table and read it."""
    random = Random(f"{seed}:{number}")  # noqa: S311 - no secret
    layout = random_layout(random)
    content = fill(layout, random)
    path = folder / f"{number}.pdf"
    draw_page(path, layout, content, random)
    marks = judge_cells(list(gold_cells(content)), read_cells(path))
    return DrawnTable(number, layout.options(), tuple(mark["right"] for mark in marks))


def by_option(tables: Sequence[DrawnTable]) -> dict[str, dict[str, float]]:
    """Return the share of right cells for each value of each option."""
    found: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for table in tables:
        for option, value in table.options.items():
            found[option][value] += table.right
    return {
        option: {value: round(mean(right), 3) for value, right in sorted(values.items())}
        for option, values in found.items()
    }


def print_shares(shares: Mapping[str, Mapping[str, float]]) -> None:
    """Print the shares, an option a line."""
    for option, values in shares.items():
        console.print(f"{option}: " + ", ".join(f"{value} {share}" for value, share in values.items()), markup=False)


def main(
    tables: Annotated[int, typer.Option(min=1, help="The number of tables.")] = 200,
    seed: Annotated[int, typer.Option(help="Another seed draws other tables.")] = 1,
    keep: Annotated[Path | None, typer.Option(help="Keep the drawn files in this folder.")] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List the tables that are not all right.")] = False,
    save: Annotated[
        bool, typer.Option("--write/--no-write", help="Write benchmarks/results/drawn_tables.json.")
    ] = True,
) -> None:
    """Draw and read tables, and write the shares of right cells."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        numbers = track(range(tables), "Reading", console=Console(stderr=True))
        found = [measure_table(number, seed, folder) for number in numbers]
    right = round(mean(mark for table in found for mark in table.right), 4)
    whole = round(mean(all(table.right) for table in found), 4)
    console.print(f"cells right: {right}; tables wholly right: {whole}")
    print_shares(by_option(found))
    if misses:
        for table in found:
            if not all(table.right):
                console.print(f"{table.number}: {sum(table.right)} of {len(table.right)} {table.options}", markup=False)
    if save:
        write("drawn_tables", {"tables": tables, "seed": seed, "cells_right": right, "tables_right": whole,
                               "by_option": by_option(found)})  # fmt: skip


if __name__ == "__main__":
    typer.run(main)
