"""Read the value that a quote states, with its unit, so that values are compared only where they are comparable."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qa.answering.across.wording import comparison_pattern
from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.language import LANGUAGES
from qa.verification.figures import folded_for_figures, placed_figures

_COUNTED_WITHIN = 4
"""Maximum number of words from a number to what it counts."""
_TIME = frozenset(("day", "week", "month", "hour"))
_BETWEEN = re.compile(r"[\s,]|(?:the|los|las|le|la|les|den|dem|die|das|ano|annee|jahr|year)\b")
"""What may separate a comparator from its value."""
_LABEL = re.compile(r"([^\n:;,.]+):\s*$")
_BEFORE = 20
"""Number of characters before a value in which a comparator belongs to it."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number of a text in a unit: a currency, "%", "year", "calendar" for years, "count" for anything else.

    `comparator` is "below" or "above" if the text gives a limit ("over 10 years"), else empty.
    """

    number: float
    unit: str
    comparator: str = ""

    def is_comparable(self, other: "Value") -> bool:
        """Return True if two values have the same unit."""
        return self.unit == other.unit


def values_of(text: str, language: str = "en") -> list[tuple[Value, str]]:
    """Return the values of a text that can mean one number only, each with the words beside it that it may count."""
    folded = folded_for_figures(text)
    return [
        (
            Value(next(iter(figure.values)), figure.kind, _comparator(folded[max(0, start - _BEFORE) : start])),
            f"{_label_before(folded[:start])} {' '.join(folded[end:].split()[:_COUNTED_WITHIN])}",
        )
        for figure, start, end in placed_figures(folded, [language if language in LANGUAGES else "en"])
        if len(figure.values) == 1 and figure.unit not in _TIME
    ]


def stated_value(text: str, units: Collection[str], counted: AnalyzedText, *, is_answer: bool = False) -> Value | None:
    """Return the first value of a text in one of the units; a count must be of something that the question names.

    In a text that `is_answer`, a single count may be of the same thing in another word.
    """
    found = [(value, beside) for value, beside in values_of(text) if value.unit in units]
    counts = [value for value, _ in found if value.unit == "count"]
    for value, beside in found:
        is_counted = bool(analyzed(beside).content_stems & counted.content_stems)
        if value.unit != "count" or (is_answer and len(counts) == 1) or is_counted:
            return value
    return None


def _label_before(text: str) -> str:
    """Return the words before a colon at the end of a text, which say what the number after it counts."""
    found = _LABEL.search(text)
    return found[1] if found else ""


def limit_of(question: str, language: str) -> Value | None:
    """Return the value by which a question limits what is selected: "before 2026", "more than EUR 5 million"."""
    found = [value for value, _ in values_of(question, language)]
    limited = [value for value in found if value.comparator]
    calendar = [value for value in found if value.unit == "calendar"]
    return next(iter([*limited, *calendar]), None)


def satisfies(value: Value, limit: Value) -> bool:
    """Return True if a value of the same unit is below, above or equal to a limit.

    A text that gives the same limit itself ("over 10 years") satisfies it.
    """
    if value.number == limit.number:
        return value.comparator == limit.comparator
    if limit.comparator == "below":
        return value.number < limit.number and value.comparator != "above"
    if limit.comparator == "above":
        return value.number > limit.number and value.comparator != "below"
    return False


def unit_of_most(values: Sequence[Value]) -> str | None:
    """Return the unit that most values have; None without values."""
    units = [value.unit for value in values]
    return max(dict.fromkeys(units), key=units.count, default=None)


def _comparator(before: str) -> str:
    """Return the comparator that ends a text."""
    for name in ("below", "above"):
        matches = list(comparison_pattern("comparators", name).finditer(before))
        if matches and not _BETWEEN.sub("", before[matches[-1].end() :]):
            return name
    return ""
