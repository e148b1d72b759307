"""Find out what a question asks for that the documents do not state, so that a refusal can name it."""

from collections.abc import Collection, Container, Sequence

from qa.answering.spans.answer_type_checks import HAVE_FORM
from qa.answering.spans.span_ranker import RankedSpan
from qa.model import Reason
from qa.question.countries import countries_named, names_of_the_world
from qa.retrieval.features import coverage
from qa.retrieval.query import Query
from qa.retrieval.retriever import RankedPassage
from qa.text.analyzed_text import analyzed
from qa.text.normalize import capitalised_words, fold, words

_NEAREST = 3
"""Number of best passages that decide whether a topic is absent."""
_OFF_TOPIC_COVERAGE = 0.34
"""Minimum share of the question's words in one of the nearest passages; below it the question is off topic."""


def missing_fact(
    query: Query, passages: Sequence[RankedPassage], spans: Sequence[RankedSpan], names: Sequence[str]
) -> tuple[str, Sequence[str]] | None:
    """Return what the passages found lack: a "name", a "year", or a type of answer, with the names or years.

    `names` are those of the question that no document has.
    """
    if names:
        return "name", names
    found = frozenset[str]().union(*(analyzed(f"{c.passage.context} {c.passage.text}").years for c in passages))
    years = sorted(query.question.years - found)
    if years:
        return "year", years
    unmet = query.expected in HAVE_FORM and bool(spans) and not spans[0].signals["meets"]
    return (query.expected, ()) if unmet else None


def reason_to_refuse(query: Query, passages: Sequence[RankedPassage], names: Sequence[str]) -> Reason:
    """Return why nothing is answered: the topic is absent, or only the fact, such as one on unknown `names`."""
    if names:
        return "not_stated"
    best = max((coverage(query, each.passage) for each in passages[:_NEAREST]), default=0.0)
    return "off_topic" if best < _OFF_TOPIC_COVERAGE else "not_stated"


def unknown_names(query: Query, known: Container[str], countries: Collection[str]) -> list[str]:
    """Return the names in a question that no document has: capitalised words within the sentence.

    Names in German questions cannot be distinguished from nouns: none are returned for them. The documents'
    `countries` are known by their names in all languages.
    """
    if query.language == "de":
        return []
    return [
        word
        for word in capitalised_words(query.question.text)
        if not (_is_known(word, known) or countries_named(word, countries) or _is_of_known_country(word, known))
    ]


def _is_of_known_country(name: str, known: Container[str]) -> bool:
    """Return True if a name is the adjective of a country that the documents name: "Hungarian"."""
    named = countries_named(name, frozenset(names_of_the_world().values()))
    return any(all(word in known for word in words(country)) for country in named)


def _is_known(name: str, known: Container[str]) -> bool:
    """Return True if the documents have each part of a name, with or without a final s."""
    return all(part in known or part.removesuffix("s") in known or fold(part) in known for part in analyzed(name).words)
