"""Text that is analyzed once: its normalized form, words, stems, years and numbers."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from qa.text.normalize import content_words, fold, stem, words

NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|half|third|several"
    r"|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|docena|veinte|treinta|cien|mil|varios|varias"
    r"|deux|trois|quatre|cinq|sept|huit|dix|onze|douze|douzaine|vingt|trente|cent|mille|plusieurs"
    r"|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|dutzend|zwanzig|dreissig|hundert|tausend|mehrere)"
)
"""Number words in the four languages, as a pattern over normalized text; words that mean something else in another of
the languages, such as "once", are left out."""
_YEAR = re.compile(r"\b(?:1[89]|20|21)\d\d\b")
_NUMBER = re.compile(rf"\d[\d.,]*\d|\d|\b{NUMBER_WORD}\b")
_CACHED = 1 << 11
"""Maximum number of analyzed texts in memory: those of the last few questions and of the passages they found."""


@dataclass(frozen=True)
class AnalyzedText:
    """A text with its parts, each computed when it is first asked for."""

    text: str

    @cached_property
    def folded(self) -> str:
        """Return the text in lower case and without accents."""
        return fold(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return the words in order, folded."""
        return tuple(words(self.text))

    @cached_property
    def content_words(self) -> tuple[str, ...]:
        """Return the words that carry content in order, folded."""
        return tuple(content_words(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Return the stems of all words."""
        return frozenset(stem(word) for word in self.words)

    @cached_property
    def content_stems(self) -> frozenset[str]:
        """Return the stems of the words that carry content."""
        return frozenset(stem(word) for word in self.content_words)

    @cached_property
    def years(self) -> frozenset[str]:
        """Return the years from 1800 to 2199 that the text names."""
        return frozenset(_YEAR.findall(self.text))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Return the numbers in digits or words that are not years."""
        return frozenset(number for number in _NUMBER.findall(self.folded) if not _YEAR.fullmatch(number))


@lru_cache(maxsize=_CACHED)
def analyzed(text: str) -> AnalyzedText:
    """Return the analysis of a text, computed once for equal texts."""
    return AnalyzedText(text)
