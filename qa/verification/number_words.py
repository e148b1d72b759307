"""Number words of the four languages up to ninety-nine, with their possible values."""

from collections.abc import Iterator
from functools import cache

from qa.text.normalize import fold
from qa.verification.word_lists import word_list

_UNITS = {
    "en": "one two three four five six seven eight nine",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve",
    "fr": "un deux trois quatre cinq six sept huit neuf",
    "de": "ein zwei drei vier fünf sechs sieben acht neun",
}
_TEENS = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "es": "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
    "fr": "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "de": "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
}


@cache
def number_words(language: str) -> dict[str, tuple[float, ...]]:
    """Return the values of the folded number words of a language, with spaces for hyphens.

    Words for "one" are left out because they are articles as well.
    """
    found = {_key(word): (float(value),) for word, value in _cardinals(language) if value > 1}
    named = word_list("numbers")[language]
    return found | {_key(word): tuple(float(value) for value in values) for word, values in named.items()}


def _cardinals(language: str) -> Iterator[tuple[str, int]]:
    units = _UNITS[language].split()
    teens = _TEENS[language].split()
    yield from zip(units, range(1, 10), strict=True)
    yield from zip(teens, range(10, 20), strict=True)
    for place, ten in enumerate(_TENS[language].split()):
        value = 20 + 10 * place
        yield ten, value
        if ten == "quatre-vingt":
            yield "quatre-vingts", value
        for unit, word in enumerate(units, 1):
            for form in _compounds(language, ten, word):
                yield form, value + unit
        if language == "fr" and value in (60, 80):
            for unit, word in enumerate(teens):
                yield f"{ten}-{word}", value + 10 + unit
    if language == "fr":
        yield "soixante et onze", 71


def _compounds(language: str, ten: str, unit: str) -> list[str]:
    """Return the ways to write tens and units together."""
    if language == "de":
        return [f"{unit}und{ten}"]
    if language == "es":
        return [f"veinti{unit}"] if ten == "veinte" else [f"{ten} y {unit}"]
    if language == "fr":
        return [f"{ten}-{unit}", f"{ten} et {unit}"]
    return [f"{ten}-{unit}"]


def _key(word: str) -> str:
    return fold(word).replace("-", " ")
