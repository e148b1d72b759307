"""Decide whether two parts of a line break are one word, by the other words of the file."""

import re
from collections.abc import Set

SOFT = "\u00ad\u2010"
"""Hyphens that occur only at line ends."""
HYPHENS = f"-{SOFT}"


def fold_word(text: str) -> str:
    """Return a word without case and surrounding punctuation."""
    return re.sub(r"^\W+|\W+$", "", text).casefold()


def join_halves(first: str, second: str, known: Set[str]) -> str | None:
    """Return the word that two halves make, None where they are two words.

    `known` has the folded words of the file, which show whether the hyphen belongs to the word. A second half with a
    capital is the rest of a word with a hyphen, or a word of its own.
    """
    if first[-1] not in HYPHENS or len(first) < 3 or not second[:1].isalpha():
        return None
    plain, hyphened = first[:-1] + second, first[:-1] + "-" + second
    if second[:1].islower() and (first[-1] in SOFT or fold_word(plain) in known):
        return plain
    return hyphened if fold_word(hyphened) in known else None
