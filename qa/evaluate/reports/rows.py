"""Convert a run to JSON, and to the rows that the tables of all reports share."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qa.evaluate.evaluation import Outcome
from qa.evaluate.metrics.measures import MEASURES, Estimate
from qa.evaluate.metrics.record import QuestionRecord, record_to_json
from qa.evaluate.reports.curves import calibration, risk_coverage
from qa.evaluate.reports.summary import Figures, summarise

GROUP_MEASURES = ("R@1", "R@5", "right", "false refusals", "refusal recall", "cited page right")
"""Measures in the tables by group; the JSON has every measure."""
MODE_MEASURES = (
    "right", "false refusals", "citation precision", "citation recall", "sentence support", "removed sentences",
    "put into words", "answer words p50", "latency p50", "latency p95",
)  # fmt: skip
"""Measures in the table of the two modes."""
ARM_MEASURES = ("R@1", "R@5", "nDCG@10", "page R@1", "right", "false refusals", "citation recall")
"""Measures in the table of the two arms, over the questions of the smaller one."""


def run_to_json(records: Sequence[QuestionRecord], about: Mapping[str, Any]) -> dict[str, Any]:
    """Convert one arm to JSON: what was run, figures overall and by group, curves, and a record per question."""
    return {"about": about, **_arm_to_json(records)}


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    """Convert a whole evaluation to JSON: the whole-corpus arm as in `run_to_json`, then the known-document arm."""
    run = run_to_json(outcome.records, outcome.about)
    if outcome.index_seconds is not None:
        run["index_seconds_per_document"] = outcome.index_seconds.to_dict()
    if outcome.extractive:
        run["extractive"] = _plain(summarise(outcome.extractive).overall)
    if outcome.known:
        run["known_document"] = _arm_to_json(outcome.known)
    return run


def _arm_to_json(records: Sequence[QuestionRecord]) -> dict[str, Any]:
    summary = summarise(records)
    return {
        "overall": _plain(summary.overall),
        **{
            f"by_{name}": {group: _plain(found) for group, found in groups.items()}
            for name, groups in summary.groups.items()
        },
        "risk_coverage": [point.to_dict() for point in risk_coverage(records)],
        "calibration": [found.to_dict() for found in calibration(records)],
        "records": [record_to_json(record) for record in records],
    }


def mode_rows(
    extractive: Sequence[QuestionRecord], generated: Sequence[QuestionRecord]
) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Yield, for each measure of both modes, its name, both values with their intervals, and the generated n."""
    both = [summarise(records).overall for records in (extractive, generated)]
    for measure in MEASURES:
        if measure.name in MODE_MEASURES and measure.name in both[1]:
            found = (one.get(measure.name) for one in both)
            old, new = (
                f"{format_number(f, measure.unit)} ({format_interval(f, measure.unit)})" if f else "–" for f in found
            )
            yield f"{measure.name} {measure.unit}".strip(), (old, new, str(both[1][measure.name].n))


def same_questions(whole: Sequence[QuestionRecord], known: Sequence[QuestionRecord]) -> tuple[Figures, Figures]:
    """Return the figures of both arms over the questions of the known-document one."""
    ids = {record.id for record in known}
    return summarise([record for record in whole if record.id in ids]).overall, summarise(known).overall


def format_number(found: Estimate, unit: str = "") -> str:
    """Format an estimate's value for people."""
    return _written(found.value, unit)


def format_interval(found: Estimate, unit: str = "") -> str:
    """Format an estimate's interval for people."""
    return f"{_written(found.low, unit)}–{_written(found.high, unit)}"


def _written(value: float, unit: str) -> str:
    return f"{value:.0f}" if unit in ("ms", "words") else f"{value:.2f}"


def _plain(found: Figures) -> dict[str, dict[str, float]]:
    return {name: one.to_dict() for name, one in found.items()}
