"""Tables of the question sets that judge the project: six that nobody looked at, and development sets."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from benchmarks.comparison_tables import conditions, table

Result: TypeAlias = Mapping[str, Any]
TITLES = {
    "blind2": "Second blind set: six invented documents (`benchmarks/blind2/`), written without sight of the project",
    "real_unseen": "12 real files of other projects' test folders, not in the repository, which nobody here looked at",
    "typed_unseen": "Questions typed into a chat on the bundled factsheets (`benchmarks/typed/`), the unseen half",
    "typed_other": "150 such questions by another author on four factsheets that are not in the repository",
    "region_profiles": "Typed questions on a family of sheets of its own (`benchmarks/families/region_profiles/`)",
    "innovation_notes": "Typed questions on a family of sheets of its own (`benchmarks/families/innovation_notes/`)",
    "typed_seen": "The half of `benchmarks/typed/` that rules were written with in view",
    "waste_sheets": "Typed questions on `benchmarks/families/waste_sheets/`, which rules were written with in view",
    "skills_factsheets": "The same on `benchmarks/families/skills_factsheets/`",
    "clean_ports": "The same on `benchmarks/families/clean_ports/`",
    "cluster_profiles": "The same on `benchmarks/families/cluster_profiles/`, of which only some failures were in view",
    "real": "28 real public documents, not in the repository; rules and weights were made with them in view",
    "blind": "First blind set: six invented documents (`benchmarks/blind/`); the confidence was fitted on it",
    "asked": "Questions typed into a chat, on four factsheets; reader and confidence were fitted on them",
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
