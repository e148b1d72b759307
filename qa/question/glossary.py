"""The hand-written glossary of the words that factsheets and questions about them use, in four languages."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from qa.text.language import LANGUAGES
from qa.text.normalize import stem, words

Phrase = tuple[str, ...]


def glossary_stems(text: str, language: str) -> Phrase:
    """The stemmed words of a text in a language: what two forms of one expression have in common."""
    return tuple(stem(word, language) for word in words(text))


class Glossary:
    """Expressions of one language with their counterparts in another."""

    def __init__(self, entries: dict[Phrase, tuple[str, ...]]) -> None:
        self._entries = entries
        self._longest = max((len(phrase) for phrase in entries), default=0)

    def match(self, stemmed: Sequence[str], start: int) -> tuple[int, tuple[str, ...]]:
        """The longest expression that begins at a place: how many words it has (0 if none) and its counterparts."""
        for length in range(min(self._longest, len(stemmed) - start), 0, -1):
            counterparts = self._entries.get(tuple(stemmed[start : start + length]))
            if counterparts:
                return length, counterparts
        return 0, ()


def expressions(language: str) -> list[str]:
    """All expressions of one language, in the file's order."""
    return [expression for row in _rows() for expression in row[LANGUAGES.index(language)]]


@cache
def glossary(source: str, target: str) -> Glossary:
    """The glossary from one language to another; the counterparts of a word's several senses in the file's order."""
    source_column, target_column = LANGUAGES.index(source), LANGUAGES.index(target)
    entries: dict[Phrase, dict[str, None]] = {}
    for row in _rows():
        for expression in row[source_column]:
            entries.setdefault(glossary_stems(expression, source), {}).update(dict.fromkeys(row[target_column]))
    return Glossary({phrase: tuple(counterparts) for phrase, counterparts in entries.items()})


@cache
def _rows() -> list[list[list[str]]]:
    """The rows of the file: for each language the expressions of one meaning."""
    lines = files("qa.question").joinpath("glossary.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [[cell.split("|") for cell in line.split("\t")] for line in lines]
