"""Recognise a name in a text, up to its ending."""

from collections.abc import Collection
from os.path import commonprefix

_SHORTEST = 4
"""Minimum number of letters by which a name is recognised."""
_SAME_NAME = 0.65
"""Minimum share of a name's letters that another form of it begins with."""


def is_named(word: str, place: Collection[str]) -> bool:
    """Return True if a text with these words has a word, up to its ending: "Mexican" names Mexico."""
    if word in place or len(word) < _SHORTEST:
        return True
    return any(len(commonprefix([word, other])) >= max(_SHORTEST, _SAME_NAME * len(word)) for other in place)
