"""Recognize how a question ranks, computes, selects and limits, from the words in `comparisons.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

from qa.retrieval.column_match import LEVELS
from qa.text.analyzed_text import analyzed
from qa.text.patterns import YEAR, any_of

Direction: TypeAlias = Literal["minimum", "maximum"]
Operation: TypeAlias = Literal["rank", "sum", "difference", "average", "ratio"]

_OF_ALL: tuple[Literal["ratio", "average"], ...] = ("ratio", "average")
"""Operations whose words a question also has for nothing else."""
_QUOTED = re.compile(r"[\"“”„«»]\s*([^\"“”„«»]+\s[^\"“”„«»]+?)\s*[\"“”»«]")
_DIGIT = re.compile(r"\d")
_BESIDE = 12
"""Maximum number of characters between a comparator and the figure that it limits."""


@dataclass(frozen=True, slots=True)
class Extreme:
    """The end of a ranking that a question asks for.

    `cue` names the table row that is compared, in the documents' language; it is empty if the question names it.
    """

    name: str
    direction: Direction
    cue: str


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("qa.answering.across").joinpath("comparisons.toml").read_text(encoding="utf-8"))


@cache
def comparison_pattern(section: str, name: str) -> re.Pattern[str]:
    """Return the pattern of an entry of the file, over folded text."""
    return any_of(_file()[section][name])


@cache
def _extremes() -> Mapping[str, tuple[Extreme, re.Pattern[str]]]:
    return {
        name: (Extreme(name, entry["direction"], entry.get("cue", "")), any_of(entry["words"]))
        for name, entry in _file()["extremes"].items()
    }


def extreme_of(question: str) -> Extreme | None:
    """Return the extreme that a question asks for; None without one, and for a limit such as "the maximum amount"."""
    folded = analyzed(question).folded
    limits, sets = (comparison_pattern("limits", name) for name in ("words", "sets"))
    if not sets.search(folded):
        folded = limits.sub(" ", folded)
    return next((extreme for extreme, pattern in _extremes().values() if pattern.search(folded)), None)


def year_row_of(question: str, *names: str) -> str:
    """Return what the row is called for the year in which something starts or ends, or for each year; empty if none."""
    folded = analyzed(question).folded
    entries = (_file()["years"][name] for name in names)
    return next((entry["cue"] for entry in entries if any_of(entry["words"]).search(folded)), "")


def without_years(question: str) -> str:
    """Return a text without the words for the start, the end and years."""
    return without(question, [any_of(entry["words"]) for entry in _file()["years"].values()])


def compares_within(question: str) -> bool:
    """Return True if a question compares: by a word that says so, or by two years."""
    folded = analyzed(question).folded
    compares = any(comparison_pattern("operations", name).search(folded) for name in ("compare", "growth"))
    return compares or len(set(YEAR.findall(folded))) > 1


def asks_for_growth(question: str) -> bool:
    """Return True if a question asks how much something grew or shrank, which one value does not tell."""
    return comparison_pattern("operations", "growth").search(analyzed(question).folded) is not None


def asks_of_range(folded: str) -> bool:
    """Return True if a folded question asks of all years between two."""
    return comparison_pattern("operations", "range").search(folded) is not None


def operation_of(question: str) -> Operation:
    """Return whether a question asks for a sum, a difference, an average, a ratio or an order."""
    folded = analyzed(question).folded
    for operation in _OF_ALL:
        if comparison_pattern("operations", operation).search(folded):
            return operation
    if comparison_pattern("operations", "difference").search(folded):
        return "difference"
    return "sum" if comparison_pattern("operations", "sum").search(folded) and extreme_of(question) is None else "rank"


def without_comparison(question: str) -> str:
    """Return a question without the words that rank and compute, which name nothing that a document states."""
    patterns = [pattern for _, pattern in _extremes().values()]
    names = ("difference", "compare", "growth", "ratio", "average")
    return without(question, [*patterns, *(comparison_pattern("operations", name) for name in names)])


def without_selection(question: str) -> str:
    """Return a question without the words for what is selected, for absence and for a place: its condition."""
    names = ("no_data", "countries", "opening", "negation", "except", "only", "places")
    return without(question, [comparison_pattern("selection", name) for name in names])


def selects_policies(question: str) -> bool:
    """Return True if a question selects policies, not countries or documents as a whole."""
    folded = analyzed(question).folded
    return bool(
        comparison_pattern("selection", "policies").search(folded)
        and not comparison_pattern("selection", "countries").search(folded)
    )


def asks_to_select(question: str) -> bool:
    """Return True if a question asks for those countries, policies or documents that meet a condition.

    One for a single country or policy asks for a fact, unless it is to lack something, to have said something word for
    word or to be within a limit.
    """
    folded = analyzed(question).folded
    if comparison_pattern("selection", "asks").search(folded) or asks_of_all(question):
        return True
    is_strict = selects_absence(question) or quoted_words(question) or _is_limited(folded)
    return bool(is_strict and comparison_pattern("selection", "asks_one").search(folded))


def asks_for_one(question: str) -> bool:
    """Return True if a question asks for the countries, policies or places, or the one, that something is true of."""
    folded = analyzed(question).folded
    return any(comparison_pattern("selection", name).search(folded) for name in ("asks", "asks_one", "asks_alone"))


def conditions_of(question: str) -> list[str]:
    """Return a question for each condition that what it selects must satisfy: "… before 2020 and have no agency"."""
    folded = analyzed(question).folded
    opening = comparison_pattern("selection", "asks").search(folded)
    if opening is None or len(folded) != len(question):
        return [question]
    joining = comparison_pattern("selection", "and_condition")
    places = [found.span() for found in joining.finditer(folded, opening.end())]
    starts, ends = [0, *(end for _, end in places)], [*(start for start, _ in places), len(question)]
    subject = question[: opening.end()]
    parts = [question[start:end].strip(" ,?") for start, end in zip(starts, ends, strict=True)]
    return [parts[0], *(f"{subject} {part}" for part in parts[1:])]


def selects_alone(question: str) -> bool:
    """Return True if a question that is known to select opens as one for countries, policies or places."""
    return comparison_pattern("selection", "asks_alone").search(analyzed(question).folded) is not None


def asks_of_all(question: str) -> bool:
    """Return True if a question asks whether all countries or policies meet a condition."""
    return comparison_pattern("selection", "asks_all").search(analyzed(question).folded) is not None


def offers_alternatives(question: str) -> bool:
    """Return True if a question has a word such as "or"."""
    return comparison_pattern("selection", "alternatives").search(analyzed(question).folded) is not None


def names_level_of_policy(question: str) -> bool:
    """Return True if a question names policies of one level, such as "the national policy"."""
    policies = comparison_pattern("selection", "policies").pattern
    levels = "|".join(pattern.pattern for pattern in LEVELS.values())
    beside = rf"(?:{levels})\s(?:\w+\s)?(?:{policies})|(?:{policies})\s(?:{levels})"
    return re.search(beside, analyzed(question).folded) is not None


def selects_sole(question: str) -> bool:
    """Return True if a question selects what has one thing only, or nothing besides it."""
    folded = analyzed(question).folded
    is_except = comparison_pattern("selection", "except").search(folded) is not None and selects_absence(question)
    return is_except or comparison_pattern("selection", "only").search(folded) is not None


def selects_missing_data(question: str) -> bool:
    """Return True if a question selects what data are missing on."""
    return comparison_pattern("selection", "no_data").search(analyzed(question).folded) is not None


def quoted_words(question: str) -> list[str]:
    """Return what a question puts in quotation marks, if it is more than one word."""
    return [found.group(1) for found in _QUOTED.finditer(question)]


def _is_limited(folded: str) -> bool:
    """Return True if a comparator and a figure are side by side in a folded question, or a verb limits a figure."""
    if _DIGIT.search(folded) is None:
        return False
    before, after, anywhere = (
        [place for words in _file()[section].values() for place in any_of(words).finditer(folded)]
        for section in ("comparators", "comparators_after", "comparators_anywhere")
    )
    return bool(
        anywhere
        or any(_DIGIT.search(folded[place.end() : place.end() + _BESIDE]) for place in before)
        or any(_DIGIT.search(folded[max(0, place.start() - _BESIDE) : place.start()]) for place in after)
    )


def selects_absence(question: str) -> bool:
    """Return True if a question selects what lacks something."""
    return comparison_pattern("selection", "negation").search(analyzed(question).folded) is not None


def without_change(question: str) -> str:
    """Return a question without the words that ask for a change, and without years."""
    return without(
        question, [*(comparison_pattern("selection", name) for name in ("change", "countries", "opening")), YEAR]
    )


def without(question: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """Return a question without what patterns over folded text find in it."""
    folded = analyzed(question).folded
    if len(folded) != len(question):
        return question
    for pattern in patterns:
        folded = pattern.sub(lambda found: " " * len(found.group()), folded)
    kept = [
        found.group() for found in re.finditer(r"\S+", question) if folded[found.start() : found.end()].strip(" ?¿!.,")
    ]
    return " ".join(kept)
