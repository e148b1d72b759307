"""Find the numbers, amounts and dates of a text, each with its unit, in any notation."""

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
    """A number of a text: all `values` that it may mean, and its `unit`, be it money, a share or time."""

    values: frozenset[float]
    unit: str | None

    @property
    def kind(self) -> str:
        """Group of figures that it could be confused with: its unit, counts, or calendar years."""
        if self.unit is None and all(value in _CALENDAR for value in self.values):
            return "calendar"
        return self.unit or "count"

    def agrees_with(self, other: "Figure") -> bool:
        """Return True if two figures may be equal: they share a value, and their units do not conflict.

        A number without a unit may agree with one of time, but not with a share or an amount of money.
        """
        units = {self.unit, other.unit}
        return bool(self.values & other.values) and (len(units) == 1 or (None in units and bool(units & {*_TIME})))


def figures(text: str, languages: Collection[str] = LANGUAGES) -> list[Figure]:
    """Return the figures of a text: digits, number words of the languages, and months as separate figures."""
    folded = folded_for_figures(text)
    return [*(figure for figure, _, _ in placed_figures(folded, languages)), *_months(folded)]


def folded_for_figures(text: str) -> str:
    """Return the text in which figures are searched: folded, without footnote marks and hyphens."""
    return fold(text.translate(_WITHOUT_MARKS)).replace("-", " ")


def placed_figures(folded: str, languages: Collection[str] = LANGUAGES) -> list[tuple[Figure, int, int]]:
    """Return the figures of a folded text except months, each with its start and end, unit included."""
    found = []
    for match in _numbers(tuple(sorted(languages))).finditer(folded):
        unit, start, end = _unit(folded, match)
        found.append((Figure(_scaled(_values(match["number"], languages), match["scale"]), unit), start, end))
    return found


def missing_figures(text: str, proof: str, languages: Collection[str]) -> list[Figure]:
    """Return the figures of a text, read in its languages, that are missing from the proof."""
    proved = figures(proof)
    return [figure for figure in figures(text, languages) if not any(figure.agrees_with(other) for other in proved)]


@cache
def _numbers(languages: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a number in digits or words, with its scale ("8.4 million", "mil millones")."""
    words = sorted({word for language in languages for word in number_words(language)}, key=len, reverse=True)
    scale = "|".join(sorted(word_list("scales"), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,])(?:(?P<number>{_DIGITS}|(?:{'|'.join(words)})\b)(?P<scale>(?:\s*(?:{scale})\b\.?)*))"
    )


def _values(number: str, languages: Collection[str]) -> frozenset[float]:
    """Return the values that a number may mean: "1.400" is 1,400 in one country and 1.4 in another."""
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
    """Split a number at its last point or comma; without one, all of it is the integer part."""
    match = re.search(r"(.*)([.,])(\d+)$", number)
    return (match[1], match[2], match[3]) if match else (number, "", "")


def _scaled(values: frozenset[float], scales: str) -> frozenset[float]:
    factor = 1
    for word in re.findall(r"[a-z]+", scales):
        factor *= word_list("scales")[word]
    return frozenset(round(value * factor, 4) for value in values)


def _unit(folded: str, match: re.Match[str]) -> tuple[str | None, int, int]:
    """Return the unit directly before or after a number, with start and end of both together."""
    start, end = match.span()
    for unit, (behind, ahead) in _unit_patterns().items():
        if follows := ahead.match(folded, end):
            return unit, start, follows.end()
        if unit not in _TIME and (precedes := behind.search(folded, 0, start)):
            return unit, precedes.start(), end
    return None, start, end


@cache
def _unit_patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return for each unit the patterns of its text before and after a number."""
    patterns = {}
    for unit, expressions in word_list("units").items():
        either = "|".join(expressions)
        patterns[unit] = (
            re.compile(rf"(?<!\w)(?:{either})\s*$"),
            re.compile(rf"\s*(?:(?:de|d['’]|of|in|full|whole)\s*)?(?:{either})(?!\w)"),
        )
    return patterns


def _months(folded: str) -> Iterator[Figure]:
    """Yield the months named beside a number; on their own, "may" and "march" are ordinary words."""
    for number, names in word_list("months").items():
        either = "|".join(names)
        if re.search(rf"\b(?:{either})\b\.?,? (?:de |of )?\d|\d\.? (?:de |of )?(?:{either})\b", folded):
            yield Figure(frozenset({float(number)}), "month of the year")
