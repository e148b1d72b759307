"""Recognise follow-up questions and complete them from the conversation."""

from collections.abc import Sequence

from qa.text.normalize import content_words, fold
from qa.text.patterns import word_pattern

_OPENING = word_pattern("opening", opening=True)
_POINTING = word_pattern("pointing")
_FEW = 2
"""Minimum number of content words of a question that may stand alone."""
_ENOUGH = 3
"""Minimum number of content words of a question that is understood alone, whatever it opens with."""


def needs_history(question: str) -> bool:
    """Return True if a question needs the conversation: it opens like a follow-up, points back, or has few words."""
    folded = fold(question)
    return bool(_OPENING.match(folded) or _POINTING.search(folded) or len(content_words(question)) < _FEW)


def can_stand_alone(question: str) -> bool:
    """Return True if a question can be understood without the conversation."""
    return len(content_words(question)) >= _ENOUGH


def with_history(question: str, history: Sequence[tuple[str, str]]) -> str:
    """Return the question preceded by the last one and its answer."""
    last_question, last_answer = history[-1]
    return f"{last_question} {last_answer} {question}"


def with_last_question(question: str, history: Sequence[tuple[str, str]]) -> str:
    """Return the question preceded by the last one only."""
    return f"{history[-1][0]} {question}"
