"""The words of a document: all of them, to tell names that are held, and the common ones, to bridge languages."""

import re
from collections.abc import Iterable

from corpus.model import Passage
from index.text import folded

_WORD = re.compile(r"[^\W_]+")
_COMMON = re.compile(r"\b[^\W\d_]{3,}\b")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")


def known_words(passages: Iterable[Passage]) -> frozenset[str]:
    """All words of passages and their breadcrumbs, folded."""
    return frozenset(word for passage in passages for word in _WORD.findall(folded(f"{passage.context} {passage.text}")))


def common_words(passages: Iterable[Passage]) -> frozenset[str]:
    """Words that the language of a document uses in running text and labels, in lower case.

    Words that are only ever written with a capital are names, often in another language, and so are the words of
    references; labels are written in capitals or not as the layout likes, so theirs always count.
    """
    found: set[str] = set()
    for passage in passages:
        if passage.kind == "reference":
            continue
        found.update(word for word in _COMMON.findall(_ADDRESS.sub(" ", passage.text)) if word.islower())
        found.update(_COMMON.findall((passage.row or "").lower()))
        found.update(_COMMON.findall(passage.section.lower()))
    return frozenset(found)
