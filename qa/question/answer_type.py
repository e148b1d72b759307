"""What kind of answer a question asks for, read from its question words in four languages."""

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

_KINDS = tuple(
    (kind, any_of(pattern_section("expected")[kind]))
    for kind in get_args(Expected)
    if kind in pattern_section("expected")
)
_YES_NO = {language: any_of(alternatives, opening=True) for language, alternatives in pattern_section("yes_no").items()}
_CONJUNCTION = word_pattern("opening", opening=True)
_INTERROGATIVE = word_pattern("interrogative")
_ALTERNATIVE = word_pattern("alternative")


def expected_answer(question: str, language: str) -> Expected:
    """The kind of answer that a question in a language asks for; "any" where nothing tells."""
    folded = fold(question)
    if _YES_NO[language].match(_CONJUNCTION.sub("", folded, count=1)):
        return "any" if _ALTERNATIVE.search(folded) else "yes_no"
    for kind, pattern in _KINDS:
        if pattern.search(folded):
            expected: Expected = kind
            return expected
    closed = question.strip().endswith("?") and not _INTERROGATIVE.search(folded)
    return "yes_no" if closed and not _ALTERNATIVE.search(folded) else "any"
