"""Tables of the question sets that nothing was fitted on."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from benchmarks.comparison_tables import conditions, table

Result: TypeAlias = Mapping[str, Any]
TITLES = {
    "blind2": "Second blind set: six invented documents (`benchmarks/blind2/`), written without sight of the project",
    "blind": "First blind set: six invented documents (`benchmarks/blind/`); it decided to keep the reader",
    "asked": "Questions typed into a chat, on four factsheets; seen while rules were written, never fitted on",
    "real": "Questions on 28 real public documents, not in the repository; rules were written with two thirds in view",
}
OVERALL = {
    "right": "right, or rightly refused",
    "answerable_right": "right, of answerable questions",
    "refused": "refused, of unanswerable questions",
    "falsely_refused": "refused, of answerable questions",
    "calibration_error": "expected calibration error",
}


def unseen_page(result: Result) -> str:
    """Return the figures of each set: overall, by kind and by language."""
    parts = [f"## {title}\n\n{_overall(result[name])}\n\n{_groups(result[name])}" for name, title in TITLES.items()]
    return "\n\n".join((*parts, conditions(result)))


def _overall(found: Result) -> str:
    rows = [[label, f"{found[name]:.2f}"] for name, label in OVERALL.items()]
    return table([f"{found['questions']} questions", "share"], rows)


def _groups(found: Result) -> str:
    groups = {**found["by_kind"], **found["by_language"]}
    rows = [[name, str(one["n"]), f"{one['right']:.2f}"] for name, one in groups.items()]
    return table(["kind or language", "questions", "right or rightly refused"], rows)
