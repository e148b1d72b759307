"""A run as JSON and as tables on the terminal."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from qa.evaluate.baseline import Comparison
from qa.evaluate.measures import MEASURES, Figure, figures
from qa.evaluate.record import Record, to_json

GROUP_MEASURES = ("R@1", "R@5", "right", "false refusals", "refusal recall", "cited page right")
"""What the tables by kind and by language show; the JSON holds every measure."""

GROUPINGS: dict[str, Callable[[Record], str]] = {
    "kind": lambda record: record.kind,
    "language": lambda record: record.language,
}


def run_to_json(records: Sequence[Record], about: dict[str, Any]) -> dict[str, Any]:
    """The whole run: what was run, its figures overall and by group, and a record for each question."""
    grouped = {f"by_{name}": _grouped(records, key) for name, key in GROUPINGS.items()}
    return {
        "about": about,
        "overall": _plain(figures(records)),
        **{name: {group: _plain(found) for group, found in groups.items()} for name, groups in grouped.items()},
        "records": [to_json(record) for record in records],
    }


def print_run(console: Console, records: Sequence[Record]) -> None:
    """Print the figures overall, by kind and by language."""
    overall = figures(records)
    table = _table(f"All {len(records)} questions", "Measure", "Value", "95 % interval", "n")
    for measure in MEASURES:
        if (found := overall.get(measure.name)) is not None:
            value = f"{_number(found.value, measure.unit)} {measure.unit}".strip()
            table.add_row(measure.name, value, _interval(found, measure.unit), str(found.n))
    console.print(table)
    for name, key in GROUPINGS.items():
        console.print(_group_table(name, _grouped(records, key)))


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print which questions got worse and which got better than in the baseline."""
    for word, records, style in (("Worse", comparison.worse, "red"), ("Better", comparison.better, "green")):
        for record in records:
            console.print(Text(f"{word}: {record.id} {record.question}", style=style))
            console.print(Text(f"    gold: {record.gold or 'not stated'}\n    said: {record.answer}", style="dim"))
    console.print(
        f"Right or rightly refused {comparison.after:.3f}, in the baseline {comparison.before:.3f} "
        f"(n = {comparison.n}; {len(comparison.better)} better, {len(comparison.worse)} worse, "
        f"McNemar p = {comparison.p:.3f})"
    )


def _grouped(records: Sequence[Record], key: Callable[[Record], str]) -> dict[str, dict[str, Figure]]:
    groups: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return {group: figures(groups[group]) for group in sorted(groups)}


def _group_table(name: str, groups: dict[str, dict[str, Figure]]) -> Table:
    """One row a group; a cell holds the value, the number of questions and, below, the interval."""
    table = _table(f"By {name} (value/n, 95 % interval)", name.capitalize(), *GROUP_MEASURES)
    for group, found in groups.items():
        table.add_row(group, *(_cell(found.get(measure)) for measure in GROUP_MEASURES))
    return table


def _table(title: str, *columns: str) -> Table:
    """A table that fits a terminal of 80 columns."""
    return Table(*columns, title=f"\n{title}", title_justify="left", box=None, padding=(0, 1, 0, 0), pad_edge=False)


def _cell(found: Figure | None) -> str:
    if found is None:
        return "–"
    return f"{_number(found.value)}/{found.n}\n{_interval(found)}"


def _interval(found: Figure, unit: str = "") -> str:
    return f"{_number(found.low, unit)}–{_number(found.high, unit)}"


def _number(value: float, unit: str = "") -> str:
    return f"{value:.0f}" if unit else f"{value:.2f}"


def _plain(found: dict[str, Figure]) -> dict[str, dict[str, float]]:
    return {name: one.to_dict() for name, one in found.items()}
