"""Let a language model write a follow-up question in full."""

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
_LONGEST = 300
"""Characters of a question; a longer one is no question."""


def rewritten(client: ModelClient, question: str, history: Sequence[tuple[str, str]]) -> str | None:
    """A follow-up question that stands alone, as the model puts it.

    None where the question stands alone already, where the model fails, and where its question has a word of content
    that the conversation has not: the model may bring words together, and nothing else.
    """
    if not history or not needs_history(question):
        return None
    last_question, last_answer = history[-1]
    try:
        reply = "".join(client.write(to_rewrite(question, last_question, last_answer)))
    except ModelTrouble as trouble:
        _log.warning("language model %s: %s", client.model, trouble)
        return None
    line = next((line for line in plain_sentence(reply).splitlines() if line.strip()), "").strip(" \"'“”«»„")
    said = f"{question} {last_question} {last_answer}"
    language = language_of(question)
    new = _stems(line, language) - _stems(said, language)
    return None if not line or new or len(line) > _LONGEST or line == question.strip() else line


def _stems(text: str, language: str) -> set[str]:
    return {stem(word, language) for word in content_words(text)}
