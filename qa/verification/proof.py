"""Reduce a citation to what it can prove: its quote and labels, without instructions to a machine."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from corpus.text_analysis.sentences import sentences
from qa.model import Citation
from qa.text.normalize import fold
from qa.text.patterns import any_of
from qa.verification.word_lists import word_list

_LOOKALIKES = str.maketrans("аеорсухіјѕԁһοειυρτ", "aeopcyxijsdhoeiupt")
"""Cyrillic and Greek letters that look like Latin ones."""
_DIGITS_AS_LETTERS = str.maketrans("0134578@$", "oieastbas")
_SPACED = re.compile(r"\b(?:\w[ \-_.*]){3,}\w\b")
"""Pattern of a word that is written letter by letter."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Texts that sentences citing a quote are checked against.

    `quote` is the quote without instructions. `figures` joins the quote with row and column labels, where figures may
    occur; names may also occur in `labels`.
    """

    quote: str
    labels: str
    figures: str

    @property
    def text(self) -> str:
        """Labels and quote."""
        return f"{self.labels}\n{self.quote}"


def proof_of(citation: Citation) -> Proof:
    """Return the proof of a citation. The factsheet's own year is not a figure of the quote."""
    quote = without_orders(citation.quote)
    section_name = citation.section.lstrip("0123456789. ")
    parts = (citation.title, citation.country, section_name, citation.row, citation.column)
    cell = (citation.row, citation.column)
    return Proof(quote, " › ".join(filter(None, parts)), "\n".join(filter(None, (*cell, quote))))


def without_orders(text: str) -> str:
    """Return a text on one line up to the first sentence that addresses a language model.

    Instructions to a machine are not facts: from there on the text proves nothing, and the model does not see it.
    """
    kept: list[str] = []
    for line in text.splitlines():
        for start, end in sentences(line):
            if _order().search(_revealed(line[start:end])):
                return " ".join(kept)
            kept.append(line[start:end].strip())
    return " ".join(kept)


def _revealed(text: str) -> str:
    """Fold a text and undo disguises: letters of other scripts, digits for letters, spaces between letters."""
    seen = fold("".join(sign for sign in text if unicodedata.category(sign) != "Cf"))
    latin = _SPACED.sub(lambda match: re.sub(r"[\W_]", "", match[0]), seen.translate(_LOOKALIKES))
    return "\n".join((seen, latin, latin.translate(_DIGITS_AS_LETTERS)))


@cache
def _order() -> re.Pattern[str]:
    phrases = [phrase for phrases in word_list("orders").values() for phrase in phrases]
    signs = [
        *word_list("order_signs")["patterns"],
        *(re.escape(fold(word)) for word in word_list("order_signs")["words"]),
    ]
    return re.compile("|".join([any_of(phrases).pattern, *signs]))
