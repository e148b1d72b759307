"""Tables of what the fit found."""

from collections.abc import Mapping
from typing import Any

_NAMES = {"hits": "passages shown", "passages": "passages to quote", "spans": "spans", "rereading": "spans read again"}


def fit_text(report: Mapping[str, Any]) -> str:
    """Return the tables that a report has: what each signal adds, and what the confidence does on sets left out."""
    confidence = report["confidence"]
    ablations = (_ablation(name, report[kind]) for kind, name in _NAMES.items() if kind in report)
    left_out = (_left_out(sets) for key, sets in confidence.items() if key == "sets left out")
    return "\n\n".join((*ablations, *left_out, _curve(confidence)))


def _ablation(name: str, found: Mapping[str, Any]) -> str:
    """Return how often a right candidate is first and among five without each signal, the largest loss first."""
    lines = [f"| {name}, {found['questions']} questions | first | in five |", "| --- | --- | --- |"]
    lines.append(f"| all signals | {found['all']['first']:.3f} | {found['all']['in five']:.3f} |")
    without = sorted(found["without"].items(), key=lambda item: item[1]["first"])
    lines += [f"| without {signal} | {one['first']:.3f} | {one['in five']:.3f} |" for signal, one in without]
    return "\n".join(lines)


def _left_out(sets: Mapping[str, Mapping[str, float]]) -> str:
    """Return what the confidence does on each set when it was fitted on the others."""
    names = ("questions", "calibration error", "right answers refused", "wrong answers refused")
    lines = [f"| left out of the fit | {' | '.join(names)} |", f"| --- |{' --- |' * len(names)}"]
    return "\n".join([*lines, *(f"| {name} | {_row(found, names)} |" for name, found in sets.items())])


def _row(found: Mapping[str, float], names: tuple[str, ...]) -> str:
    return " | ".join(f"{found[name]:g}" if name in found else "" for name in names)


def _curve(found: Mapping[str, Any]) -> str:
    lines = ["| threshold | right answers refused | wrong answers refused |", "| --- | --- | --- |"]
    for point in found["curve"]:
        chosen = " (chosen)" if point["threshold"] == found["threshold"] else ""
        right, wrong = point["right answers refused"], point["wrong answers refused"]
        lines.append(f"| {point['threshold']:.2f}{chosen} | {right:.3f} | {wrong:.3f} |")
    return "\n".join(lines)
