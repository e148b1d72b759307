"""Look up domain terms and everyday words in hand-written lists of four languages."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from qa.text.language import LANGUAGES
from qa.text.normalize import stem, words

Phrase = tuple[str, ...]


def glossary_stems(text: str, language: str) -> Phrase:
    """Return the stems of a text's words, which are the same for all inflected forms of a term."""
    return tuple(stem(word, language) for word in words(text))


class Glossary:
    """Terms of one language with their translations into another."""

    def __init__(self, entries: dict[Phrase, tuple[str, ...]]) -> None:
        self._entries = entries
        self._longest = max((len(phrase) for phrase in entries), default=0)

    def match(self, stemmed: Sequence[str], start: int) -> tuple[int, tuple[str, ...]]:
        """Return the length in words of the longest term at a position (0 if none) and its translations."""
        for length in range(min(self._longest, len(stemmed) - start), 0, -1):
            translations = self._entries.get(tuple(stemmed[start : start + length]))
            if translations:
                return length, translations
        return 0, ()


def expressions(language: str) -> list[str]:
    """Return all terms of one language, in the file's order."""
    return [expression for row in _rows("glossary.tsv") for expression in row[LANGUAGES.index(language)]]


@cache
def glossary(source: str, target: str) -> Glossary:
    """Return the domain's terms from one language to another; translations are in the file's order."""
    return _translations("glossary.tsv", source, target)


@cache
def dictionary(source: str, target: str) -> Glossary:
    """Return everyday words from one language to another; translations are in the file's order."""
    return _translations("dictionary.tsv", source, target)


def _translations(name: str, source: str, target: str) -> Glossary:
    """Return the terms of a file in one language with their translations into another."""
    source_column, target_column = LANGUAGES.index(source), LANGUAGES.index(target)
    entries: dict[Phrase, dict[str, None]] = {}
    for row in _rows(name):
        for expression in row[source_column]:
            entries.setdefault(glossary_stems(expression, source), {}).update(dict.fromkeys(row[target_column]))
    return Glossary({phrase: tuple(translations) for phrase, translations in entries.items()})


@cache
def _rows(name: str) -> list[list[list[str]]]:
    """Return the rows of a file: for each language the terms of one meaning."""
    lines = files("qa.question").joinpath(name).read_text(encoding="utf-8").splitlines()[1:]
    return [[cell.split("|") for cell in line.split("\t")] for line in lines]
