"""Follow-up questions: whether a question leans on the conversation, and what it then asks."""

import re
from collections.abc import Sequence

from qa.words import content_words, fold

_OPENING = re.compile(
    r"^\W*(?:and|but|so|also|then|what about|how about|y|e|pero|entonces|et|mais|alors|und|aber|also|dann)\b"
)
_POINTING = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|that|these|those|he|she|his|her|there|then|such|same|else|as well|too|former|latter"
    r"|eso|esto|esa|ese|esas|esos|esta|este|ella|ello|ellos|ellas|dich[oa]s?|alli|ahi|entonces|tambien|mism[oa]s?"
    r"|cela|ca|ce|cet|cette|ces|celui|celle|ceux|celles|il|elle|ils|elles|leurs?|y|aussi|meme|alors"
    r"|sie|er|es|ihr\w*|dies\w*|jen\w*|davon|dafur|dazu|daran|darin|dort|auch|damals|derselbe\w*)\b"
)
_FEW = 3


def leans_on_history(question: str) -> bool:
    """Whether a question cannot well stand alone: it opens like a follow-up, points back, or has few words of its own."""
    folded = fold(question)
    return bool(_OPENING.match(folded) or _POINTING.search(folded) or len(content_words(question)) < _FEW)


def with_history(question: str, history: Sequence[tuple[str, str]]) -> str:
    """The question with the last one and its answer in front."""
    asked, answered = history[-1]
    return f"{asked} {answered} {question}"


def with_last_question(question: str, history: Sequence[tuple[str, str]]) -> str:
    """The question with only the last question in front."""
    return f"{history[-1][0]} {question}"
