"""Detect sentences that reverse the meaning of their quote, by a negation or by an antonym."""

import re
from collections.abc import Collection
from functools import cache

from qa.text.language import LANGUAGES
from qa.text.normalize import fold
from qa.text.patterns import any_of
from qa.verification.word_lists import word_list


def is_negated(text: str, languages: Collection[str] = LANGUAGES) -> bool:
    """Return True if a text in one of the languages denies something."""
    folded = _harmless().sub("", fold(text))
    return any(_negation(language).search(folded) for language in languages)


def says_the_opposite(sentence: str, proof: str) -> bool:
    """Return True if a sentence has one word of a pair of antonyms and its proof has only the other."""
    said, proved = fold(sentence), fold(proof)
    for one, other in _opposites():
        in_one, in_other = bool(one.search(said)), bool(other.search(said))
        if in_one == in_other:
            continue
        same, opposite = (one, other) if in_one else (other, one)
        if opposite.search(proved) and not same.search(proved):
            return True
    return False


@cache
def _negation(language: str) -> re.Pattern[str]:
    return any_of(word_list("negations")[language])


@cache
def _harmless() -> re.Pattern[str]:
    return any_of(word_list("negations")["harmless"])


@cache
def _opposites() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    return [(any_of(pair["one"]), any_of(pair["other"])) for pair in word_list("opposites").values()]
