"""Normalize text: the one definition of which words are the same, for reading, search and answers."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
"""A run of letters and digits."""


def fold(text: str) -> str:
    """Return the text without case and accents: "León" becomes "leon".

    The keys of an index are made from folded text, so every lookup must fold in the same way.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()
