"""Put right-to-left text into the order in which it is read: PDFs store the words of a page from left to right."""

import unicodedata
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar

_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_NUMBERS = ("EN", "AN")
_Item = TypeVar("_Item")


def is_right_to_left(text: str) -> bool:
    """Return True if a text has letters of a right-to-left script, such as Hebrew or Arabic."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)


def logical_text(glyphs: Sequence[str]) -> str:
    """Return the text of a word in reading order, its glyphs given from left to right; numbers are kept.

    A glyph may have several characters, such as a ligature of lam and alef, which are in reading order already.
    """
    if not any(is_right_to_left(glyph) for glyph in glyphs):
        return "".join(glyphs)
    known = [glyph for glyph in glyphs if glyph]
    kinds = [unicodedata.bidirectional(glyph[0]) for glyph in known]
    marked = [(glyph, not _runs_rightwards(kinds, place)) for place, glyph in enumerate(known)]
    return "".join(glyph for glyph, _ in _reordered(marked, lambda pair: pair[1])).translate(_MIRRORED)


def logical_order(words: Sequence[_Item], text_of: Callable[[_Item], str]) -> list[_Item]:
    """Return the words of a line in reading order, given from left to right."""
    texts = [text_of(word) for word in words]
    leftwards = sum(is_right_to_left(text) for text in texts)
    if not leftwards:
        return list(words)
    rightwards = sum(any(unicodedata.bidirectional(char) == "L" for char in text) for text in texts)
    if leftwards >= rightwards:
        return _reordered(words, lambda word: not _has_letters(text_of(word)) or is_right_to_left(text_of(word)))
    groups = groupby(words, key=lambda word: is_right_to_left(text_of(word)))
    return [word for is_leftwards, run in groups for word in (reversed(list(run)) if is_leftwards else run)]


def _reordered(items: Sequence[_Item], runs_leftwards: Callable[[_Item], bool]) -> list[_Item]:
    """Return items from right to left, but runs of items that run rightwards from left to right."""
    groups = groupby(reversed(items), key=runs_leftwards)
    return [item for leftwards, run in groups for item in (run if leftwards else reversed(list(run)))]


def _runs_rightwards(kinds: Sequence[str], place: int) -> bool:
    """Return True if a glyph within a right-to-left word is part of a number or of a Latin run."""
    if kinds[place] in ("ES", "CS", "ET"):
        return 0 < place < len(kinds) - 1 and all(kinds[other] in _NUMBERS for other in (place - 1, place + 1))
    return kinds[place] in ("L", *_NUMBERS)


def _has_letters(text: str) -> bool:
    """Return True if a text has letters; numbers and signs follow the direction of the line."""
    return any(char.isalpha() for char in text)
