"""Slips of the keyboard in a question, mended by words that the documents and the trade have."""

from collections.abc import Callable, Iterable
from functools import cache
from string import ascii_lowercase

from index.search.vocabulary import KnownWords
from qa.question.countries import names_of_the_world
from qa.question.glossary import expressions
from qa.question.translation import INTERROGATIVES
from qa.text.normalize import FUNCTION_WORDS, WORD, fold, stem

_SHORTEST = 4
"""Letters from which sure slips and words of asking are put right."""
_SHORTEST_USUAL = 5
"""Letters from which any slip is mended: one letter off a shorter word, nearly everything is a word."""
_SHORTEST_NAME = 6
"""The same for names."""
_ASKING = frozenset(word for written in INTERROGATIVES.values() for word in written.split())


class Speller:
    """Mends words with a single slip: a letter too many, too few, wrong, or two exchanged.

    `common` are the words that the documents use in running text, `known` all their words, folded; `is_word` tells
    whether their `language` has a folded word. Of other languages too little is known to tell a slip from a word: there
    only names are mended, and sure slips in words of the trade.
    """

    def __init__(
        self, common: Iterable[str], known: KnownWords, is_word: Callable[[str], bool], language: str = "en"
    ) -> None:
        self._usual = frozenset(fold(word) for word in common) | _of_the_trade(language) | _ASKING
        self._stems = frozenset(stem(word, language) for word in self._usual)
        self._known = known
        self._is_word = is_word
        self._language = language

    def mended(self, question: str, language: str) -> str:
        """The question without slips; the question itself where none is found."""
        return WORD.sub(lambda found: self._mended(found.group(), found.start() > 0, language), question)

    def _mended(self, word: str, inside: bool, language: str) -> str:
        """A word that stands inside a sentence or opens it, without its slip."""
        folded = fold(word)
        if len(folded) < _SHORTEST or not folded.isalpha() or self._is_right(folded, language):
            return word
        is_name = word[0].isupper() and not word.isupper() and (inside or language != self._language)
        meant = self._names(folded, language) if is_name and language != "de" else self._words(folded, language)
        return _in_case_of(word, min(meant, key=lambda other: _unlikeness(folded, other))) if meant else word

    def _words(self, folded: str, language: str) -> list[str]:
        """The usual words that may be meant; a plural is no slip, and short words resemble too many."""
        near = _one_slip_from(folded)
        if language != self._language:
            known = near & _of_the_trade(language)
            return [other for other in known if len(folded) >= _SHORTEST_NAME and _surely(folded, other)]
        return [
            other
            for other in near
            if self._is_usual(other)
            and (
                other in _ASKING
                or _surely(folded, other)
                or (len(folded) >= _SHORTEST_USUAL and folded.removesuffix("s") != other.removesuffix("s"))
            )
        ]

    def _names(self, folded: str, language: str) -> list[str]:
        """The words of the documents that may be the name meant; in another language none that their own has."""
        return [
            other
            for other in self._known.among(sorted(_one_slip_from(folded)))
            if (len(folded) >= _SHORTEST_NAME or (len(folded) >= _SHORTEST_USUAL and _surely(folded, other)))
            and (language == self._language or not self._is_word(other))
        ]

    def _is_usual(self, folded: str) -> bool:
        return folded in self._usual or folded.removesuffix("s") in self._usual

    def _is_right(self, folded: str, language: str) -> bool:
        """Whether this is a word: of the documents, the trade, any of their languages, or a country's name."""
        return (
            folded in self._known
            or folded in _of_countries()
            or folded in _of_the_trade(language)
            or folded in _carrying_nothing()
            or self._is_word(folded)
            or self._is_word(folded.removesuffix("s"))
            or (language == self._language and stem(folded, language) in self._stems)
        )


def _one_slip_from(word: str) -> frozenset[str]:
    """All runs of letters that are one slip away (Damerau 1964)."""
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return frozenset(
        [left + right[1:] for left, right in parts if right]
        + [left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1]
        + [left + letter + right[1:] for left, right in parts if right for letter in ascii_lowercase]
        + [left + letter + right for left, right in parts for letter in ascii_lowercase]
    ) - {word}


def _surely(folded: str, other: str) -> bool:
    """Whether two letters are exchanged or one is doubled: slips that are hardly another word."""
    doubled = (
        folded[:place] + folded[place + 1 :] for place in range(1, len(folded)) if folded[place - 1] == folded[place]
    )
    return sorted(folded) == sorted(other) or other in doubled


def _unlikeness(folded: str, other: str) -> tuple[bool, bool, int, str]:
    """How unlikely a word is what was meant: people exchange and double letters, and slip least on the first one."""
    return folded[0] != other[0], sorted(folded) != sorted(other), len(set(folded) ^ set(other)), other


def _in_case_of(written: str, word: str) -> str:
    """A word with the capitals of another."""
    if written.isupper():
        return word.upper()
    return word.capitalize() if written[0].isupper() else word


@cache
def _of_the_trade(language: str) -> frozenset[str]:
    """The folded words of the glossary in a language."""
    return frozenset(fold(word) for expression in expressions(language) for word in WORD.findall(expression))


@cache
def _carrying_nothing() -> frozenset[str]:
    """The function words, folded."""
    return frozenset(fold(word) for word in FUNCTION_WORDS)


@cache
def _of_countries() -> frozenset[str]:
    """The words of country names in the four languages."""
    return frozenset(word for name in names_of_the_world() for word in name.split())
