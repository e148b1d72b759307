"""The names of a sentence, and whether a text holds them."""

import re
from collections.abc import Callable, Iterator

from qa.question.countries import countries_named, other_countries_named, skeleton
from qa.question.glossary import glossary
from qa.text.normalize import WORD, content_words, fold, is_content, stem
from qa.verification.word_lists import word_list

_COGNATE = 5
"""Letters in which two spellings of a name agree: "Economía" and "Economy"."""
_SHORTEST_COUNTRY = 4
"""Letters of a country's name; from a shorter word any other would be its adjective."""
_BEGINS = re.compile(r"(?:^|[.!?:;»”\"(\[–—-])\s*$")


def missing_names(sentence: str, language: str, proof: str, is_name: Callable[[str, str], bool]) -> list[str]:
    """The names in a sentence that its proof does not hold, neither as written nor in the proof's language.

    German writes every noun with a capital: there only countries and what `is_name` knows, by word and language, are
    told apart from other nouns.
    """
    held = set(content_words(proof))
    stems = {stem(word) for word in held}
    named = [name for name in names(sentence) if language != "de" or is_name(name, language)]
    countries = set(other_countries_named(sentence, ())) - set(other_countries_named(proof, ()))
    return [*(name for name in named if not _is_held(name, language, held, stems)), *sorted(countries)]


def names(sentence: str) -> Iterator[str]:
    """Capitalised words that do not open the sentence or a part of it."""
    for match in WORD.finditer(sentence):
        word = match.group()
        if word[0].isupper() and _may_name(word) and not _BEGINS.search(sentence[: match.start()]):
            yield word


def _may_name(word: str) -> bool:
    return is_content(word) and fold(word) not in word_list("titles")["all"]


def _is_held(name: str, language: str, held: set[str], stems: set[str]) -> bool:
    folded = fold(name)
    if folded in held or stem(folded) in stems or folded.removesuffix("s") in held:
        return True
    if countries_named(name, [word for word in held if len(word) >= _SHORTEST_COUNTRY]):
        return True
    return language != "en" and (_is_translated(folded, language, held) or _is_cognate(folded, held))


def _is_translated(folded: str, language: str, held: set[str]) -> bool:
    """Whether the glossary knows the word by a counterpart that is held."""
    _, counterparts = glossary(language, "en").match((stem(folded, language),), 0)
    return any(set(content_words(text)) <= held for text in counterparts)


def _is_cognate(folded: str, held: set[str]) -> bool:
    """Whether a held word begins with the same letters, where the languages' spellings are made one."""
    start = skeleton(folded)[:_COGNATE]
    return len(start) == _COGNATE and any(skeleton(word).startswith(start) for word in held)
