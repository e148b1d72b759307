"""Normalize text: the one definition of which words are the same, for reading, search and answers."""

import re
import unicodedata

IDEOGRAPHS = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Characters of Chinese and Japanese, which are written without blanks, as ranges for a regular expression."""
WORD = re.compile(rf"[{IDEOGRAPHS}]|[^\W_{IDEOGRAPHS}]+")
"""A run of letters and digits, or a single ideograph."""


def fold(text: str) -> str:
    """Return the text without case and accents: "León" becomes "leon".

    The keys of an index are made from folded text, so every lookup must fold in the same way.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()
