"""Find the names of a sentence and check that a text contains them."""

import re
from collections.abc import Callable, Iterator

from qa.question.countries import countries_named, other_countries_named, skeleton
from qa.question.glossary import glossary
from qa.text.normalize import WORD, content_words, fold, is_content, stem
from qa.verification.word_lists import word_list

_COGNATE = 5
"""Minimum number of initial letters that two spellings of a name share: "Economía" and "Economy"."""
_SHORTEST_COUNTRY = 4
"""Minimum letters of a country's name; a shorter word would match too many adjectives."""
_BEGINS = re.compile(r"(?:^|[.!?:;»”\"(\[–—-])\s*$")


def missing_names(sentence: str, language: str, proof: str, is_name: Callable[[str, str], bool]) -> list[str]:
    """Return the names in a sentence that its proof lacks, both as written and in the proof's language.

    German capitalises every noun: there only countries and the words that `is_name` recognises, given word and
    language, count as names.
    """
    proved = set(content_words(proof))
    stems = {stem(word) for word in proved}
    named = [name for name in names(sentence) if language != "de" or is_name(name, language)]
    countries = set(other_countries_named(sentence, ())) - set(other_countries_named(proof, ()))
    return [*(name for name in named if not _is_proved(name, language, proved, stems)), *sorted(countries)]


def names(sentence: str) -> Iterator[str]:
    """Yield capitalised words that do not open the sentence or a part of it."""
    for match in WORD.finditer(sentence):
        word = match.group()
        if word[0].isupper() and _may_name(word) and not _BEGINS.search(sentence[: match.start()]):
            yield word


def _may_name(word: str) -> bool:
    return is_content(word) and fold(word) not in word_list("titles")["all"]


def _is_proved(name: str, language: str, proved: set[str], stems: set[str]) -> bool:
    folded = fold(name)
    if folded in proved or stem(folded) in stems or folded.removesuffix("s") in proved:
        return True
    if countries_named(name, [word for word in proved if len(word) >= _SHORTEST_COUNTRY]):
        return True
    return language != "en" and (_is_translated(folded, language, proved) or _is_cognate(folded, proved))


def _is_translated(folded: str, language: str, proved: set[str]) -> bool:
    """Return True if the proof contains one of the word's translations in the glossary."""
    _, counterparts = glossary(language, "en").match((stem(folded, language),), 0)
    return any(set(content_words(text)) <= proved for text in counterparts)


def _is_cognate(folded: str, proved: set[str]) -> bool:
    """Return True if a word of the proof begins with the same letters after spellings are unified."""
    start = skeleton(folded)[:_COGNATE]
    return len(start) == _COGNATE and any(skeleton(word).startswith(start) for word in proved)
