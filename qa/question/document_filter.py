"""Which documents a question is about: filters, countries and years that it names, and what is not held."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.model import Document
from qa.question.countries import held_countries_named, other_countries_named
from qa.text.normalize import fold
from qa.text.patterns import word_pattern

_SHEET = word_pattern("factsheet").pattern
_YEAR = r"\b((?:19|20)\d\d)\b"
_FACTSHEET_YEAR = re.compile(rf"(?:{_SHEET})\D{{0,25}}{_YEAR}|{_YEAR}\D{{0,12}}(?:{_SHEET})")


@dataclass(frozen=True, slots=True)
class DocumentScope:
    """The documents to search, and what the question names that is not held.

    `countries` are the held countries that the question names; `absent_countries` and `absent_years` are named in it
    and not held.
    """

    documents: tuple[Document, ...]
    countries: tuple[str, ...] = ()
    absent_countries: tuple[str, ...] = ()
    absent_years: tuple[int, ...] = ()


def filtered(
    held: Sequence[Document], countries: Collection[str] | None, years: Collection[int] | None
) -> tuple[Document, ...]:
    """The documents that pass both filters; None or an empty filter lets all pass."""
    named = {country for country in _countries(held) if any(_is_named(country, given) for given in countries or ())}
    return tuple(
        document
        for document in held
        if (not countries or document.country in named) and (not years or document.year in years)
    )


def not_among(countries: Collection[str], held: Sequence[Document]) -> tuple[str, ...]:
    """Those of the countries on which no document is held."""
    return tuple(given for given in countries if not any(_is_named(country, given) for country in _countries(held)))


def _countries(held: Sequence[Document]) -> list[str]:
    """The countries of the documents, each once: to match names takes long, and there may be many documents."""
    return list(dict.fromkeys(document.country for document in held if document.country))


def _is_named(country: str, given: str) -> bool:
    """Whether a country goes by the given name, in any of the four languages."""
    return bool(held_countries_named(given, [country]))


def scope_of(question: str, earlier: str, held: Sequence[Document]) -> DocumentScope:
    """The scope of a question; where it names no country, that of the earlier part of the conversation.

    A country that the question names narrows the search to its documents; so does the year of a factsheet.
    """
    countries = _countries(held)
    named = held_countries_named(question, countries)
    absent = other_countries_named(question, countries) if not named else []
    focus = named or ([] if absent else held_countries_named(earlier, countries))
    asked_years = [int(first or second) for first, second in _FACTSHEET_YEAR.findall(fold(question))]
    held_years = {document.year for document in held}
    documents = tuple(document for document in held if not focus or document.country in focus)
    of_year = tuple(document for document in documents if document.year in asked_years)
    return DocumentScope(
        of_year or documents,
        tuple(named),
        tuple(absent),
        tuple(year for year in asked_years if year not in held_years and None not in held_years),
    )
