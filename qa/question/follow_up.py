"""Follow-up questions: whether a question leans on the conversation, and what it then asks."""

from collections.abc import Sequence

from qa.text.normalize import content_words, fold
from qa.text.patterns import word_pattern

_OPENING = word_pattern("opening", opening=True)
_POINTING = word_pattern("pointing")
_FEW = 2
_ENOUGH = 3


def leans_on_history(question: str) -> bool:
    """Whether a question cannot well stand alone: it opens like a follow-up, points back, or has few words."""
    folded = fold(question)
    return bool(_OPENING.match(folded) or _POINTING.search(folded) or len(content_words(question)) < _FEW)


def can_stand_alone(question: str) -> bool:
    """Whether a question says enough to be understood without the conversation, whatever it opens with."""
    return len(content_words(question)) >= _ENOUGH


def with_history(question: str, history: Sequence[tuple[str, str]]) -> str:
    """The question with the last one and its answer in front."""
    asked, answered = history[-1]
    return f"{asked} {answered} {question}"


def with_last_question(question: str, history: Sequence[tuple[str, str]]) -> str:
    """The question with only the last question in front."""
    return f"{history[-1][0]} {question}"
