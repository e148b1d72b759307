"""Write the tables of all committed results as Markdown: a page for each below `benchmarks/results/`, and the README's.

python -m benchmarks.tables
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks import comparison_tables as comparisons
from benchmarks import model_tables as models
from benchmarks.fitting.tables import fit_text
from benchmarks.material import RESULTS
from benchmarks.postgres_tables import postgres_page
from benchmarks.speed_tables import word_search_page
from benchmarks.unseen_tables import unseen_page

Result: TypeAlias = Mapping[str, Any]

README = Path(__file__).parent.parent / "README.md"
START, END = "<!-- figures -->", "<!-- /figures -->"

QUALITY = (
    ("R@1", "evidence in the first passage, R@1"),
    ("R@5", "evidence in the first five passages, R@5"),
    ("right", "right answers that cite an evidence page"),
    ("cited page right", "answers that cite an evidence page"),
    ("verbatim quotes", "quotes that are verbatim on the page cited"),
    ("refusal recall", "unanswerable questions refused"),
    ("false refusals", "answerable questions refused"),
)
COST = (
    ("index_s", "index the factsheet", "s"),
    ("index_again_s", "index again, unchanged", "s"),
    ("first_ready_s", "import, open and first answer", "s"),
    ("ask_p50_ms", "answer, median", "ms"),
    ("ask_p95_ms", "answer, 95th percentile", "ms"),
    ("server_ready_s", "start the server", "s"),
    ("server_resident_mb", "resident memory of the server", "MB"),
    ("index_mb", "index on disk", "MB"),
    ("environment_mb", "environment on disk, including what the tests need", "MB"),
)


def quality_page(plain: Result) -> str:
    """Return the measures of the set that the weights were fitted on, beside a plain build."""
    return "\n\n".join(
        (
            f"The {plain['ours']['overall']['latency p50']['n']} questions of `{plain['questions']}`, with 95 %"
            " bootstrap intervals. The weights of the ranking were fitted on this set.",
            quality_table(plain),
            group_table(plain, "kind"),
            group_table(plain, "language"),
        )
    )


def quality_table(result: Result) -> str:
    """Return each measure of this project beside the plain build's, with intervals."""
    ours, plain = result["ours"]["overall"], result["plain"]["overall"]
    lines = ["| measure | n | this project | plain build |", "| --- | --- | --- | --- |"]
    for name, label in QUALITY:
        lines.append(f"| {label} | {ours[name]['n']} | {_share(ours[name])} | {_share(plain[name])} |")
    return "\n".join(lines)


def group_table(result: Result, group: str) -> str:
    """Return the share of right answers and right refusals by kind or by language."""
    lines = [f"| {group} | n | right or rightly refused | plain build |", "| --- | --- | --- | --- |"]
    name = "right or rightly refused"
    for key, found in result["ours"][f"by_{group}"].items():
        plain = result["plain"][f"by_{group}"][key]
        lines.append(f"| {key} | {found[name]['n']} | {found[name]['value']:.2f} | {plain[name]['value']:.2f} |")
    return "\n".join(lines)


def cost_page(result: Result) -> str:
    """Return time, memory and disk for one factsheet."""
    found = dict(result)
    found["first_ready_s"] = sum(found[step] for step in ("import_s", "open_s", "first_answer_s"))
    machine = result["machine"]
    lines = [
        f"Cost for `{result['factsheet']}` on {machine['cores']} shared cores ({machine['platform']}, Python"
        f" {machine['python']}):\n",
        "| what | needs |",
        "| --- | --- |",
    ]
    lines += [f"| {label} | {_rounded(found[name])} {unit} |" for name, label, unit in COST]
    return "\n".join(lines)


