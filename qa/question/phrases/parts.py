"""Split several questions in one."""

import re

from qa.text.normalize import content_words, fold
from qa.text.patterns import word_pattern

_QUESTION_END = re.compile(r"[?;]\s+(?=[¿\w])")
_CONJUNCTION = word_pattern("joining")
_OPENING = word_pattern("opening", opening=True)
_ASKING = word_pattern("asking", opening=True)
"""What a question begins with: a question word, a verb of a yes/no question or a request."""
_FEWEST = 2
"""Minimum number of words of a part."""
MAX_PARTS = 6
"""Maximum number of parts; a text with more is answered as a single question, so that it costs no more than that."""


def question_parts(question: str) -> list[str]:
    """Return the questions that a text asks, in order; the text alone if it is a single one.

    A conjunction separates two questions only if both sides ask: "the population of A and B" is one question.
    """
    sentences = [part for part in _QUESTION_END.split(question.strip()) if content_words(part)]
    if not all(_asks(sentence) for sentence in sentences[1:]):
        return [question]
    parts = [part for sentence in sentences for part in _split_at_conjunctions(sentence)]
    return [_ended(part) for part in parts] if 1 < len(parts) <= MAX_PARTS else [question]


def _asks(sentence: str) -> bool:
    """Return True if a sentence begins like a question, after a conjunction or not."""
    return _ASKING.match(_OPENING.sub("", fold(sentence), count=1)) is not None


def _split_at_conjunctions(sentence: str) -> list[str]:
    """Split a sentence at each conjunction that is followed by another question."""
    folded = fold(sentence)
    if len(folded) != len(sentence) or not _asks(sentence):
        return [sentence]
    parts, start = [], 0
    for conjunction in _CONJUNCTION.finditer(folded):
        before, after = sentence[start : conjunction.start()], sentence[conjunction.end() :]
        if _asks(after) and min(len(before.split()), len(after.split())) >= _FEWEST:
            parts.append(before)
            start = conjunction.end()
    return [part for part in (*parts, sentence[start:]) if content_words(part)] or [sentence]


def _ended(part: str) -> str:
    """Return a part with a capital and a question mark."""
    text = part.strip(" ,;.?¿")
    return f"{text[:1].upper()}{text[1:]}?"
