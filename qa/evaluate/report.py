"""A run as JSON and as tables on the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from qa.commands.output import plain
from qa.evaluate.baseline import Change, Comparison
from qa.evaluate.curves import calibration, risk_coverage
from qa.evaluate.measures import MEASURES, Figure
from qa.evaluate.outcome import Outcome
from qa.evaluate.record import Record, to_json
from qa.evaluate.summary import Figures, Summary, summarise

GROUP_MEASURES = ("R@1", "R@5", "right", "false refusals", "refusal recall", "cited page right")
"""What the tables by group show; the JSON holds every measure."""
MODE_MEASURES = (
    "right", "false refusals", "citation precision", "citation recall", "sentence support", "removed sentences",
    "put into words", "answer words p50", "latency p50", "latency p95",
)  # fmt: skip
"""What the table of the two modes shows."""
ARM_MEASURES = ("R@1", "R@5", "nDCG@10", "page R@1", "right", "false refusals", "citation recall")
"""What the table of the two arms shows, over the questions of the smaller one."""


def run_to_json(records: Sequence[Record], about: Mapping[str, Any]) -> dict[str, Any]:
    """A run of one arm: what was run, its figures overall and by group, its curves, and a record for each question."""
    return {"about": about, **_arm_to_json(records)}


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    """A whole evaluation: the whole-corpus arm as `run_to_json` has it, and the known-document arm below it."""
    run = run_to_json(outcome.records, outcome.about)
    if outcome.index_seconds is not None:
        run["index_seconds_per_document"] = outcome.index_seconds.to_dict()
    if outcome.extractive:
        run["extractive"] = _plain(summarise(outcome.extractive).overall)
    if outcome.known:
        run["known_document"] = _arm_to_json(outcome.known)
    return run


def _arm_to_json(records: Sequence[Record]) -> dict[str, Any]:
    summary = summarise(records)
    return {
        "overall": _plain(summary.overall),
        **{
            f"by_{name}": {group: _plain(found) for group, found in groups.items()}
            for name, groups in summary.groups.items()
        },
        "risk_coverage": [point.to_dict() for point in risk_coverage(records)],
        "calibration": [found.to_dict() for found in calibration(records)],
        "records": [to_json(record) for record in records],
    }


def print_run(console: Console, records: Sequence[Record]) -> None:
    """Print the figures overall and by group."""
    summary = summarise(records)
    console.print(_overall_table(summary))
    for name, groups in summary.groups.items():
        if len(groups) > 1 and name != "refusal":
            console.print(_group_table(name, groups))
    if summary.groups["refusal"]:
        console.print(_refusal_table(summary.groups["refusal"]))


def print_arms(console: Console, whole: Sequence[Record], known: Sequence[Record]) -> None:
    """Print both arms beside each other, over the questions that both have."""
    arms = same_questions(whole, known)
    table = _table(
        f"Two arms, {len(known)} questions that name their documents", "Measure", "Whole corpus", "Known document", "n"
    )
    for name in ARM_MEASURES:
        if name in arms[0] and name in arms[1]:
            cells = (f"{number(found[name])} ({interval(found[name])})" for found in arms)
            table.add_row(name, *cells, str(arms[0][name].n))
    console.print(table)


def print_modes(console: Console, extractive: Sequence[Record], generated: Sequence[Record]) -> None:
    """Print the answers of a language model beside those by quotes alone, over the same questions."""
    table = _table(f"Two modes, {len(generated)} questions", "Measure", "Extractive", "Generated", "n")
    for name, cells in mode_rows(extractive, generated):
        table.add_row(name, *cells)
    console.print(table)


def mode_rows(extractive: Sequence[Record], generated: Sequence[Record]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """For each measure of both modes its name, both values with their intervals, and n of the generated one."""
    both = [summarise(records).overall for records in (extractive, generated)]
    for measure in MEASURES:
        if measure.name in MODE_MEASURES and measure.name in both[1]:
            found = (one.get(measure.name) for one in both)
            old, new = (f"{number(f, measure.unit)} ({interval(f, measure.unit)})" if f else "–" for f in found)
            yield f"{measure.name} {measure.unit}".strip(), (old, new, str(both[1][measure.name].n))


def same_questions(whole: Sequence[Record], known: Sequence[Record]) -> tuple[Figures, Figures]:
    """The figures of both arms over the questions of the known-document one."""
    ids = {record.id for record in known}
    return summarise([record for record in whole if record.id in ids]).overall, summarise(known).overall


def print_comparison(console: Console, comparison: Comparison, max_drop: float) -> None:
    """Print which questions got worse and which got better than in the baseline, and how the measures changed."""
    for word, changes, style in (("Worse", comparison.worse, "red"), ("Better", comparison.better, "green")):
        for change in changes:
            console.print(plain(f"{word}: {change.after.id} {change.after.question}", style=style))
            console.print(plain(_change(change), style="dim"))
    dropped = {found.measure for found in comparison.dropped(max_drop)}
    table = _table("Against the baseline", "Measure", "Before", "Now", "95 % of the change", "p", "n", "")
    for found in comparison.differences.values():
        cells = (f"{found.before:.3f}", f"{found.after:.3f}", f"{found.low:+.3f} to {found.high:+.3f}")
        p = "" if found.p is None else f"{found.p:.3f}"
        table.add_row(found.measure, *cells, p, str(found.n), "dropped" if found.measure in dropped else "")
    console.print(table)
    console.print(f"{len(comparison.better)} better, {len(comparison.worse)} worse")
    for ids, what in ((comparison.new, "not in the baseline"), (comparison.gone, "only in the baseline")):
        if ids:
            console.print(plain(f"{len(ids)} questions are {what} and were not compared: {', '.join(ids)}"))


def _change(change: Change) -> str:
    ranks = (str(record.rank or "not found") for record in (change.before, change.after))
    return (
        f"    gold:   {change.after.gold or 'not stated'}\n    before: {change.before.answer}\n"
        f"    now:    {change.after.answer}\n    rank of the evidence: {' → '.join(ranks)}"
    )


def _overall_table(summary: Summary) -> Table:
    table = _table(f"All {summary.questions} questions", "Measure", "Value", "95 % interval", "n")
    for measure in MEASURES:
        if (found := summary.overall.get(measure.name)) is not None:
            value = f"{number(found, measure.unit)} {measure.unit}".strip()
            table.add_row(measure.name, value, interval(found, measure.unit), str(found.n))
    return table


def _group_table(name: str, groups: Mapping[str, Figures]) -> Table:
    """One row a group; a cell holds the value, the number of questions and, below, the interval."""
    table = _table(f"By {name} (value/n, 95 % interval)", name.capitalize(), *GROUP_MEASURES)
    for group, found in groups.items():
        table.add_row(plain(group), *(_cell(found.get(measure)) for measure in GROUP_MEASURES))
    return table


def _refusal_table(groups: Mapping[str, Figures]) -> Table:
    names = ("refusal recall", "refusal reason right")
    table = _table("By kind of refusal (value/n, 95 % interval)", "Kind", *names)
    for group, found in groups.items():
        table.add_row(group, *(_cell(found.get(name)) for name in names))
    return table


def _table(title: str, *columns: str) -> Table:
    """A table that fits a terminal of 80 columns."""
    return Table(*columns, title=f"\n{title}", title_justify="left", box=None, padding=(0, 1, 0, 0), pad_edge=False)


def _cell(found: Figure | None) -> str:
    return "–" if found is None else f"{number(found)}/{found.n}\n{interval(found)}"


def number(found: Figure, unit: str = "") -> str:
    """A figure's value as people read it."""
    return _written(found.value, unit)


def interval(found: Figure, unit: str = "") -> str:
    """A figure's interval as people read it."""
    return f"{_written(found.low, unit)}–{_written(found.high, unit)}"


def _written(value: float, unit: str) -> str:
    return f"{value:.0f}" if unit in ("ms", "words") else f"{value:.2f}"


def _plain(found: Figures) -> dict[str, dict[str, float]]:
    return {name: one.to_dict() for name, one in found.items()}
