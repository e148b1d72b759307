"""How likely an answer is right, from what the signals say of it."""

import math
import re
from collections.abc import Collection, Container, Sequence

from qa.countries import held_countries_named
from qa.kinds import FIGURES
from qa.retrieve import Query, coverage
from qa.select import Choice
from qa.weights import Weights, weigh
from qa.words import WORD, fold, words

_PRECISE = FIGURES | {"person", "organisation", "reason"}
"""Kinds of answers that can be told by their form: a text without that form does not answer."""
_YEAR = re.compile(r"\b(?:1[89]|20|21)\d\d\b")


def confidence_signals(
    query: Query, choices: Sequence[Choice], known: Container[str], countries: Collection[str]
) -> dict[str, float]:
    """What speaks for and against the best choice.

    `known` are all words of the documents, folded, `countries` the countries held.
    """
    best = choices[0]
    passage = best.unit.passage
    whole = f"{passage.context} {passage.text}"
    rival = max((c.score for c in choices[1:] if not c.unit.overlaps(best.unit)), default=best.score - 5)
    return {
        "bias": 1.0,
        "dense": best.candidate.signals["dense"],
        "lexical": coverage(query, passage),
        "unmet": float(query.expected in _PRECISE and not best.signals["meets"]),
        "margin": min(best.score - rival, 5.0),
        "year_missing": float(_year_missing(query.text, whole)),
        "names_missing": float(len(unknown_names(query.text, query.language, known, countries)) > 0),
        "foreign": float(query.gloss != query.text),
    }


def confidence(signals: dict[str, float], weights: Weights) -> float:
    """The probability, between 0 and 1, by a logistic model fitted on the development sets."""
    return 1 / (1 + math.exp(-weigh(signals, weights.confidence)))


def _year_missing(question: str, text: str) -> bool:
    """Whether the question names a year that neither the passage nor its breadcrumb holds."""
    return bool(set(_YEAR.findall(question)) - set(_YEAR.findall(text)))


def unknown_names(question: str, language: str, known: Container[str], countries: Collection[str]) -> list[str]:
    """Names in a question that no document holds: capitalised words within the sentence.

    Names in German questions cannot be told from nouns: none are given there. The countries held are known by their
    names in all languages.
    """
    if language == "de":
        return []
    found = list(WORD.finditer(question))
    inside = [
        match.group()
        for match in found[1:]
        if not question[: match.start()].rstrip().endswith((".", "?", "!", ":", "¿"))
    ]
    return [
        word
        for word in inside
        if len(word) > 1
        and word[0].isupper()
        and not _is_known(word, known)
        and not held_countries_named(word, countries)
    ]


def _is_known(name: str, known: Container[str]) -> bool:
    """Whether the documents hold each part of a name, with or without a final s."""
    return all(part in known or part.removesuffix("s") in known or fold(part) in known for part in words(name))
