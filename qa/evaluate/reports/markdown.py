"""Write a run as Markdown tables, for a pull request or a page of documentation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

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
from qa.evaluate.reports.summary import Figures, summarise


def run_to_markdown(
    records: Sequence[QuestionRecord], known: Sequence[QuestionRecord] = (), extractive: Sequence[QuestionRecord] = ()
) -> str:
    """Format all figures with n and interval, and the main ones by group, mode and arm."""
    summary = summarise(records)
    parts = [
        f"## All {summary.questions} questions",
        _lines(("measure", "value", "95 % interval", "n"), _all(summary.overall)),
    ]
    if extractive:
        rows = ((name, *cells) for name, cells in mode_rows(extractive, records))
        parts += ["## Two modes", _lines(("measure", "extractive", "generated", "n"), rows)]
    if known:
        arms = same_questions(records, known)
        parts += ["## Two arms", _lines(("measure", "whole corpus", "known document"), _arms(*arms))]
    for name, groups in summary.groups.items():
        if groups:
            measures = ("refusal recall", "refusal reason right") if name == "refusal" else GROUP_MEASURES
            parts += [f"## By {name}", _lines((name, *measures), _groups(groups, measures))]
    return "\n\n".join(parts) + "\n"


def _all(figures: Figures) -> Iterator[Sequence[str]]:
    for measure in MEASURES:
        if (found := figures.get(measure.name)) is not None:
            value = f"{format_number(found, measure.unit)} {measure.unit}".strip()
            yield measure.name, value, format_interval(found, measure.unit), str(found.n)


def _arms(whole: Figures, known: Figures) -> Iterator[Sequence[str]]:
    for name in ARM_MEASURES:
        if name in whole and name in known:
            yield name, _cell(whole[name]), _cell(known[name])


def _groups(groups: Mapping[str, Figures], measures: Sequence[str]) -> Iterator[Sequence[str]]:
    for group, found in groups.items():
        yield group, *(_cell(found.get(measure)) for measure in measures)


def _cell(found: Estimate | None) -> str:
    return "–" if found is None else f"{format_number(found)} ({format_interval(found)}), n = {found.n}"


def _lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(_line(cells) for cells in (head, ["---"] * len(head), *rows))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;').replace('<', '&lt;') for cell in cells)} |"
