"""Country names in a question, in any of the four languages, with common variants and adjectives."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from babel import Locale

from corpus.countries import OTHER_NAMES, english_names
from qa.text.language import LANGUAGES
from qa.text.normalize import fold, words

_SHORTEST_STEM = 4
_LONGEST_STEM = 6
_LONGEST_NAME = 5


def skeleton(word: str) -> str:
    """A folded word with the languages' spellings made one: "Méjico" and "Mexiko" meet as "mexiko"."""
    for spelling, common in (("qu", "k"), ("c", "k"), ("j", "x"), ("ph", "f"), ("y", "i")):
        word = word.replace(spelling, common)
    return word


@cache
def names_of_the_world() -> dict[str, str]:
    """Folded country names in the four languages, from the Unicode CLDR, to the English names that documents go by."""
    english = english_names()
    named = [(code, str(name)) for language in LANGUAGES for code, name in Locale(language).territories.items()]
    named += [(code, name) for name, code in OTHER_NAMES.items()] + list(english.items())
    return {" ".join(words(name)): english[code] for code, name in named if code in english and len(name) > 3}


@cache
def _variants(country: str) -> frozenset[tuple[str, ...]]:
    """Skeleton words of a country's names in the four languages, or of the given name alone if it is invented."""
    folded = " ".join(words(country))
    return frozenset(tuple(skeleton(word) for word in name.split()) for name in {folded, *_all_names().get(folded, ())})


@cache
def _all_names() -> dict[str, frozenset[str]]:
    """Folded names in all languages by the folded English one."""
    names: dict[str, set[str]] = defaultdict(set)
    for name, english in names_of_the_world().items():
        names[" ".join(words(english))].add(name)
    return {english: frozenset(found) for english, found in names.items()}


def name_in(language: str, country: str) -> str:
    """A country's name in a language by its English one; that one where the world does not know it."""
    codes = {name: code for code, name in english_names().items()}
    return str(Locale(language).territories.get(codes.get(country, ""), country))


def held_countries_named(question: str, held: Iterable[str]) -> list[str]:
    """Those of the held countries that a question names, by name or adjective ("Mexican", "mexikanische").

    A word names a country when it begins with the first letters of the country's name, all but its last letter and at
    most six: adjectives and inflections change the end of a name.
    """
    asked = [skeleton(word) for word in words(question)]
    return [country for country in held if any(_occurs(name, asked) for name in _variants(country))]


def _occurs(name: tuple[str, ...], asked: list[str]) -> bool:
    """Whether the words of a name stand in a row among the asked words, the last one up to its ending.

    Another country's name in full does not count: Nigeria is not Niger.
    """
    stems = (*name[:-1], name[-1][: max(_SHORTEST_STEM, min(len(name[-1]) - 1, _LONGEST_STEM))])
    windows = [tuple(asked[start : start + len(name)]) for start in range(len(asked) - len(name) + 1)]
    return any(
        window == name
        or (window[:-1] == stems[:-1] and window[-1].startswith(stems[-1]) and window not in _full_names())
        for window in windows
    )


def country_at(written: Sequence[str], start: int, held: Iterable[str]) -> tuple[int, str]:
    """The held country that the words from a place on name, with how many words name it; 0 and nothing if none."""
    asked = [skeleton(fold(word)) for word in written[start : start + _LONGEST_NAME]]
    named = [
        (len(name), country)
        for country in held
        for name in _variants(country)
        if len(name) <= len(asked) and _occurs(name, asked[: len(name)])
    ]
    return max(named, default=(0, ""))


@cache
def _full_names() -> frozenset[tuple[str, ...]]:
    """The skeleton words of all country names."""
    return frozenset(tuple(skeleton(word) for word in name.split()) for name in names_of_the_world())


def other_countries_named(question: str, held: Iterable[str]) -> list[str]:
    """English names of countries that a question names in full and that are not held."""
    asked = f" {' '.join(words(question))} "
    mine = {" ".join(words(country)) for country in held}
    found = {english for name, english in names_of_the_world().items() if f" {name} " in asked}
    return sorted(english for english in found if " ".join(words(english)) not in mine)
