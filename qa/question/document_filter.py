"""Decide which documents to search: those that pass the filters and the question's countries and years."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.model import Document
from qa.question.countries import countries_named, other_countries_named
from qa.text.normalize import content_words, fold
from qa.text.patterns import word_pattern

_SHEET = word_pattern("factsheet").pattern
_YEAR = r"\b((?:19|20)\d\d)\b"
_FACTSHEET_YEAR = re.compile(rf"(?:{_SHEET})\D{{0,25}}{_YEAR}|{_YEAR}\D{{0,12}}(?:{_SHEET})")


_SEPARATORS = re.compile(r"[_.-]")
"""Characters between the words of a file name."""
_SHORTEST = 4
"""Minimum number of letters of a word that names a document."""
_ABOUT_COUNTRIES = 0.5
"""Minimum share of documents about a country for a country in a question to tell which of them are meant."""


@dataclass(frozen=True, slots=True)
class DocumentScope:
    """The documents to search, and what the question names that no document covers.

    `countries` are the indexed countries that the question names; no document is about `absent_countries` and
    `absent_years`, which it names too.
    """

    documents: tuple[Document, ...]
    countries: tuple[str, ...] = ()
    absent_countries: tuple[str, ...] = ()
    absent_years: tuple[int, ...] = ()


def filter_documents(
    documents: Sequence[Document], countries: Collection[str] | None, years: Collection[int] | None
) -> tuple[Document, ...]:
    """Return the documents that pass both filters; None and an empty filter exclude nothing."""
    named = {
        country for country in _countries(documents) if any(_is_named(country, given) for given in countries or ())
    }
    return tuple(
        document
        for document in documents
        if (not countries or document.country in named) and (not years or document.year in years)
    )


def countries_without_documents(countries: Collection[str], documents: Sequence[Document]) -> tuple[str, ...]:
    """Return the given countries that no document is about."""
    known = _countries(documents)
    return tuple(given for given in countries if not any(_is_named(country, given) for country in known))


def countries_of(documents: Sequence[Document]) -> list[str]:
    """Return the countries that documents are about; none if most are about no country, and name one by the way."""
    about = sum(document.country is not None for document in documents)
    return _countries(documents) if about >= _ABOUT_COUNTRIES * len(documents) else []


def names_of(document: Document) -> str:
    """Return the title of a document and its file name, with blanks between its words."""
    return f"{document.title} {_SEPARATORS.sub(' ', document.name)}"


def title_words(documents: Sequence[Document]) -> list[tuple[Document, frozenset[str]]]:
    """Return each document with the folded words that only its title and file name have among these documents."""
    all_words = [frozenset(content_words(names_of(each))) for each in documents]
    counts = Counter(word for found in all_words for word in found)
    return [
        (document, frozenset(word for word in found if counts[word] == 1 and len(word) >= _SHORTEST and word.isalpha()))
        for document, found in zip(documents, all_words, strict=True)
    ]


def _countries(documents: Sequence[Document]) -> list[str]:
    """Return the documents' countries, each once: matching names is slow, and there may be many documents."""
    return list(dict.fromkeys(document.country for document in documents if document.country))


def _is_named(country: str, given: str) -> bool:
    """Return True if the given name is the country's in one of the four languages."""
    return bool(countries_named(given, [country]))


def document_scope(question: str, earlier: str, documents: Sequence[Document]) -> DocumentScope:
    """Return the scope of a question; if it names no country, that of the earlier part of the conversation.

    A country that the question names limits the search to its documents; so does the year of a factsheet.
    """
    countries = countries_of(documents)
    named = countries_named(question, countries)
    absent = other_countries_named(question, countries) if not named else []
    focus = named or ([] if absent else countries_named(earlier, countries))
    named_years = [int(first or second) for first, second in _FACTSHEET_YEAR.findall(fold(question))]
    known_years = {document.year for document in documents}
    of_country = tuple(document for document in documents if not focus or document.country in focus)
    of_year = tuple(document for document in of_country if document.year in named_years)
    return DocumentScope(
        of_year or of_country,
        tuple(named),
        tuple(absent),
        tuple(year for year in named_years if year not in known_years and None not in known_years),
    )
