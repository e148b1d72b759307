"""Detect the expected answer type of a question from its question words, in four languages."""

from typing import Literal, TypeAlias, get_args

from qa.text.normalize import fold
from qa.text.patterns import any_of, pattern_section, word_pattern

Expected: TypeAlias = Literal[
    "reason",
    "page",
    "share",
    "amount",
    "number",
    "date",
    "person",
    "organisation",
    "place",
    "definition",
    "list",
    "yes_no",
    "any",
]

_TYPES = tuple(
    (answer_type, any_of(pattern_section("expected")[answer_type]))
    for answer_type in get_args(Expected)
    if answer_type in pattern_section("expected")
)
_YES_NO = {language: any_of(alternatives, opening=True) for language, alternatives in pattern_section("yes_no").items()}
_CONJUNCTION = word_pattern("opening", opening=True)
_INTERROGATIVE = word_pattern("interrogative")
_ALTERNATIVE = word_pattern("alternative")


def expected_answer(question: str, language: str) -> Expected:
    """Return the type of answer that a question in a language asks for; "any" if undecided."""
    folded = fold(question)
    if _YES_NO[language].match(_CONJUNCTION.sub("", folded, count=1)):
        return "any" if _ALTERNATIVE.search(folded) else "yes_no"
    for answer_type, pattern in _TYPES:
        if pattern.search(folded):
            expected: Expected = answer_type
            return expected
    closed = question.strip().endswith("?") and not _INTERROGATIVE.search(folded)
    return "yes_no" if closed and not _ALTERNATIVE.search(folded) else "any"
