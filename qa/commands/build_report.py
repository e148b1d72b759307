"""Print what a build did with each file."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from qa.commands.output import console, plain_text, print_json, warn
from qa.model import BuildReport

if TYPE_CHECKING:
    from index.contract import Store


def show_report(report: BuildReport, store: "Store", *, json: bool = False) -> None:
    """Print the report as text, with problems on standard error, or as JSON alone."""
    if json:
        print_json({"index": str(store), **asdict(report)})
    else:
        _print_problems(report)
        _print_summary(report, store)


def _print_problems(report: BuildReport) -> None:
    for warning in report.warnings:
        warn(f"{warning.name}: {warning.reason}")
    for refusal in report.refused:
        warn(f"{refusal.name} was refused: {refusal.reason}")


def _print_summary(report: BuildReport, store: "Store") -> None:
    for word, names in (("Indexed", report.indexed), ("Removed", report.removed)):
        if names:
            console.print(plain_text(f"{word} {', '.join(names)}"), soft_wrap=True)
    counts = (
        f"{len(report.indexed)} indexed, {len(report.unchanged)} unchanged, {len(report.removed)} removed, "
        f"{len(report.refused)} refused; the index is {store}"
    )
    console.print(plain_text(counts), soft_wrap=True)
