"""Print an evaluation as tables in the terminal."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from qa.commands.output import plain_text
from qa.evaluate.baseline import QuestionChange, RunComparison
from qa.evaluate.metrics.measures import MEASURES, Estimate
from qa.evaluate.metrics.record import QuestionRecord
from qa.evaluate.reports.rows import (
    ARM_MEASURES,
    GROUP_MEASURES,
    format_interval,
    format_number,
    mode_rows,
    same_questions,
)
from qa.evaluate.reports.summary import Figures, Summary, summarise


def print_run(console: Console, records: Sequence[QuestionRecord]) -> None:
    """Print the figures overall and by group."""
    summary = summarise(records)
    console.print(_overall_table(summary))
    for name, groups in summary.groups.items():
        if len(groups) > 1 and name != "refusal":
            console.print(_group_table(name, groups))
    if summary.groups["refusal"]:
        console.print(_refusal_table(summary.groups["refusal"]))


def print_arms(console: Console, whole: Sequence[QuestionRecord], known: Sequence[QuestionRecord]) -> None:
    """Print both arms side by side, over the questions that both have."""
    arms = same_questions(whole, known)
    table = _table(
        f"Two arms, {len(known)} questions that name their documents", "Measure", "Whole corpus", "Known document", "n"
    )
    for name in ARM_MEASURES:
        if name in arms[0] and name in arms[1]:
            cells = (f"{format_number(found[name])} ({format_interval(found[name])})" for found in arms)
            table.add_row(name, *cells, str(arms[0][name].n))
    console.print(table)


def print_modes(console: Console, extractive: Sequence[QuestionRecord], generated: Sequence[QuestionRecord]) -> None:
    """Print generated answers beside extractive ones, over the same questions."""
    table = _table(f"Two modes, {len(generated)} questions", "Measure", "Extractive", "Generated", "n")
    for name, cells in mode_rows(extractive, generated):
        table.add_row(name, *cells)
    console.print(table)


def print_comparison(console: Console, comparison: RunComparison, max_drop: float) -> None:
    """Print the questions that changed against the baseline, and how the measures changed."""
    for word, changes, style in (("Worse", comparison.worse, "red"), ("Better", comparison.better, "green")):
        for change in changes:
            console.print(plain_text(f"{word}: {change.after.id} {change.after.question}", style=style))
            console.print(plain_text(_change(change), style="dim"))
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
            console.print(plain_text(f"{len(ids)} questions are {what} and were not compared: {', '.join(ids)}"))


def _change(change: QuestionChange) -> str:
    ranks = (str(record.rank or "not found") for record in (change.before, change.after))
    return (
        f"    gold:   {change.after.gold or 'not stated'}\n    before: {change.before.answer}\n"
        f"    now:    {change.after.answer}\n    rank of the evidence: {' → '.join(ranks)}"
    )


def _overall_table(summary: Summary) -> Table:
    table = _table(f"All {summary.questions} questions", "Measure", "Value", "95 % interval", "n")
    for measure in MEASURES:
        if (found := summary.overall.get(measure.name)) is not None:
            value = f"{format_number(found, measure.unit)} {measure.unit}".strip()
            table.add_row(measure.name, value, format_interval(found, measure.unit), str(found.n))
    return table


def _group_table(name: str, groups: Mapping[str, Figures]) -> Table:
    """Return one row per group; a cell has the value, the number of questions and, below, the interval."""
    table = _table(f"By {name} (value/n, 95 % interval)", name.capitalize(), *GROUP_MEASURES)
    for group, found in groups.items():
        table.add_row(plain_text(group), *(_cell(found.get(measure)) for measure in GROUP_MEASURES))
    return table


def _refusal_table(groups: Mapping[str, Figures]) -> Table:
    names = ("refusal recall", "refusal reason right")
    table = _table("By kind of refusal (value/n, 95 % interval)", "Kind", *names)
    for group, found in groups.items():
        table.add_row(group, *(_cell(found.get(name)) for name in names))
    return table


def _table(title: str, *columns: str) -> Table:
    """Return a table that fits a terminal of 80 columns."""
    return Table(*columns, title=f"\n{title}", title_justify="left", box=None, padding=(0, 1, 0, 0), pad_edge=False)


def _cell(found: Estimate | None) -> str:
    return "–" if found is None else f"{format_number(found)}/{found.n}\n{format_interval(found)}"
