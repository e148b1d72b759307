"""Find the names of documents in a question: words of one title only, capitalised or set side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.text.normalize import WORD, fold
from qa.text.patterns import any_of, pattern_section

_WORDS = pattern_section("words")
_CONJUNCTION = "|".join(_WORDS["pairing"])
_LEAD = "|".join([*_WORDS["preposition"], *_WORDS["article"]])
_JOIN = any_of([rf"^(?:.?s\b)?\W*(?:,|(?:{_CONJUNCTION})\b)\W*(?:(?:{_LEAD})\W+)*$"])
"""What is between two names set side by side: "'s or ", " and in ", ", "."""


@dataclass(frozen=True, slots=True)
class TitleName:
    """A name in a question at characters `start` to `end`, with the document that it names."""

    start: int
    end: int
    document: str


def title_names(question: str, by_word: Mapping[str, str]) -> list[TitleName]:
    """Return the names in a question, in order, where `by_word` maps folded words to the documents that they name.

    A word in lower case is a name only if it is set side by side with one of another document: "ashford and oakham".
    """
    found = [
        (TitleName(word.start(), word.end(), by_word[fold(word.group())]), place > 0 and word.group()[0].isupper())
        for place, word in enumerate(WORD.finditer(question))
        if fold(word.group()) in by_word
    ]
    paired = {
        place
        for place, ((one, _), (other, _)) in enumerate(zip(found, found[1:], strict=False))
        if one.document != other.document and are_joined(question, one, other)
    }
    return [
        name
        for place, (name, is_capitalised) in enumerate(found)
        if is_capitalised or place in paired or place - 1 in paired
    ]


def are_joined(question: str, one: TitleName, other: TitleName) -> bool:
    """Return True if nothing but a conjunction or a comma is between two names, prepositions and articles aside."""
    return _JOIN.search(fold(question[one.end : other.start])) is not None
