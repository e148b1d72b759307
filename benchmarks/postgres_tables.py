"""Tables of an index in PostgreSQL beside one in a folder."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from benchmarks.comparison_tables import conditions

Result: TypeAlias = Mapping[str, Any]
PLACES = ("folder", "postgres")


def postgres_page(result: Result) -> str:
    """Return the tables of a result: by size, recall of vectors, and recall of words."""
    recall = result["recall"]
    return "\n\n".join(
        (
            "## By size",
            sizes_table(result["sizes"]),
            "## The ten nearest passages",
            recall_table(recall),
            "## The ten best passages by words",
            words_table(recall),
        )
    )


def sizes_table(sizes: Result) -> str:
    """Return a row for each size and store: times, memory and disk."""
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


def recall_table(counts: Result) -> str:
    """Return a row for each filter: recall of the graph, and the time of search with and without it."""
    rows = [
        (count, name, graph, graph["ms"], found["all compared"][name]["ms"])
        for count, found in counts.items()
        for name, graph in found["graph"].items()
    ]
    return _filters_table(("by the graph", "all compared"), rows, counts)


def words_table(counts: Result) -> str:
    """Return a row for each filter: recall of search by words, and its time alone and together with vectors."""
    rows = [
        (count, name, words, words["ms"], words["both_ms"])
        for count, found in counts.items()
        for name, words in found["words"].items()
    ]
    return _filters_table(("by words", "by both, in one statement"), rows, counts)


def _filters_table(ways: tuple[str, str], rows: Sequence[tuple[Any, ...]], counts: Result) -> str:
    """Return a table whose rows hold passages, filter, recall and the times of both ways."""
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


def _conditions(sizes: Result) -> str:
    """Return one line on the machine of the last run, which ran the server too."""
    *_, last = sizes.values()
    return f"Measured with the server on the same machine, {conditions(last)}"
