"""Rewrite a follow-up question in full with a language model."""

import logging
from collections.abc import Sequence

from qa.generate.client import ModelClient
from qa.generate.errors import ModelTrouble
from qa.generate.model_output import plain_sentence
from qa.generate.prompt import to_rewrite
from qa.question.follow_up import needs_history
from qa.text.language import language_of
from qa.text.normalize import content_words, stem

_log = logging.getLogger(__name__)
_MAX_CHARACTERS = 300
"""Maximum characters of a rewritten question."""


def rewritten(client: ModelClient, question: str, history: Sequence[tuple[str, str]]) -> str | None:
    """Return a follow-up question as the model writes it in full.

    None if the question is complete already, if the model fails, or if its question has a content word that the
    conversation lacks: the model may combine words of the conversation but add none.
    """
    language = language_of(question)
    if not history or not needs_history(question, language):
        return None
    last_question, last_answer = history[-1]
    try:
        reply = "".join(client.write(to_rewrite(question, last_question, last_answer)))
    except ModelTrouble as trouble:
        _log.warning("language model %s: %s", client.model, trouble)
        return None
    line = next((line for line in plain_sentence(reply[: 4 * _MAX_CHARACTERS]).splitlines() if line.strip()), "").strip(
        " \"'“”«»„"
    )
    said = f"{question} {last_question} {last_answer}"
    new = _stems(line, language) - _stems(said, language)
    return None if not line or new or len(line) > _MAX_CHARACTERS or line == question.strip() else line


def _stems(text: str, language: str) -> set[str]:
    return {stem(word, language) for word in content_words(text)}
