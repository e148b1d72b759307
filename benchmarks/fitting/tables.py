"""Tables of what the fit found."""

from collections.abc import Mapping, Sequence
from typing import Any

_NAMES = {"hits": "passages shown", "passages": "passages to quote", "spans": "spans", "rereading": "spans read again"}
_CONFIDENCE = ("calibration error", "right answers refused", "wrong answers refused")


def fit_text(report: Mapping[str, Any]) -> str:
    """Return the tables of a report: what each signal adds, and what weights do on collections left out."""
    parts = []
    for stage in (stage for stage in _NAMES if stage in report):
        parts.append(_ablation(_NAMES[stage], report[stage]))
        parts.append(_left_out(report[stage]["collections left out"], ("weights in use", "fitted on the others")))
    if confidence := report.get("confidence"):
        parts += [
            _left_out(confidence["collections left out"], _CONFIDENCE),
            _eliminated(confidence),
            _curve(confidence),
        ]
    return "\n\n".join(parts)


def _ablation(name: str, found: Mapping[str, Any]) -> str:
    """Return how often a right candidate is first and among five without each signal, the largest loss first."""
    lines = [f"| {name}, {found['questions']} questions | first | in five |", "| --- | --- | --- |"]
    lines.append(f"| all signals | {found['all']['first']:.3f} | {found['all']['in five']:.3f} |")
    without = sorted(found["without"].items(), key=lambda item: item[1]["first"])
    lines += [f"| without {signal} | {one['first']:.3f} | {one['in five']:.3f} |" for signal, one in without]
    return "\n".join(lines)


def _left_out(collections: Mapping[str, Mapping[str, float]], names: Sequence[str]) -> str:
    """Return figures of each collection when it was left out of the fit."""
    lines = [f"| left out of the fit | questions | {' | '.join(names)} |", f"| --- |{' --- |' * (len(names) + 1)}"]
    return "\n".join(
        [*lines, *(f"| {name} | {_row(found, ('questions', *names))} |" for name, found in collections.items())]
    )


def _eliminated(found: Mapping[str, Any]) -> str:
    """Return which signals were dropped and what that does to the log loss."""
    loss = found["log loss"]
    return (
        f"Log loss on collections left out: {loss['all signals']} with all signals, {loss['without those dropped']} "
        f"without {', '.join(f'`{name}`' for name in found['dropped']) or 'any'}."
    )


def _row(found: Mapping[str, float], names: Sequence[str]) -> str:
    return " | ".join(f"{found[name]:g}" if name in found else "" for name in names)


def _curve(found: Mapping[str, Any]) -> str:
    lines = ["| threshold | right answers refused | wrong answers refused |", "| --- | --- | --- |"]
    for point in found["curve"]:
        chosen = " (chosen)" if point["threshold"] == found["threshold"] else ""
        right, wrong = point["right answers refused"], point["wrong answers refused"]
        lines.append(f"| {point['threshold']:.2f}{chosen} | {right:.3f} | {wrong:.3f} |")
    return "\n".join(lines)
