"""How likely an answer is right, from what the signals say of it."""

import math
import re
from collections.abc import Collection, Container, Sequence
from itertools import takewhile

from corpus.model import Passage
from qa.answering.answer_type_checks import FIGURES, YEAR, specifies, states_figure
from qa.answering.span_ranker import RankedSpan
from qa.question.countries import countries_named
from qa.retrieval.features import coverage, stems_of
from qa.retrieval.query import Query
from qa.retrieval.retriever import RankedPassage
from qa.retrieval.weights import Weights, weigh
from qa.text.normalize import WORD, fold, is_content, stem, words

_PRECISE = FIGURES | {"person", "organisation", "reason"}
"""Kinds of answers that can be told by their form: a text without that form does not answer."""
_ROUGH = ("dense", "lexical", "rare", "names_missing", "focus_missing")
"""Signals that count otherwise for a question in another language, of which the words are known by a rough gloss."""
_FOCUS = re.compile(r"\b(?:which|what|how many|how much)((?:\W+\w+){1,4})")


def confidence_signals(
    query: Query,
    candidates: Sequence[RankedPassage],
    choices: Sequence[RankedSpan],
    known: Container[str],
    countries: Collection[str],
) -> dict[str, float]:
    """What speaks for and against the best choice.

    `candidates` are the passages found, `known` are all words of the documents, folded, `countries` the countries held.
    """
    best = choices[0]
    passage = best.unit.passage
    whole = f"{passage.context} {passage.text}"
    rival = max((c.score for c in choices[1:] if not c.unit.overlaps(best.unit)), default=best.score - 5)
    foreign = query.is_foreign
    signals = {
        "bias": 1.0,
        "dense": best.candidate.signals["dense"],
        "lexical": coverage(query, passage),
        "rare": _rare_coverage(query, candidates, passage),
        "no_figure": float(query.expected in FIGURES and not states_figure(query.expected, best.unit.text)),
        "unmet_figure": float(query.expected in FIGURES and not best.signals["meets"]),
        "unmet": float(query.expected in _PRECISE and not best.signals["meets"]),
        "unspecific": float(_is_unspecific(query, best)),
        "focus_missing": float(_focus_missing(query, passage)),
        "contradicts": best.signals["contradicts"],
        "margin": min(best.score - rival, 5.0),
        "year_missing": float(_year_missing(query.text, whole)),
        "names_missing": float(len(unknown_names(query.text, query.language, known, countries)) > 0),
        "own_missing": len(query.own - stems_of(passage)) / max(1, len(query.own)),
        "foreign": float(foreign),
    }
    return signals | {f"foreign_{name}": signals[name] * foreign for name in _ROUGH}


def confidence(signals: dict[str, float], weights: Weights) -> float:
    """The probability, between 0 and 1, by a logistic model fitted on the development sets."""
    return 1 / (1 + math.exp(-weigh(signals, weights.confidence)))


def not_found(
    query: Query, candidates: Sequence[RankedPassage], choices: Sequence[RankedSpan], names: Sequence[str]
) -> tuple[str, Sequence[str]] | None:
    """What the question asks for and the passages found do not hold: a "name", a "year", or a kind of thing.

    `names` are those of the question that no document holds.
    """
    if names:
        return "name", names
    texts = " ".join(f"{c.passage.context} {c.passage.text}" for c in candidates)
    years = sorted(set(YEAR.findall(query.text)) - set(YEAR.findall(texts)))
    if years:
        return "year", years
    unmet = query.expected in _PRECISE and bool(choices) and not choices[0].signals["meets"]
    return (query.expected, ()) if unmet else None


def _rare_coverage(query: Query, candidates: Sequence[RankedPassage], passage: Passage) -> float:
    """The share of the question's content words that a passage holds, each by how few of the passages found hold it."""
    held = [stems_of(candidate.passage) for candidate in candidates]
    weights = {word: math.log((len(held) + 1) / (1 + sum(word in some for some in held))) for word in query.stems}
    total = sum(weights.values())
    return sum(weights[word] for word in query.stems & stems_of(passage)) / total if total else 1.0


def _is_unspecific(query: Query, best: RankedSpan) -> bool:
    """Whether a question asks which, and the sentence that is to answer it names and lists nothing new."""
    return query.expected == "list" and best.unit.kind == "sentence" and not specifies(query.gloss, best.unit.text)


def _focus_missing(query: Query, passage: Passage) -> bool:
    """Whether a passage holds nothing of what the question asks which, what or how many of."""
    asked = _FOCUS.search(fold(query.gloss))
    if asked is None or query.expected in FIGURES - {"number"}:
        return False
    run = list(takewhile(is_content, words(asked[1])))
    return bool(run) and not {stem(word) for word in run} & stems_of(passage)


def _year_missing(question: str, text: str) -> bool:
    """Whether the question names a year that neither the passage nor its breadcrumb holds."""
    return bool(set(YEAR.findall(question)) - set(YEAR.findall(text)))


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
        if len(word) > 1 and word[0].isupper() and not _is_known(word, known) and not countries_named(word, countries)
    ]


def _is_known(name: str, known: Container[str]) -> bool:
    """Whether the documents hold each part of a name, with or without a final s."""
    return all(part in known or part.removesuffix("s") in known or fold(part) in known for part in words(name))
