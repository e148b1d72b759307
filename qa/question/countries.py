"""Recognise country names in a question, in four languages, with common variants and adjectives."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from babel import Locale

from corpus.countries import OTHER_NAMES, english_names
from qa.text.language import LANGUAGES
from qa.text.normalize import fold, words

_SHORTEST_STEM = 4
_LONGEST_STEM = 6
"""Minimum and maximum number of first letters by which a word names a country."""
_LONGEST_NAME = 5
"""Maximum number of words of a country's name."""


def skeleton(word: str) -> str:
    """Return a folded word in a spelling common to the languages: "Méjico" and "Mexiko" both become "mexiko"."""
    for spelling, common in (("qu", "k"), ("c", "k"), ("j", "x"), ("ph", "f"), ("y", "i")):
        word = word.replace(spelling, common)
    return word


@cache
def names_of_the_world() -> dict[str, str]:
    """Map folded country names in the four languages, from the Unicode CLDR, to the English names of documents."""
    english = english_names()
    named = [(code, str(name)) for language in LANGUAGES for code, name in Locale(language).territories.items()]
    named += [(code, name) for name, code in OTHER_NAMES.items()] + list(english.items())
    return {" ".join(words(name)): english[code] for code, name in named if code in english and len(name) > 3}


@cache
def _variants(country: str) -> frozenset[tuple[str, ...]]:
    """Return the skeletons of a country's names in the four languages, or of the given name alone if it is unknown."""
    folded = " ".join(words(country))
    return frozenset(tuple(skeleton(word) for word in name.split()) for name in {folded, *_all_names().get(folded, ())})


@cache
def _all_names() -> dict[str, frozenset[str]]:
    """Return the folded names in all languages by the folded English one."""
    names: dict[str, set[str]] = defaultdict(set)
    for name, english in names_of_the_world().items():
        names[" ".join(words(english))].add(name)
    return {english: frozenset(found) for english, found in names.items()}


def name_in(language: str, country: str) -> str:
    """Translate a country's English name into a language; return an unknown name unchanged."""
    codes = {name: code for code, name in english_names().items()}
    return str(Locale(language).territories.get(codes.get(country, ""), country))


def countries_named(question: str, among: Iterable[str]) -> list[str]:
    """Return the given countries that a question names, by name or adjective ("Mexican", "mexikanische").

    A word names a country when it begins with the first letters of the country's name, all but its last letter and at
    most six: adjectives and inflections change the end of a name.
    """
    query = [skeleton(word) for word in words(question)]
    return [country for country in among if any(_occurs(name, query) for name in _variants(country))]


def _occurs(name: tuple[str, ...], query: list[str]) -> bool:
    """Return True if the words of a name follow each other in the query, the last one up to its ending.

    Another country's name in full does not count: Nigeria is not Niger.
    """
    stems = (*name[:-1], name[-1][: max(_SHORTEST_STEM, min(len(name[-1]) - 1, _LONGEST_STEM))])
    windows = [tuple(query[start : start + len(name)]) for start in range(len(query) - len(name) + 1)]
    return any(
        window == name
        or (window[:-1] == stems[:-1] and window[-1].startswith(stems[-1]) and window not in _full_names())
        for window in windows
    )


def country_at(written: Sequence[str], start: int, among: Iterable[str]) -> tuple[int, str]:
    """Return the length in words and the country of the name that begins at a position; 0 and "" if there is none."""
    query = [skeleton(fold(word)) for word in written[start : start + _LONGEST_NAME]]
    named = [
        (len(name), country)
        for country in among
        for name in _variants(country)
        if len(name) <= len(query) and _occurs(name, query[: len(name)])
    ]
    return max(named, default=(0, ""))


@cache
def _full_names() -> frozenset[tuple[str, ...]]:
    """Return the skeleton words of all country names."""
    return frozenset(tuple(skeleton(word) for word in name.split()) for name in names_of_the_world())


def other_countries_named(question: str, known: Iterable[str]) -> list[str]:
    """Return the English names of the countries that a question names in full, except the known ones."""
    query = f" {' '.join(words(question))} "
    excluded = {" ".join(words(country)) for country in known}
    found = {english for name, english in names_of_the_world().items() if f" {name} " in query}
    return sorted(english for english in found if " ".join(words(english)) not in excluded)
