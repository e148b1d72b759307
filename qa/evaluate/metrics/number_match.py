"""Read numbers in texts, with any separators, scale words and units."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qa.evaluate.metrics.text_match import fold_for_comparison

TOLERANCE = 0.01
"""Maximum relative difference of a measured number from the gold: amounts are often rounded."""

_SCALES = {
    1e3: r"thousand|mil|mille|tausend",
    1e6: r"millions?|millones|millon|millionen|mio|mn",
    1e9: r"billions?|milliards?|milliarden?|mrd|bn",
}
_MONEY = r"[$€£¥]|\b(?:eur|usd|gbp|mxn|euros?|dollars?|pesos?)\b"
_SCALE = "|".join(f"(?P<s{power}>{words})" for power, words in enumerate(_SCALES.values()))
_NUMBER = re.compile(
    rf"(?P<money>{_MONEY})?\s*(?P<sign>(?<![\w\d])-)?(?<![\w.,])(?P<digits>\d+(?:[.,'’]\d+)*)"
    rf"\s*(?:(?:{_SCALE})\b\.?)?\s*(?P<after>%|percent|per cent|prozent|por ciento|{_MONEY})?",
)
_UNIT_WORDS = 2
"""Maximum number of other words in a gold variant that counts as a number."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number and whether it counts exactly: years and bare counts do; amounts, shares and decimals are measured."""

    value: float
    exact: bool

    def agrees_with(self, gold: "Number") -> bool:
        """Return True if this number equals the gold one, within `TOLERANCE` if the gold was measured."""
        allowed = 0.0 if gold.exact else TOLERANCE * abs(gold.value)
        return abs(self.value - gold.value) <= allowed + 1e-9


def numbers_in(text: str) -> list[Number]:
    """Return all numbers of a text, in order."""
    return [_number(match) for match in _NUMBER.finditer(fold_for_comparison(text))]


def number_of(variant: str) -> Number | None:
    """Parse a gold variant such as "EUR 3.4 million" or "23"; None if it says more than a number."""
    text = fold_for_comparison(variant)
    found = list(_NUMBER.finditer(text))
    if len(found) != 1:
        return None
    rest = re.findall(r"\w+", text[: found[0].start()] + text[found[0].end() :])
    return _number(found[0]) if len(rest) <= _UNIT_WORDS else None


def gold_numbers(variants: Iterable[str]) -> list[Number]:
    """Return the gold variants that are numbers."""
    return [number for variant in variants if (number := number_of(variant)) is not None]


def _number(match: re.Match[str]) -> Number:
    digits = match["digits"]
    value = _value(digits)
    scale = next((factor for power, factor in enumerate(_SCALES) if match[f"s{power}"]), 1.0)
    measured = match["money"] or match["after"] or scale != 1.0 or not value.is_integer()
    return Number((-1 if match["sign"] else 1) * value * scale, exact=not measured)


def _value(digits: str) -> float:
    """Parse digits in English or continental notation: "1,400,000", "1.400.000", "31,5"."""
    parts = re.split(r"[.,'’]", digits)
    grouped = len(parts) > 1 and parts[0] != "0" and all(len(part) == 3 for part in parts[1:])
    if grouped or len(parts) == 1:
        return float("".join(parts))
    return float("".join(parts[:-1]) + "." + parts[-1])
