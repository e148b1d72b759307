"""Read the limit that a question sets on what it selects: "before 2026", "more than 5 million a year"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qa.answering.across.values import MONEY, Value, comparator_before, placed_values
from qa.answering.across.wording import comparison_pattern, without
from qa.question.answer_type import Expected
from qa.text.normalize import is_content
from qa.verification.figures import folded_for_figures

_NEXT = re.compile(r"\s*(?:(?:de|of|d)\s+)?(\w+)")
_SMALL = 1000
"""Number below which a count of nothing is hardly an amount of money."""
_EXPECTED: dict[str, Expected] = {"percent": "share", "calendar": "date", "count": "number", "year": "number"}
"""Answer types of values by their unit; those of amounts of money are left out."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The value that limits what is selected, and the units of the values that it limits.

    A number that counts nothing, such as "5 million a year", is an amount in any currency. The question gives
    the limit from character `start` to `end`.
    """

    value: Value
    units: tuple[str, ...]
    start: int
    end: int

    @property
    def expected(self) -> Expected:
        """Return the type of the values that are limited."""
        return _EXPECTED.get(self.units[0], "amount")


def limit_of(question: str, language: str) -> Limit | None:
    """Return what limits the values of what a question selects; None if nothing does."""
    found = list(_limits(folded_for_figures(question), language))
    limited = [limit for limit in found if limit.value.comparator]
    calendar = [limit for limit in found if limit.value.unit == "calendar"]
    return next(iter([*limited, *calendar]), None)


def without_limit(question: str, limit: Limit | None) -> str:
    """Return a question without what limits a value, which no document has to say; a year alone is not left out."""
    folded = folded_for_figures(question)
    if limit is None or not limit.value.comparator or len(folded) != len(question):
        return question
    blanked = " ".join(f"{question[: limit.start]} {question[limit.end :]}".split())
    return without(blanked, [comparison_pattern("comparators_anywhere", name) for name in ("below", "above")])


def _limits(folded: str, language: str) -> Iterator[Limit]:
    """Yield the values of a folded question with what limits them: a comparator beside, else a verb anywhere."""
    placed = placed_values(folded, language)
    verb = next((name for name in ("below", "above") if _find("comparators_anywhere", name, folded)), "")
    for value, start, end in placed:
        first = comparator_before(folded, start)[1]
        after = _comparator_after(folded, end)
        is_only = value.unit != "calendar" or len(placed) == 1
        comparator = after[0] or value.comparator or (verb if is_only else "")
        yield Limit(replace(value, comparator=comparator), _units(value, folded[end:]), first, after[1])


def _comparator_after(folded: str, end: int) -> tuple[str, int]:
    """Return the comparator that follows a value, with its end; "" and the value's end without one."""
    for name in ("at_least", "at_most"):
        found = comparison_pattern("comparators_after", name).match(folded, end + (folded[end : end + 1] == " "))
        if found:
            return name, found.end()
    return "", end


def _find(section: str, name: str, folded: str) -> bool:
    return comparison_pattern(section, name).search(folded) is not None


def _units(value: Value, after: str) -> tuple[str, ...]:
    """Return the units that a value limits, by the word after it."""
    following = _NEXT.match(after)
    counts = following is not None and is_content(following[1]) and not _find("uncounted", "words", following[1])
    if value.unit != "count" or counts:
        return (value.unit,)
    return MONEY if value.number >= _SMALL else ("count", "percent", *MONEY)