PAGES: Mapping[str, tuple[str, str, Callable[[Result], str]]] = {
    "quality": ("Quality on a development set", "plain_build", quality_page),
    "cost": ("Cost", "start_and_ask", cost_page),
    "reading": ("Reading", "reading", comparisons.reading_full),
    "table_cells": ("Number cells of real tables", "table_cells", comparisons.cells_full),
    "peers": ("Retrieval beside other libraries", "peers", comparisons.peers_full),
    "by_size": ("By number of factsheets", "by_size", comparisons.sizes_full),
    "search_by_size": ("Search by number of passages", "search_by_size", comparisons.search_full),
    "page_times": ("The page in the browser", "page_times", comparisons.page_times_table),
    "load": ("The page under load", "load", comparisons.load_table),
    "load_attacked": ("The page under attack", "load_attacked", comparisons.attacked_table),
    "verifier": ("Verifying generated sentences", "verifier", models.verifier_full),
    "generated": ("Answers rephrased by a language model", "generated", models.generated_full),
    "fit": ("What each signal adds", "fit", fit_text),
    "unseen": ("Questions that judge the project", "unseen", unseen_page),
    "postgres": ("An index in PostgreSQL", "postgres", postgres_page),
    "word_search": ("Search by words beside other engines", "word_search", word_search_page),
}
"""For each page its title, the result it shows and the function that writes its tables."""


def page_text(name: str, results: Path = RESULTS) -> str:
    """Return a page of tables as Markdown."""
    title, result, write = PAGES[name]
    body = write(load_result(result, results)).strip()
    return f"# {title}\n\nGenerated from `{result}.json` by `python -m benchmarks.tables`.\n\n{body}\n"


def load_result(name: str, results: Path = RESULTS) -> dict[str, Any]:
    """Return a committed result."""
    loaded: dict[str, Any] = json.loads((results / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def headline_table(results: Path = RESULTS) -> str:
    """Return the six figures of the README."""
    unseen, cost = load_result("unseen", results), load_result("start_and_ask", results)
    (cells,) = load_result("table_cells", results)["sets"].values()
    readers = {name: found["right"] for name, found in cells["readers"].items()}
    peer, share = max(
        ((name, one) for name, one in readers.items() if name != "this project"), key=lambda item: item[1]
    )
    blind, typed, real = unseen["blind2"], unseen["typed_other"], unseen["real_unseen"]
    families = [unseen["region_profiles"], unseen["innovation_notes"]]
    typed_on_families = sum(each["questions"] for each in families)
    right_on_families = sum(each["right"] * each["questions"] for each in families) / typed_on_families
    rows = (
        (f"right or rightly refused, of {blind['questions']} blind questions", f"{blind['right']:.0%}", "unseen"),
        (f"the same, of {typed['questions']} typed into a chat", f"{typed['right']:.0%}", "unseen"),
        (f"the same, of {typed_on_families} on other layouts", f"{right_on_families:.0%}", "unseen"),
        (f"the same, of {real['questions']} on real documents", f"{real['right']:.0%}", "unseen"),
        ("refused, of the unanswerable blind questions", f"{blind['refused']:.0%}", "unseen"),
        (f"table cells of government PDFs ({peer}: {share:.0%})", f"{readers['this project']:.0%}", "table_cells"),
        ("index a 20-page factsheet; answer a question", _seconds(cost), "cost"),
    )
    lines = ["| what | figure | details |", "| --- | --- | --- |"]
    lines += [f"| {what} | {figure} | [{page}](benchmarks/results/{page}.md) |" for what, figure, page in rows]
    return "\n".join(lines)


def _seconds(cost: Result) -> str:
    return f"{_rounded(cost['index_s'])} s; {_rounded(cost['ask_p50_ms'])} ms"


def write_tables() -> None:
    """Write all pages of tables, and the README's table between its markers."""
    for name in PAGES:
        (RESULTS / f"{name}.md").write_text(page_text(name), encoding="utf-8")
    before, rest = README.read_text(encoding="utf-8").split(START, 1)
    _, after = rest.split(END, 1)
    README.write_text(f"{before}{START}\n{headline_table()}\n{END}{after}", encoding="utf-8")


def _share(found: Mapping[str, float]) -> str:
    return f"{found['value']:.2f} ({found['low']:.2f}–{found['high']:.2f})"


def _rounded(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


if __name__ == "__main__":
    write_tables()
