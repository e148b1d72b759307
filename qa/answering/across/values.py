"""Read the value that a quote states, with its unit, so that values are compared only where they are comparable."""

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from qa.answering.across.wording import comparison_pattern
from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.language import LANGUAGES
from qa.verification.clauses import clauses
from qa.verification.figures import folded_for_figures, placed_figures

COMPARATORS = ("at_least", "at_most", "below", "above")
MONEY = ("EUR", "USD", "GBP", "MXN")
_COUNTED_WITHIN = 4
"""Maximum number of words from a number to what it counts."""
_TIME = frozenset(("day", "week", "month", "hour"))
_BETWEEN = re.compile(
    r"[\s,]|(?:t )?(?:ils?|elles?|on)\b|(?:the|el|los|las|le|la|les|den|dem|die|das|ano|annee|jahr|year)\b"
)
"""What may separate a comparator from its value."""
_LABEL = re.compile(r"([^\n:;,.]+):\s*$")
_BEFORE = 20
"""Number of characters before a value in which a comparator belongs to it."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number of a text in a unit: a currency, "%", "year", "calendar" for years, "count" for anything else.

    `comparator` is one of the `COMPARATORS` if the text gives a limit ("over 10 years"), else empty.
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
        (value, f"{_label_before(folded[:start])} {' '.join(folded[end:].split()[:_COUNTED_WITHIN])}")
        for value, start, end in placed_values(folded, language)
    ]


def placed_values(folded: str, language: str = "en") -> list[tuple[Value, int, int]]:
    """Return the values of a text folded for figures that can mean one number only, each with its start and end."""
    return [
        (Value(next(iter(figure.values)), figure.kind, comparator_before(folded, start)[0]), start, end)
        for figure, start, end in placed_figures(folded, [language if language in LANGUAGES else "en"])
        if len(figure.values) == 1 and figure.unit not in _TIME
    ]


def stated_value(
    text: str,
    units: Collection[str],
    counted: AnalyzedText,
    *,
    is_answer: bool = False,
    language: str = "en",
    read: Callable[[str], AnalyzedText] = analyzed,
) -> Value | None:
    """Return the first value of a text in one of the units; a count must be of something that the question names.

    In a text that `is_answer`, a single count may be of the same thing in another word. `read` analyzes words of the
    text, which is in a `language`, for them to be compared with those of the question.
    """
    found = [(value, beside) for value, beside in values_of(text, language) if value.unit in units]
    counts = [value for value, _ in found if value.unit == "count"]
    for value, beside in found:
        is_counted = bool(read(beside).content_stems & counted.content_stems)
        if value.unit != "count" or (is_answer and len(counts) == 1) or is_counted:
            return value
    return None


def _label_before(text: str) -> str:
    """Return the words before a colon at the end of a text, which say what the number after it counts."""
    found = _LABEL.search(text)
    return found[1] if found else ""


def value_about(
    text: str,
    units: Collection[str],
    asked: AnalyzedText,
    language: str = "en",
    read: Callable[[str], AnalyzedText] = analyzed,
) -> Value | None:
    """Return the value in the clause of a text that has most of the words asked for; without one that of the text.

    `language` and `read` are those of `stated_value`.
    """
    hits = {clause: len(read(clause).content_stems & asked.content_stems) for clause in clauses(text)}
    best = max(hits, key=lambda clause: hits[clause], default="")
    stated = stated_value(best, units, asked, language=language, read=read) if best and hits[best] else None
    return stated or stated_value(text, units, asked, language=language, read=read)


def satisfies(value: Value, limit: Value) -> bool:
    """Return True if all that a value of the same unit may be is within a limit.

    A text that gives the same limit itself ("over 10 years") satisfies it.
    """
    lowest, highest, limit_lowest, limit_highest = *_range(value), *_range(limit)
    return limit_lowest <= lowest and highest <= limit_highest


def _range(value: Value) -> tuple[tuple[float, int], tuple[float, int]]:
    """Return the lowest and the highest number that a value may be, each with 1 or -1 if it is just beside it."""
    exact, endless = (value.number, 0), math.inf
    return {
        "": (exact, exact),
        "above": ((value.number, 1), (endless, 0)),
        "at_least": (exact, (endless, 0)),
        "below": ((-endless, 0), (value.number, -1)),
        "at_most": ((-endless, 0), exact),
    }[value.comparator]


def unit_of_most(values: Sequence[Value]) -> str | None:
    """Return the unit that most values have; None without values."""
    units = [value.unit for value in values]
    return max(dict.fromkeys(units), key=units.count, default=None)


def comparator_before(folded: str, start: int) -> tuple[str, int]:
    """Return the comparator that a value at a place follows, with its start; "" and the place without one."""
    first = max(0, start - _BEFORE)
    for name in COMPARATORS:
        matches = list(comparison_pattern("comparators", name).finditer(folded, first, start))
        if matches and not _BETWEEN.sub("", folded[matches[-1].end() : start]):
            return name, matches[-1].start()
    return "", start
