"""Decide whether two parts of a line break are one word, by the other words of the file."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

SOFT = "\u00ad\u2010"
"""Hyphens that occur only at line ends."""
HYPHENS = f"-{SOFT}"
STEM = 3
"""Minimum number of letters after the cut that another word must share for it to have the same stem."""
CONJUNCTIONS = frozenset({"and", "or", "to", "und", "oder", "bis", "bzw", "y", "o", "e", "u", "et", "ou"})
"""Words before which a hyphen replaces the end of a later word: "short- and long-term"."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The folded words of a file and their beginnings. `hyphenates`: some of its lines end within a word."""

    words: frozenset[str]
    beginnings: frozenset[str]
    hyphenates: bool = False

    def has_stem(self, first: str, second: str) -> bool:
        """Return True if the word that two halves make occurs, or one that begins like it beyond the cut."""
        whole = first + second
        return whole in self.words or (len(second) > STEM and whole[: len(first) + STEM] in self.beginnings)

    def is_cut(self, first: str, second: str) -> bool:
        """Return True if a hyphen between two halves only marks the end of a line."""
        if self.has_stem(first, second):
            return True
        if f"{first}-{second}" in self.words:
            return False
        return self.hyphenates and first not in self.words and second not in self.words


def build_lexicon(words: Iterable[str], breaks: Iterable[tuple[str, str]]) -> Lexicon:
    """Return the lexicon of a file.

    Args:
        words: All words of the file.
        breaks: The last word of each line with the first one of the next. Halves of a word are no words.
    """
    halves = [pair for pair in breaks if are_halves(*pair)]
    counts = Counter(map(fold_word, words))
    counts.subtract(fold_word(half) for pair in halves for half in pair)
    known = frozenset(+counts)
    lexicon = Lexicon(known, frozenset(word[:end] for word in known for end in range(STEM, len(word))))
    return replace(lexicon, hyphenates=any(_is_clear(*pair, lexicon) for pair in halves))


def _is_clear(first: str, second: str, lexicon: Lexicon) -> bool:
    """Return True if a hyphen only marks the end of a line, whatever other lines of the file do."""
    return first[-1] in SOFT or lexicon.has_stem(fold_word(first), fold_word(second))


def fold_word(text: str) -> str:
    """Return a word without case and surrounding punctuation."""
    return re.sub(r"^\W+|\W+$", "", text).casefold()


def are_halves(first: str, second: str) -> bool:
    """Return True if a hyphen joins the last word of a line to the first one of the next line."""
    if first[-1:] not in HYPHENS or len(fold_word(first)) < 2 or not second[:1].isalpha():
        return False
    return first[-2].isalnum() and fold_word(second) not in CONJUNCTIONS


def join_halves(first: str, second: str, lexicon: Lexicon) -> str | None:
    """Return the word that two halves make, None where they are two words.

    The hyphen is dropped if other words show that it only marks the end of the line: the whole word, or one with its
    stem. In files that hyphenate words it is also dropped between halves that are no words. Otherwise it is kept as
    printed, and always before a capital.
    """
    if not are_halves(first, second):
        return None
    lower = second[0].islower() or first[:-1].isupper()
    if lower and (first[-1] in SOFT or lexicon.is_cut(fold_word(first), fold_word(second))):
        return first[:-1] + second
    return f"{first[:-1]}-{second}"


def line_breaks(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return the last word of each line with the first one of the next line."""
    parts = [line.split() for line in lines if line.strip()]
    return [(last[-1], following[0]) for last, following in pairwise(parts)]
