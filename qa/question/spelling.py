"""Correct typos in a question by words of the documents and of the domain."""

from collections.abc import Callable, Iterable
from functools import cache
from string import ascii_lowercase

from index.search.vocabulary import KnownWords
from qa.question.countries import names_of_the_world
from qa.question.glossary import dictionary, expressions
from qa.question.translation import INTERROGATIVES
from qa.text.language import LANGUAGES
from qa.text.normalize import FUNCTION_WORDS, WORD, fold, stem

_SHORTEST = 4
"""Minimum number of letters of a word in which near-certain typos are corrected."""
_SHORTEST_COMMON = 5
"""Minimum number of letters of a word in which any typo is corrected: shorter words resemble too many others."""
_SHORTEST_NAME = 6
"""Minimum number of letters of a name that is corrected."""
_QUESTION_WORDS = frozenset(word for written in INTERROGATIVES.values() for word in written.split())


class Speller:
    """Corrects words with a single typo: one letter added, missing or wrong, or two exchanged.

    `common` are the words that the documents use in running text, `known` all their words, folded; `is_word` returns
    True for a folded word of their `language`. In other languages, where typos are harder to tell from rare words, only
    names and near-certain typos in domain terms are corrected.
    """

    def __init__(
        self, common: Iterable[str], known: KnownWords, is_word: Callable[[str], bool], language: str = "en"
    ) -> None:
        self._common = frozenset(fold(word) for word in common) | _domain_words(language) | _QUESTION_WORDS
        self._stems = frozenset(stem(word, language) for word in self._common)
        self._known = known
        self._is_word = is_word
        self._language = language

    def correct(self, question: str, language: str) -> str:
        """Correct the typos of a question; return it unchanged if there are none."""
        return WORD.sub(lambda found: self._corrected(found.group(), found.start() > 0, language), question)

    def is_strange(self, word: str, language: str) -> bool:
        """Return True for a word that is neither right nor nearly so in the documents or any of the languages."""
        folded = fold(word)
        if not folded.isalpha() or any(self._is_right(folded, each) for each in {language, *LANGUAGES}):
            return False
        into = {each: "es" if each == "en" else "en" for each in LANGUAGES}
        if any(dictionary(each, other).match((stem(folded, each),), 0)[0] for each, other in into.items()):
            return False
        return not (self._words(folded, language) or self._names(folded, language))

    def _corrected(self, word: str, inside: bool, language: str) -> str:
        """Return a word without its typo; `inside` means that it does not open the sentence."""
        folded = fold(word)
        if len(folded) < _SHORTEST or not folded.isalpha() or self._is_right(folded, language):
            return word
        if language != self._language and _ends_in_participle(word):
            return word
        is_name = word[0].isupper() and not word.isupper() and (inside or language != self._language)
        candidates = self._names(folded, language) if is_name and language != "de" else self._words(folded, language)
        return (
            _in_case_of(word, min(candidates, key=lambda other: _unlikelihood(folded, other))) if candidates else word
        )

    def _words(self, folded: str, language: str) -> list[str]:
        """Return the common words that may be meant; plurals are not typos, and short words are ambiguous."""
        near = _one_edit_from(folded)
        if language != self._language:
            known = near & _domain_words(language)
            return [other for other in known if len(folded) >= _SHORTEST_NAME and _is_near_certain(folded, other)]
        return [
            other
            for other in near
            if self._is_common(other)
            and (
                other in _QUESTION_WORDS
                or _is_near_certain(folded, other)
                or (len(folded) >= _SHORTEST_COMMON and folded.removesuffix("s") != other.removesuffix("s"))
            )
        ]

    def _names(self, folded: str, language: str) -> list[str]:
        """Return the names of the documents that may be meant; in another language none that is a word of theirs."""
        return [
            other
            for other in self._known.among(sorted(_one_edit_from(folded)))
            if (len(folded) >= _SHORTEST_NAME or (len(folded) >= _SHORTEST_COMMON and _is_near_certain(folded, other)))
            and (language == self._language or not self._is_word(other))
        ]

    def _is_common(self, folded: str) -> bool:
        return folded in self._common or folded.removesuffix("s") in self._common

    def _is_right(self, folded: str, language: str) -> bool:
        """Return True for a word of the documents, the domain or their language, and for a country's name."""
        return (
            folded in self._known
            or folded in _country_words()
            or folded in _domain_words(language)
            or folded in _function_words()
            or self._is_word(folded)
            or self._is_word(folded.removesuffix("s"))
            or (language == self._language and stem(folded, language) in self._stems)
            or stem(folded, language) in _domain_stems(language)
            or (language == "de" and self._is_compound(folded))
        )

    def _is_compound(self, folded: str) -> bool:
        """Return True if a German word is made of two known words, of which the first may end in a linking s."""
        known = _domain_words("de") | _function_words()
        stems = _domain_stems("de")
        for cut in range(_SHORTEST, len(folded) - _SHORTEST + 1):
            first, second = folded[:cut], folded[cut:]
            starts = first in known or first.removesuffix("s") in known or first in self._known
            if starts and (second in known or second in self._known or stem(second, "de") in stems):
                return True
        return False


def _one_edit_from(word: str) -> frozenset[str]:
    """Return all strings at one edit from a word (Damerau 1964)."""
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return frozenset(
        [left + right[1:] for left, right in parts if right]
        + [left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1]
        + [left + letter + right[1:] for left, right in parts if right for letter in ascii_lowercase]
        + [left + letter + right for left, right in parts for letter in ascii_lowercase]
    ) - {word}


def _is_near_certain(folded: str, other: str) -> bool:
    """Return True if two letters are exchanged or one is doubled: such a typo is hardly another word."""
    doubled = (
        folded[:place] + folded[place + 1 :] for place in range(1, len(folded)) if folded[place - 1] == folded[place]
    )
    return sorted(folded) == sorted(other) or other in doubled


def _ends_in_participle(word: str) -> bool:
    """Return True for a French ending such as that of "comptée", which is no doubled letter."""
    return word.lower().endswith(("ée", "ées"))


def _unlikelihood(folded: str, other: str) -> tuple[bool, bool, int, str]:
    """Return a sort key, lowest for the likeliest correction: people seldom mistype the first letter."""
    return folded[0] != other[0], sorted(folded) != sorted(other), len(set(folded) ^ set(other)), other


def _in_case_of(written: str, word: str) -> str:
    """Return a word with the capitals of another."""
    if written.isupper():
        return word.upper()
    return word.capitalize() if written[0].isupper() else word


@cache
def _domain_words(language: str) -> frozenset[str]:
    """Return the folded words of the glossary in a language."""
    return frozenset(fold(word) for expression in expressions(language) for word in WORD.findall(expression))


@cache
def _domain_stems(language: str) -> frozenset[str]:
    """Return the stems of the glossary's words in a language, which their inflected forms share."""
    return frozenset(stem(word, language) for word in _domain_words(language))


@cache
def _function_words() -> frozenset[str]:
    """Return the function words, folded."""
    return frozenset(fold(word) for word in FUNCTION_WORDS)


@cache
def _country_words() -> frozenset[str]:
    """Return the words of country names in the four languages."""
    return frozenset(word for name in names_of_the_world() for word in name.split())
