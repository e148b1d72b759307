"""The signals by which passages are ranked beside likeness."""

from collections.abc import Mapping
from functools import lru_cache

from corpus.model import Passage
from index.base import Candidate
from qa.retrieval.query import Query, content_stems
from qa.text.normalize import stem, words

_LIKENESSES = ("lexical", "dense", "late")


_INHERITED = (*_LIKENESSES, *(f"foreign_{name}" for name in _LIKENESSES), "column")
"""Signals of a cell that count for its whole row as well."""


_LONG = 10
"""Words from which a text that several documents share is no coincidence."""


def _foreign(signals: Mapping[str, float], foreign: bool) -> dict[str, float]:
    """The signals that count otherwise for a question in another language: its gloss is rough, its vector is not."""
    return {f"foreign_{name}": signals[name] * foreign for name in _LIKENESSES}


def own_label(row: str | None) -> str | None:
    """A row's label without that of its group: "Overall" of "BUDGET / Overall"."""
    return row.rpartition(" / ")[2] if row is not None else None


def names_row(query: Query, row: str | None) -> bool:
    """Whether a question holds all content words of a row's own label, but for those in brackets."""
    named = content_stems((own_label(row) or "").partition("(")[0])
    return bool(named) and named <= query.stems


def _label_match(query: Query, label: str | None) -> float:
    """The share of a label's words that the question names."""
    named = {stem(word) for word in words(label or "")}
    return len(named & query.stems) / len(named) if named else 0.0


def _kind_signals(passage: Passage) -> dict[str, float]:
    """One signal of 1 for the kind of passage, so that fitting can tell which kinds seldom answer."""
    return {f"kind_{'choice' if passage.chosen else passage.kind}": 1.0}


def _repeated(found: Candidate, passage: Passage) -> bool:
    """Whether a long passage stands word for word in another document too, such as an annex on the method.

    Such a passage tells nothing of one country. A row of options is none of them: it tells by which option is chosen.
    """
    return found.repeated and passage.chosen is None and len(passage.text.split()) >= _LONG


def coverage(query: Query, passage: Passage) -> float:
    """The share of the question's content words that stand in a passage or its breadcrumb."""
    if not query.stems:
        return 0.0
    return len(query.stems & stems_of(passage)) / len(query.stems)


def stems_of(passage: Passage) -> frozenset[str]:
    """The stems of a passage and its breadcrumb."""
    return _stems(f"{passage.context} {passage.text}")


@lru_cache(maxsize=1 << 12)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text))
