"""Which column of a table a question means: the same row in another column is the classic error."""

from collections.abc import Sequence
from functools import lru_cache

from qa.text.normalize import FUNCTION_WORDS, fold, stem, words
from qa.text.patterns import word_pattern as phrase

LEVELS = {level: phrase(level) for level in ("regional", "sectoral", "national")}
"""Words, folded, that name the level of a policy. A column that names no other level stands for the whole country."""

_STOP = frozenset(fold(word) for word in FUNCTION_WORDS) | {"policy", "policies", "cluster", "clusters", "example"}


@lru_cache(maxsize=1 << 12)
def label_words(label: str) -> frozenset[str]:
    """The stems of a label that can tell it from another one."""
    return frozenset(stem(word) for word in words(label) if word not in _STOP)


@lru_cache(maxsize=1 << 12)
def level_of(label: str) -> str:
    """The level of policy that a column stands for, by its label."""
    folded = fold(label)
    return next((level for level in ("regional", "sectoral") if LEVELS[level].search(folded)), "national")


def column_fit(question: str, label: str, others: Sequence[str]) -> float:
    """How much better a question fits a column than the table's other columns, from -1 to 1; 0 where nothing tells.

    Counted are words of the question that stand in one label and in no other, and the level of policy it names.
    """
    asked = _asked(question)
    labels = [label, *others]
    sets = [label_words(text) for text in labels]
    hits = []
    for number, text in enumerate(labels):
        rest = frozenset[str]().union(*(other for place, other in enumerate(sets) if place != number))
        hits.append(len((sets[number] - rest) & asked) + _level_hit(question, text, labels))
    best_other = max(hits[1:], default=0)
    total = hits[0] + best_other
    return (hits[0] - best_other) / total if total else 0.0


def _level_hit(question: str, label: str, labels: Sequence[str]) -> int:
    """1 if the question names the level of this column and the columns differ in level."""
    if len({level_of(text) for text in labels}) < 2:
        return 0
    return int(level_of(label) in _levels_named(question))


@lru_cache(maxsize=1 << 8)
def _asked(question: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(question))


@lru_cache(maxsize=1 << 8)
def _levels_named(question: str) -> frozenset[str]:
    return frozenset(level for level, named in LEVELS.items() if named.search(fold(question)))
