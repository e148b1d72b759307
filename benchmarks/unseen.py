"""Collect the figures of question sets from runs of `factsheet-qa evaluate --json`.

python -m benchmarks.unseen blind2=RUN.json typed_unseen=RUN.json typed_other=RUN.json real_unseen=RUN.json
    region_profiles=RUN.json innovation_notes=RUN.json …

Nothing was fitted on these six, and nobody who writes rules has looked at them.
"""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.material import machine, write
from benchmarks.tables import write_tables

RIGHT = "right or rightly refused"
SETS = (
    "asked", "blind", "blind2", "clean_ports", "cluster_profiles", "innovation_notes", "real", "real_unseen",
    "region_profiles", "skills_factsheets", "typed_other", "typed_seen", "typed_unseen", "waste_sheets",
)  # fmt: skip


def figures_of(run: dict[str, Any]) -> dict[str, Any]:
    """Return the share of right answers and refusals of a run: overall, by kind and by language."""
    overall = run["overall"]
    return {
        "questions": overall[RIGHT]["n"],
        "right": overall[RIGHT]["value"],
        "answerable_right": overall["right"]["value"],
        "refused": overall["refusal recall"]["value"],
        "falsely_refused": overall["false refusals"]["value"],
        "calibration_error": overall["ECE"]["value"],
        "by_kind": _groups(run["by_kind"]),
        "by_language": _groups(run["by_language"]),
    }


def _groups(groups: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {name: {"n": found[RIGHT]["n"], "right": found[RIGHT]["value"]} for name, found in groups.items()}


def main(
    runs: Annotated[list[str], typer.Argument(help="NAME=FILE, a run of each set.")],
) -> None:
    """Write the figures and the tables."""
    files = dict(run.split("=", 1) for run in runs)
    if sorted(files) != sorted(SETS):
        raise typer.BadParameter(f"name a run for each of {', '.join(SETS)}")
    found = {name: figures_of(json.loads(Path(files[name]).read_text(encoding="utf-8"))) for name in SETS}
    write("unseen", {"machine": machine(), **found})
    write_tables()


if __name__ == "__main__":
    typer.run(main)
