"""Write the tables of the comparisons as Markdown: reading, peers, and cost by size of corpus."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Result = Mapping[str, Any]

SETS = {
    "bundled": "bundled factsheets",
    "mexico": "Mexico",
    "compare": "four countries",
    "xquad_en": "XQuAD, English questions",
    "xquad_es": "XQuAD, Spanish questions",
}
"""Names of the peers' question sets in the tables."""

STEPS = {
    "embed": "embed the question",
    "search": "search",
    "rerank": "rank",
    "answer": "compose",
    "total": "whole answer",
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def conditions(result: Result) -> str:
    """Return one line on the machine of a run."""
    machine = result["machine"]
    return (
        f"{machine['cores']} shared cores ({machine['platform']}, Python {machine['python']}), load average"
        f" {machine['load']} at the end of the run; times of one run hold against each other only."
    )


def reading_full(result: Result) -> str:
    """Return a table of all arms, readers and kinds of evidence."""
    parts = []
    for arm, by_reader in result["arms"].items():
        rows = [
            [
                name,
                kind,
                str(found["whole"]["n"]),
                *_shares(found),
                "–" if found["words"] is None else f"{found['words']:.0f}",
            ]
            for name, kinds in by_reader.items()
            for kind, found in kinds.items()
        ]
        head = ("reader", "evidence", "n", "whole", "80 %", "page", "labels", "labels, nearly", "words")
        parts.append(f"{arm[0].upper()}{arm[1:]}:\n\n{table(head, rows)}")
    rows = [
        [
            name,
            f"{one['ms_per_page']:.1f}",
            f"{one['ratio']:.2f}",
            f"{one['cpu_ratio']:.2f}",
            f"{result['peak_mb'][name]:.0f}",
        ]
        for name, one in result["speed"].items()
    ]
    costs = ("reader", "ms a page", "time, of pdfplumber's tables", "processor time, likewise", "peak MB")
    parts.append(
        f"Cost over {result['pdf_pages']} pages, medians of {result['repeats']} rounds:\n\n{table(costs, rows)}"
    )
    return "\n\n".join([*parts, *_reasons(result), conditions(result)])


def _shares(found: Result) -> list[str]:
    measures = ("whole", "enough", "page", "labels", "near_labels")
    return [f"{one['value']:.3f}" if (one := found[measure]) else "–" for measure in measures]


def _reasons(result: Result) -> list[str]:
    return [f"{name} cannot run: `{reason}`" for name, reason in result["cannot_run"].items()]


def cells_full(result: Result) -> str:
    """Return one table per set of documents: the cells that each reader reads right, and what that costs."""
    parts = []
    for name, found in result["sets"].items():
        columns = list(next(iter(found["readers"].values())))
        rows = [
            [reader, *(_count_or_share(one[column]) for column in columns)] for reader, one in found["readers"].items()
        ]
        head = ("", *(column.replace("_", " ") for column in columns))
        parts.append(f"{name}, {found['documents']} documents:\n\n{table(head, rows)}")
    return "\n\n".join([*parts, conditions(result)])


def _count_or_share(value: float | None) -> str:
    return str(value) if isinstance(value, int) else _figure(value)


def peers_full(result: Result) -> str:
    """Return one table per set, one of costs, and the reasons why a peer cannot run."""
    parts = []
    for name, by_contender in result["sets"].items():
        columns = list(next(iter(by_contender.values())))
        rows = [
            [contender, *(_figure(found[column]) for column in columns)] for contender, found in by_contender.items()
        ]
        title = f"{SETS[name][0].upper()}{SETS[name][1:]}, {result['questions'][name]} questions (load average"
        title += f" {result['load'][name]}):"
        parts.append(f"{title}\n\n{table(('', *(_label(column) for column in columns)), rows)}")
    alone = {name: found for name, found in result["alone"].items() if name != "set"}
    if alone:
        columns = list(next(iter(alone.values())))
        rows = [[contender, *(_figure(found[column]) for column in columns)] for contender, found in alone.items()]
        head = ("", *(_label(column) for column in columns))
        parts.append(f"Each alone, on the set {SETS[result['alone']['set']]}:\n\n{table(head, rows)}")
    return "\n\n".join([*parts, *_reasons(result), conditions(result)])


def _label(column: str) -> str:
    return column.replace("_in_five", " in five").replace("_seconds", ", s").replace("_", " ").replace(" ms", ", ms")


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if value < 1.005 else f"{value:.1f}" if value < 20 else f"{value:.0f}"


def sizes_full(result: Result) -> str:
    """Return all steps at each size, and the cost of one factsheet."""
    one = result["one_factsheet"]
    costs = [
        [step, f"{one[step]['ms']:.0f}", f"{one[step]['ratio']:.0f}"] for step in ("read", "embed", "token vectors")
    ]
    per_sheet = f"One factsheet of {one['pages']:.0f} pages and {one['passages']:.0f} passages:"
    asked = [
        [size, *(_timed(found["ask"][step]) for step in STEPS), str(found["questions"]), f"{found['answered']:.2f}"]
        for size, found in result["sizes"].items()
    ]
    return "\n\n".join(
        (
            f"{per_sheet}\n\n{table(('step', 'ms', 'ratio'), costs)}",
            f"Indexing and starting:\n\n{_indexing(result)}",
            f"The same with factsheets that were cut short:\n\n{_indexing(result, 'short')}",
            "Answering, median / 95th percentile in ms (ratio of the median):\n\n"
            + table(("factsheets", *STEPS.values(), "questions", "answered"), asked),
            conditions(result),
        )
    )


def _indexing(result: Result, part: str = "sizes") -> str:
    """Return the cost of storing, of adding one more and of starting at each size."""
    rows = [
        [
            size,
            str(found["passages"]),
            f"{found['store_s']:.1f}",
            f"{found['add_one_s']:.1f} ({found['add_one_ratio']:.0f})",
            f"{found['import_s']:.1f}",
            f"{found['open_s']:.1f} ({found['open_ratio']:.0f})",
            str(found["peak_mb"]),
            f"{found['index_mb']:.0f}",
        ]
        for size, found in result.get(part, {}).items()
    ]
    head = ("factsheets", "passages", "store the others, s", "add one, s (ratio)", "import, s", "open, s (ratio)")
    return table((*head, "peak MB", "index, MB"), rows)


def search_full(result: Result) -> str:
    """Return our search at each size, with the recipes beside it."""
    ours, beside = [], []
    for count, found in result["sizes"].items():
        own = found["this project"]
        times = [_timed(own["search"][step]) for step in ("vectors", "words", "both")]
        memory = [str(own["memory_mb"][part]) for part in ("peak", "own", "mapped")]
        opened = [f"{own['open_s']:.1f}", f"{own['first_s']:.1f}"]
        ours.append([f"{int(count):,}", *times, f"{own['recall']:.3f}", *opened, *memory, f"{own['index_mb']:.0f}"])
        beside += [_recipe(count, name, one) for name, one in found.items()]
    headings = ("passages", "by vectors", "by words", "both", "recall@10", "open, s", "first search, s")
    return "\n\n".join(
        (
            table((*headings, "peak MB", "own MB", "mapped MB", "index, MB"), ours),
            "Beside recipes, by vectors alone:\n\n"
            + table(("passages", "search", "by vectors", "recall@10", "build, s", "peak MB"), beside),
            conditions(result),
        )
    )


def _recipe(count: str, name: str, found: Mapping[str, Any]) -> list[str]:
    if "failed" in found:
        return [f"{int(count):,}", name, f"failed: {found['failed']}", "–", "–", "–"]
    figures = [_timed(found["search"]["vectors"]), f"{found['recall']:.3f}", f"{found['built_s']:.0f}"]
    return [f"{int(count):,}", name, *figures, str(found["memory_mb"]["peak"])]


def _timed(found: Mapping[str, float]) -> str:
    return f"{found['p50']:.1f} / {found['p95']:.1f} ({found['ratio']:.2f})"


def page_times_table(result: Result) -> str:
    """Return how long the page takes in the browser, from an action to the frame after the change is drawn."""
    rows = [
        [name, f"{found['p50']:.0f}", f"{found['p95']:.0f}", f"{found['max']:.0f}", str(found["n"])]
        for name, found in result["ms"].items()
    ]
    return "\n\n".join(
        (
            f"Milliseconds in Chromium, {result['visits']} visits:",
            table(["until", "median", "95th percentile", "longest", "n"], rows),
            conditions(result),
        )
    )


def load_table(result: Result) -> str:
    """Return how the server performs while many sessions ask at once."""
    row = [
        str(result["answers"]),
        *(str(len(result[name])) for name in ("errors", "wrong", "mixed_up")),
        f"{result['seconds_p50']:.2f}",
        f"{result['seconds_p95']:.2f}",
        f"{result['memory_mb_early']} → {result['memory_mb_late']}",
        f"{result['memory_growth']:.1%}",
    ]
    head = ["answers", "errors", "wrong", "mixed up", "p50, s", "p95, s", "memory, MB", "its growth"]
    return "\n\n".join(
        (
            f"{result['sessions']} sessions asking for {result['minutes']:g} minutes while a document is re-indexed:",
            table(head, [row]),
            conditions(result),
        )
    )


def attacked_table(result: Result) -> str:
    """Return how the server performs beside hostile visitors, and what they tried."""
    seconds = ("seconds_p50", "seconds_p95", "attacked_seconds_p50", "attacked_seconds_p95")
    row = [
        str(result["answers"]),
        *(str(len(result[name])) for name in ("errors", "wrong", "mixed_up")),
        *("–" if result[name] is None else f"{result[name]:.2f}" for name in seconds),
        f"{result['memory_mb_early']} → {result['memory_mb_late']}",
    ]
    head = ["answers", "errors", "wrong", "mixed up", "p50, s", "p95, s", "attacked p50, s", "p95, s", "memory, MB"]
    return "\n\n".join(
        (
            f"{result['sessions']} sessions asking for {result['minutes']:g} minutes while a document is re-indexed,"
            " half of the time beside hostile visitors:",
            table(head, [row]),
            "What the hostile visitors tried, with the outcome or the state of the response:",
            table(["try", "times"], [[kind, str(count)] for kind, count in result["hostile"].items()]),
            conditions(result),
        )
    )
