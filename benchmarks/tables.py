"""Writes the tables of the README and of two pages in docs/ from the committed results, between their markers.

python -m benchmarks.tables
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import comparison_tables as comparisons
from benchmarks import model_tables as models
from benchmarks.material import RESULTS

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
COMPARISONS = ROOT / "docs" / "benchmarks.md"
LANGUAGE_MODEL = ROOT / "docs" / "language-model.md"
START, END = "<!-- figures -->", "<!-- /figures -->"

QUALITY = (
    ("R@1", "evidence in the first passage, R@1"),
    ("R@5", "evidence in the first five passages, R@5"),
    ("right", "right answers that cite an evidence page"),
    ("cited page right", "answers that cite an evidence page"),
    ("verbatim quotes", "quotes that stand word for word on the page cited"),
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
    ("environment_mb", "environment on disk, with what the tests need", "MB"),
)


def quality_table(result: Mapping[str, Any]) -> str:
    """Ours beside the plain build, each with its interval."""
    ours, plain = result["ours"]["overall"], result["plain"]["overall"]
    lines = ["| measure | n | this project | plain build |", "| --- | --- | --- | --- |"]
    for name, label in QUALITY:
        lines.append(f"| {label} | {ours[name]['n']} | {_share(ours[name])} | {_share(plain[name])} |")
    return "\n".join(lines)


def group_table(result: Mapping[str, Any], group: str) -> str:
    """Right answers and refusals by kind or language."""
    lines = [f"| {group} | n | right or rightly refused | plain build |", "| --- | --- | --- | --- |"]
    name = "right or rightly refused"
    for key, found in result["ours"][f"by_{group}"].items():
        plain = result["plain"][f"by_{group}"][key]
        lines.append(f"| {key} | {found[name]['n']} | {found[name]['value']:.2f} | {plain[name]['value']:.2f} |")
    return "\n".join(lines)


def cost_table(result: Mapping[str, Any]) -> str:
    """Time, memory and disk."""
    found = dict(result)
    found["first_ready_s"] = sum(found[step] for step in ("import_s", "open_s", "first_answer_s"))
    lines = ["| what | needs |", "| --- | --- |"]
    lines += [f"| {label} | {_rounded(found[name])} {unit} |" for name, label, unit in COST]
    return "\n".join(lines)


def figures_text(results: Path) -> str:
    """All tables, as they stand in the README."""
    plain, cost = _load(results, "plain_build"), _load(results, "start_and_ask")
    reading, peers, sizes = (_load(results, name) for name in ("reading", "peers", "by_size"))
    machine = cost["machine"]
    return "\n\n".join(
        (
            f"Quality on the {plain['ours']['overall']['latency p50']['n']} questions of `{plain['questions']}`, with"
            " 95 % bootstrap intervals:",
            quality_table(plain),
            group_table(plain, "kind"),
            group_table(plain, "language"),
            "Beside other libraries, each by its documentation's recipe and with the same weights: evidence in"
            " the first passage / in the first five ([how](docs/benchmarks.md#peers)):",
            comparisons.peers_short(peers),
            f"Measured on {comparisons.conditions(peers)}",
            "Reading PDFs beside other libraries: share of the evidence held, and processor time as a multiple of"
            " that of pdfplumber's tables ([how](docs/benchmarks.md#reading)):",
            comparisons.reading_short(reading),
            f"Cost for `{cost['factsheet']}` on {machine['cores']} shared cores ({machine['platform']}, Python"
            f" {machine['python']}):",
            cost_table(cost),
            "By size of corpus; the ratio is to the SHA-256 of 8 MiB in the same run"
            " ([how](docs/benchmarks.md#size-of-corpus)):",
            comparisons.sizes_short(sizes),
            f"Measured on {comparisons.conditions(sizes)}",
        )
    )


def comparison_blocks(results: Path) -> dict[str, str]:
    """The tables of docs/benchmarks.md by the names of their markers."""
    return {
        "reading": comparisons.reading_full(_load(results, "reading")),
        "peers": comparisons.peers_full(_load(results, "peers")),
        "sizes": comparisons.sizes_full(_load(results, "by_size")),
        "page": comparisons.page_full(_load(results, "page_times"), _load(results, "load")),
        "search": comparisons.search_full(_load(results, "search_by_size")),
    }


def model_blocks(results: Path) -> dict[str, str]:
    """The tables of docs/language-model.md by the names of their markers."""
    return {
        "verifier": models.verifier_full(_load(results, "verifier")),
        "generated": models.generated_full(_load(results, "generated")),
    }


def _load(results: Path, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((results / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def _share(found: Mapping[str, float]) -> str:
    return f"{found['value']:.2f} ({found['low']:.2f}–{found['high']:.2f})"


def _rounded(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def between(text: str, start: str, end: str, block: str) -> str:
    """The text with a block put between two markers."""
    before, rest = text.split(start, 1)
    _, after = rest.split(end, 1)
    return f"{before}{start}\n{block}\n{end}{after}"


def main() -> None:
    """Put the tables into the pages."""
    readme = README.read_text(encoding="utf-8")
    README.write_text(between(readme, START, END, figures_text(RESULTS)), encoding="utf-8")
    for path, blocks in ((COMPARISONS, comparison_blocks(RESULTS)), (LANGUAGE_MODEL, model_blocks(RESULTS))):
        page = path.read_text(encoding="utf-8")
        for name, block in blocks.items():
            page = between(page, f"<!-- {name} -->", f"<!-- /{name} -->", block)
        path.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
