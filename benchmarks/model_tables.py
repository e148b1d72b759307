"""Write the tables on answers rephrased by a language model, as Markdown."""

from collections.abc import Mapping
from typing import Any

from benchmarks.comparison_tables import table

Result = Mapping[str, Any]

WRONG = {
    "another number, unit, date or year": ("number", "unit", "date", "year"),
    "another name": ("name",),
    "a negation, or one left out": ("negation",),
    "the opposite": ("opposite",),
    "the value of another row": ("row",),
    "values of one quote changed over": ("swap",),
    "a claim that was added": ("added",),
    "**all false sentences**": ("all false",),
    "true sentences, removed by mistake": ("true",),
}
"""What may be wrong with a sentence, in readers' words, with the kinds of the labelled sentences."""
MEASURES = {
    "right": "right answers",
    "citation precision": "citation precision",
    "citation recall": "citation recall",
    "sentence support": "sentences proved, of an answer",
    "removed sentences": "sentences removed, an answer",
    "put into words": "answers of which something is left in the model's words",
    "answer words p50": "words of an answer, median",
    "latency p50": "answer, median, s",
    "latency p95": "answer, 95th percentile, s",
}
MILLISECONDS = ("latency p50", "latency p95")


def verifier_full(result: Result) -> str:
    """Return the share of the labelled sentences that is removed, by kind of error."""
    english, others = result["unseen"]["English"], result["unseen"]["other languages"]
    rows = [(wrong, *_removed(english, kinds), *_removed(others, kinds)) for wrong, kinds in WRONG.items()]
    return table(("what is wrong", "English", "n", "other languages", "n"), rows)


def _removed(side: Result, kinds: tuple[str, ...]) -> tuple[str, str]:
    found = [side[kind] for kind in kinds if kind in side]
    n = sum(one["n"] for one in found)
    return (f"{sum(one['removed'] * one['n'] for one in found) / n:.2f}" if n else "–"), str(n)


def generated_full(result: Result) -> str:
    """Both modes beside each other, and what became of the answers and the follow-ups."""
    rows = [
        (label, _figure(result["extractive"], name), _figure(result["generated"], name))
        for name, label in MEASURES.items()
    ]
    fates = ", ".join(f"{fate} {count}" for fate, count in sorted(result["fates"].items()))
    asked = result["follow_ups"]
    return "\n\n".join(
        (
            table(("measure", "quotes alone", f"a model of {result['model']}"), rows),
            f"{result['questions']} questions: {fates}. Follow-ups that the model rewrote:"
            f" {sum(one['read_as'] is not None for one in asked)} of {len(asked)}; right with quotes alone"
            f" {sum(one['extractive'] for one in asked)}, with the model {sum(one['generated'] for one in asked)}.",
        )
    )


def _figure(figures: Result, name: str) -> str:
    if name not in figures:
        return "–"
    value, low, high = (figures[name][key] / (1000 if name in MILLISECONDS else 1) for key in ("value", "low", "high"))
    digits = 0 if name == "answer words p50" else 2 if name not in MILLISECONDS else 1
    return f"{value:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"
