"""Decide in which language to answer: that of the question, if it has words enough to tell."""

from collections.abc import Sequence
from functools import cache

from qa.question.countries import names_of_the_world
from qa.question.glossary import expressions
from qa.question.kind_classifier import words_by_language
from qa.question.subject import NameIndex
from qa.text.language import LANGUAGES, language_of
from qa.text.normalize import WORD, fold, words

_FEW = 4
"""Number of words, names and figures aside, from which a question tells its language by itself."""

_CLEAR = 2
"""Minimum number of words of one language only, beside none of another, that tell the language."""


def question_language(
    question: str, names: NameIndex, history: Sequence[tuple[str, str]], default: str | None = None
) -> str:
    """Return the language to answer in.

    A question of few words takes the language that its words belong to; if they belong to none or to several, that of
    the caller, else of the conversation, else English.
    """
    texts = [question, *(earlier for earlier, _ in reversed(history))]
    told = (_told_language(text, names) for text in texts[:1])
    earlier = (_told_language(text, names) for text in texts[1:])
    return next((code for code in (*told, default, *earlier) if code in LANGUAGES), "en")


def _told_language(question: str, names: NameIndex) -> str | None:
    """Return the language that the words of a question tell; None if they do not."""
    if "¿" in question:
        return "es"
    bare = _without_names(question, names)
    votes = {language: sum(word in _own_words(language) for word in bare) for language in LANGUAGES}
    leading = [language for language in LANGUAGES if votes[language] == max(votes.values())]
    if len(bare) >= _FEW:
        clear = votes[leading[0]] >= _CLEAR and sum(votes.values()) == votes[leading[0]]
        return leading[0] if clear else language_of(question)
    return leading[0] if len(leading) == 1 else None


def _without_names(question: str, names: NameIndex) -> list[str]:
    """Return the folded words of a question without figures and names."""
    text = question
    for mention in reversed(names.mentions(question)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return [
        word
        for written in WORD.findall(text)
        for word in words(written)
        if not word.isdigit() and word not in names_of_the_world() and not (written.isupper() and len(written) > 1)
    ]


@cache
def _own_words(language: str) -> frozenset[str]:
    """Return the words of the glossary and of the example questions that only one of the languages has."""
    mine, *others = (_all_words(other) for other in (language, *(one for one in LANGUAGES if one != language)))
    return mine.difference(*others)


@cache
def _all_words(language: str) -> frozenset[str]:
    glossary = {fold(word) for expression in expressions(language) for word in WORD.findall(expression)}
    return frozenset(glossary | words_by_language()[language])
