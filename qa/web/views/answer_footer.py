"""The line below an answer: how sure the answer is, what was searched, and the answer as text to copy."""

from typing import Final

from qa.model import Answer
from qa.web.translations import Translations
from qa.web.views.labels import one_line, place
from qa.web.visits.turns import Turn

LEVELS: Final = ((0.85, "sure"), (0.5, "likely"), (0.0, "check"))
"""Minimum confidence of each level that is shown in words, from the highest."""

MAX_PERCENT = 99
"""Maximum confidence shown, in percent: no answer is certain."""


def footer_facts(turn: Turn, say: Translations) -> list[str]:
    """Return what the question was asked of, and which files were not searched yet."""
    if turn.answer is not None and turn.answer.mode == "about":
        return []  # nothing was searched
    facts = [say("scope.searched", scope=turn.searched(say))]
    if turn.unread:
        facts.append(say("answer.unread", names=", ".join(turn.unread)))
    return facts


def confidence_level(answer: Answer) -> str:
    """Return how sure an answer is in one of three levels."""
    return next(level for minimum, level in LEVELS if answer.confidence >= minimum)


def confidence_percent(answer: Answer) -> int:
    """Return the confidence in percent, as it is shown."""
    return min(round(100 * answer.confidence), MAX_PERCENT)


def quoted_text(answer: Answer, say: Translations) -> str:
    """Return an answer's quotes with their sources, a line for each, to be pasted elsewhere."""
    lines = []
    for citation in answer.citations:
        where = (citation.title, place(citation, say), citation.row, citation.column)
        lines.append(f"“{one_line(citation.quote)}” ({', '.join(part for part in where if part)})")
    return "\n".join(lines)
