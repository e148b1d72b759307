"""Match a question to a column of a table: the same row in another column is the classic error."""

from collections.abc import Sequence
from functools import lru_cache

from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.normalize import FUNCTION_WORDS, fold, stem
from qa.text.patterns import word_pattern

LEVELS = {level: word_pattern(level) for level in ("regional", "sectoral", "national")}
"""Folded words that name the level of a policy. A column that names no other level is about the whole country."""

_STOP = frozenset(fold(word) for word in FUNCTION_WORDS) | {"policy", "policies", "cluster", "clusters", "example"}


@lru_cache(maxsize=1 << 12)
def label_words(label: str) -> frozenset[str]:
    """Return the stems of a label that can distinguish it from another one."""
    return frozenset(stem(word) for word in analyzed(label).words if word not in _STOP)


@lru_cache(maxsize=1 << 12)
def level_of(label: str) -> str:
    """Return the level of policy that a column is about, by its label."""
    folded = analyzed(label).folded
    return next((level for level in ("regional", "sectoral") if LEVELS[level].search(folded)), "national")


def column_fit(question: AnalyzedText, label: str, others: Sequence[str]) -> float:
    """Return how much better a question fits a column than the table's other columns, from -1 to 1; 0 in a tie.

    It counts the words of the question that occur in one label and in no other, and the level of policy it names. Where
    no label has such a word, as in a header of two levels, the label is compared with each of the others.
    """
    labels = [label, *others]
    sets = [label_words(text) for text in labels]
    hits = []
    for number, text in enumerate(labels):
        rest = frozenset[str]().union(*(other for place, other in enumerate(sets) if place != number))
        hits.append(len((sets[number] - rest) & question.stems) + _level_hit(question, text, labels))
    best_other = max(hits[1:], default=0)
    total = hits[0] + best_other
    if total:
        return (hits[0] - best_other) / total
    return min((_preference(question, sets[0], other) for other in sets[1:]), default=0.0)


def _preference(question: AnalyzedText, label: frozenset[str], other: frozenset[str]) -> float:
    """Return how much better a question fits a label than another one, by the words in which they differ."""
    mine, theirs = len((label - other) & question.stems), len((other - label) & question.stems)
    return (mine - theirs) / (mine + theirs) if mine + theirs else 0.0


def _level_hit(question: AnalyzedText, label: str, labels: Sequence[str]) -> int:
    """Return 1 if the question names the level of this column and the columns differ in level."""
    if len({level_of(text) for text in labels}) < 2:
        return 0
    return int(level_of(label) in _levels_named(question.folded))


@lru_cache(maxsize=1 << 8)
def _levels_named(folded: str) -> frozenset[str]:
    return frozenset(level for level, named in LEVELS.items() if named.search(folded))
