"""Detect the expected answer type of a question from its question words, in four languages."""

import re
from typing import Literal, TypeAlias, get_args

from qa.question.phrases.ellipsis import elliptical_phrase
from qa.text.normalize import content_words, fold
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
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_ARTICLE = word_pattern("article", opening=True)
_AUXILIARY = word_pattern("auxiliary")
_CLAUSE = 3
"""Minimum number of content words of a text that is a clause though it begins with an article, unlike "the total"."""
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
    return "yes_no" if _is_closed(question) and not _ALTERNATIVE.search(folded) else "any"


def _is_closed(question: str) -> bool:
    """Return True if a question without any question word is one for yes or no, and not a mere phrase."""
    folded = fold(_IN_BRACKETS.sub(" ", question))
    bare = _CONJUNCTION.sub("", folded, count=1)
    if not question.strip().endswith("?") or _INTERROGATIVE.search(bare) or elliptical_phrase(question) is not None:
        return False
    is_clause = len(content_words(bare)) >= _CLAUSE or _AUXILIARY.search(bare) is not None
    return is_clause or (bare == folded and _ARTICLE.match(bare) is None)
