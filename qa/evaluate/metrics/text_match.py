"""Compare texts for the measures: without regard to case, accents, white space and variants of punctuation."""

import re
import string
from collections import Counter

from corpus.text_analysis.normalize import fold

_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_NOTE_MARKS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LOOKS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‐": "-"}
)


def fold_for_comparison(text: str) -> str:
    """Return text in lower case, without accents and footnote marks, with plain quotes, hyphens and spaces."""
    return " ".join(fold(_NOTE_MARKS.sub(" ", text)).translate(_LOOKS).split())


def comparison_words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return _WORD.findall(fold_for_comparison(text))


def holds(text: str, variant: str) -> bool:
    """Return True if `text` contains `variant` as whole words and numbers: not "limited" in "unlimited"."""
    return first_place(text, variant) is not None


def first_place(text: str, variant: str) -> int | None:
    """Return where `variant` first begins in the folded text, as whole words and numbers; None if it does not."""
    needle = fold_for_comparison(variant)
    if not needle:
        return None
    before = r"(?<!\d[.,])" if needle[0].isdigit() else ""
    after = r"(?![.,]\d)" if needle[-1].isdigit() else ""
    found = re.search(rf"(?<!\w){before}{re.escape(needle)}(?!\w){after}", fold_for_comparison(text))
    return None if found is None else found.start()


def share_of_words(quote: str, text: str) -> float:
    """Return the share of the words of `quote`, counted with repetitions, that are in `text`."""
    wanted = Counter(comparison_words(quote))
    if not wanted:
        return 0.0
    return (wanted & Counter(comparison_words(text))).total() / wanted.total()


def token_f1(prediction: str, gold: str) -> float:
    """Harmonic mean of precision and recall over words, as SQuAD defines it (Rajpurkar et al. 2016)."""
    predicted, wanted = Counter(_answer_words(prediction)), Counter(_answer_words(gold))
    common = (predicted & wanted).total()
    if common == 0:
        return 0.0
    return 2 * common / (predicted.total() + wanted.total())


def exact_match(prediction: str, gold: str) -> bool:
    """Return True if both have the same words, by SQuAD's definition (Rajpurkar et al. 2016)."""
    return _answer_words(prediction) == _answer_words(gold)


def _answer_words(text: str) -> list[str]:
    """Split into words as SQuAD's scoring does: lower case, without punctuation, then without English articles."""
    return _ARTICLE.sub(" ", text.lower().translate(_PUNCTUATION)).split()
