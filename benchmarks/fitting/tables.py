"""What the fit found as tables, for docs/answering.md."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.material import RESULTS
from benchmarks.tables import between

START, END = "<!-- fit -->", "<!-- /fit -->"
DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "answering.md"
_NAMES = {"hits": "passages shown", "passages": "passages to quote", "pieces": "pieces"}


def fit_text(report: Mapping[str, Any]) -> str:
    """What each signal buys, and what each threshold refuses."""
    kinds = [kind for kind in _NAMES if kind in report]
    return "\n\n".join((*(_ablation(_NAMES[kind], report[kind]) for kind in kinds), _curve(report["confidence"])))


def _ablation(name: str, found: Mapping[str, Any]) -> str:
    """A right candidate first, and among five, on questions that the fit has not seen; the costliest loss first."""
    lines = [f"| {name}, {found['questions']} questions | first | in five |", "| --- | --- | --- |"]
    lines.append(f"| all signals | {found['all']['first']:.3f} | {found['all']['in five']:.3f} |")
    without = sorted(found["without"].items(), key=lambda item: item[1]["first"])
    lines += [f"| without {signal} | {one['first']:.3f} | {one['in five']:.3f} |" for signal, one in without]
    return "\n".join(lines)


def _curve(found: Mapping[str, Any]) -> str:
    lines = ["| threshold | right answers refused | wrong answers refused |", "| --- | --- | --- |"]
    for point in found["curve"]:
        chosen = " (chosen)" if point["threshold"] == found["threshold"] else ""
        right, wrong = point["right answers refused"], point["wrong answers refused"]
        lines.append(f"| {point['threshold']:.2f}{chosen} | {right:.3f} | {wrong:.3f} |")
    return "\n".join(lines)


def write_tables() -> None:
    """Put the tables of the committed result into the document."""
    report = json.loads((RESULTS / "fit.json").read_text(encoding="utf-8"))
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(between(text, START, END, fit_text(report)), encoding="utf-8")


if __name__ == "__main__":
    write_tables()
