"""Comparing texts as the measures do: without regard to case, accents, white space and the look of punctuation."""

import re
import string
from collections import Counter

from corpus.normalize import fold

_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_NOTE_MARKS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LOOKS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‐": "-"}
)


def fold_for_comparison(text: str) -> str:
    """Lower case, no accents, no raised marks of footnotes, plain quotation marks and hyphens, single spaces."""
    return " ".join(fold(_NOTE_MARKS.sub(" ", text)).translate(_LOOKS).split())


def comparison_words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold_for_comparison(text))


def holds(text: str, variant: str) -> bool:
    """Whether `text` holds `variant` as whole words and numbers: "unlimited" is not "limited", 1,400 is not 400."""
    needle = fold_for_comparison(variant)
    if not needle:
        return False
    before = r"(?<!\d[.,])" if needle[0].isdigit() else ""
    after = r"(?![.,]\d)" if needle[-1].isdigit() else ""
    return re.search(rf"(?<!\w){before}{re.escape(needle)}(?!\w){after}", fold_for_comparison(text)) is not None


def share_of_words(quote: str, text: str) -> float:
    """The share of the words of `quote`, counted with their repetitions, that `text` holds."""
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
    """Whether both have the same words, as SQuAD defines it (Rajpurkar et al. 2016)."""
    return _answer_words(prediction) == _answer_words(gold)


def _answer_words(text: str) -> list[str]:
    """Words as SQuAD's scoring takes them: lower case, punctuation dropped, then the English articles dropped."""
    return _ARTICLE.sub(" ", text.lower().translate(_PUNCTUATION)).split()
