"""The line below an answer: what was searched and how sure the answer is."""

from qa.web.translations import Translations
from qa.web.visits.turns import Turn

MAX_PERCENT = 99
"""Maximum confidence shown, in percent: no answer is certain."""


def footer_facts(turn: Turn, say: Translations) -> list[str]:
    """Return what the question was asked of, how sure the answer is, and which files were not searched yet."""
    facts = [say("scope.searched", scope=turn.scope.describe(turn.document_count, say))]
    if turn.answer is not None and turn.answer.answered:
        facts.append(say("answer.confidence", percent=min(round(100 * turn.answer.confidence), MAX_PERCENT)))
    if turn.unread:
        facts.append(say("answer.unread", names=", ".join(turn.unread)))
    return facts
