"""The numbers, amounts and dates of a text, each with its unit, however they are written."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from qa.text.language import LANGUAGES
from qa.text.normalize import fold
from qa.verification.number_words import number_words
from qa.verification.word_lists import word_list

_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*"
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’ ]\d{3})+")
_WITHOUT_MARKS = str.maketrans("", "", "¹²³⁴⁵⁶⁷⁸⁹⁰")  # folding would make digits of footnote marks
_TIME = ("day", "week", "month", "year", "hour")
_CALENDAR = range(1800, 2200)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text: all `values` that it may mean, and the `unit` it counts, be it money, a share or time."""

    values: frozenset[float]
    unit: str | None

    @property
    def kind(self) -> str:
        """What it may be mistaken for: figures of the same unit, counts, years of the calendar."""
        if self.unit is None and all(value in _CALENDAR for value in self.values):
            return "calendar"
        return self.unit or "count"

    def agrees_with(self, other: "Figure") -> bool:
        """Whether two figures may be the same: a value in common, and no other unit.

        A number without a unit may stand for one of time, but not for a share or an amount of money.
        """
        units = {self.unit, other.unit}
        return bool(self.values & other.values) and (len(units) == 1 or (None in units and bool(units & {*_TIME})))


def figures(text: str, languages: Collection[str] = LANGUAGES) -> list[Figure]:
    """The figures of a text: digits, number words of the languages, and months as figures of their own."""
    folded = folded_for_figures(text)
    return [*(figure for figure, _, _ in placed_figures(folded, languages)), *_months(folded)]


def folded_for_figures(text: str) -> str:
    """The text as figures are looked for in it: folded, without footnote marks and hyphens."""
    return fold(text.translate(_WITHOUT_MARKS)).replace("-", " ")


def placed_figures(folded: str, languages: Collection[str] = LANGUAGES) -> list[tuple[Figure, int, int]]:
    """The figures of a folded text, but for months, each with where it begins and ends, its unit included."""
    found = []
    for match in _numbers(tuple(sorted(languages))).finditer(folded):
        unit, start, end = _unit(folded, match)
        found.append((Figure(_scaled(_values(match["number"], languages), match["scale"]), unit), start, end))
    return found


def missing_figures(text: str, proof: str, languages: Collection[str]) -> list[Figure]:
    """The figures of a text, read in its languages, that the proof does not hold."""
    held = figures(proof)
    return [figure for figure in figures(text, languages) if not any(figure.agrees_with(other) for other in held)]


@cache
def _numbers(languages: tuple[str, ...]) -> re.Pattern[str]:
    """A number in digits or words, with the scale that follows it ("8.4 million", "mil millones")."""
    words = sorted({word for language in languages for word in number_words(language)}, key=len, reverse=True)
    scale = "|".join(sorted(word_list("scales"), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,])(?:(?P<number>{_DIGITS}|(?:{'|'.join(words)})\b)(?P<scale>(?:\s*(?:{scale})\b\.?)*))"
    )


def _values(number: str, languages: Collection[str]) -> frozenset[float]:
    """What a number may mean: "1.400" is 1,400 in one country and 1.4 in another."""
    if not number[0].isdigit():
        return frozenset(value for language in languages for value in number_words(language).get(number, ()))
    plain = number.replace("\u00a0", " ").replace("\u202f", " ")
    found = set()
    if _THOUSANDS.fullmatch(plain):
        found.add(float(re.sub(r"\D", "", plain)))
    whole, separator, decimals = _last_separated(plain)
    if not separator or len(decimals) != 3 or not found:
        found.add(float(f"{re.sub(r'[^0-9]', '', whole)}.{decimals or 0}"))
    return frozenset(found)


def _last_separated(number: str) -> tuple[str, str, str]:
    """A number parted at its last point or comma; all of it is the whole part if it has none."""
    match = re.search(r"(.*)([.,])(\d+)$", number)
    return (match[1], match[2], match[3]) if match else (number, "", "")


def _scaled(values: frozenset[float], scales: str) -> frozenset[float]:
    factor = 1
    for word in re.findall(r"[a-z]+", scales):
        factor *= word_list("scales")[word]
    return frozenset(round(value * factor, 4) for value in values)


def _unit(folded: str, match: re.Match[str]) -> tuple[str | None, int, int]:
    """The unit that stands directly before or after a number, and where both together begin and end."""
    start, end = match.span()
    for unit, (behind, ahead) in _unit_patterns().items():
        if follows := ahead.match(folded, end):
            return unit, start, follows.end()
        if unit not in _TIME and (precedes := behind.search(folded, 0, start)):
            return unit, precedes.start(), end
    return None, start, end


@cache
def _unit_patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """For each unit what must stand before the number, and what after it."""
    patterns = {}
    for unit, expressions in word_list("units").items():
        either = "|".join(expressions)
        patterns[unit] = (
            re.compile(rf"(?<!\w)(?:{either})\s*$"),
            re.compile(rf"\s*(?:(?:de|d['’]|of|in|full|whole)\s*)?(?:{either})(?!\w)"),
        )
    return patterns


def _months(folded: str) -> Iterator[Figure]:
    """The months named beside a number; alone, "may" and "march" are other words."""
    for number, names in word_list("months").items():
        either = "|".join(names)
        if re.search(rf"\b(?:{either})\b\.?,? (?:de |of )?\d|\d\.? (?:de |of )?(?:{either})\b", folded):
            yield Figure(frozenset({float(number)}), "month of the year")
