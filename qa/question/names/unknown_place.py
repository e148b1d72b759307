"""Find the place that a question asks about and that neither the documents nor a language knows: "in kingsmouth"."""

import re

from qa.question.spelling import Speller
from qa.text.normalize import fold

_SHORTEST = 5
"""Minimum number of letters of a place's name in lower case, which may be a rare word instead."""
_ARTICLE = r"(?:the\s+|la\s+|el\s+|le\s+)?"
_PLACED = re.compile(
    rf"\b(?:in|en|dans)\s+{_ARTICLE}([^\W\d_]+)"
    rf"|\b(?:of|for|de|du|a|au|aux|aus|fur|von)\s+{_ARTICLE}([^\W\d_]+)\W*$"
    r"|^\W*(?:and\s+|y\s+|et\s+|und\s+)?(?:does|did|has|is|was|will|can)\s+([^\W\d_]+)\s"
)
"""A place in a folded question: after a preposition, at the end after others, or the subject of a yes/no question."""


def unknown_place(question: str, language: str, speller: Speller) -> str:
    """Return the word of a question that can only be the name of an unknown place; "" if there is none."""
    folded = fold(question)
    if len(folded) != len(question):
        return ""
    for found in _PLACED.finditer(folded):
        start, end = found.span(found.lastindex or 0)
        if end - start >= _SHORTEST and speller.is_strange(question[start:end], language):
            return question[start].upper() + question[start + 1 : end]
    return ""
