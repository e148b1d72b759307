"""Reword questions as people type them: in lower case, without punctuation or function words, with typos."""

import random

from training.reader.grammar_files import STYLE

_LOWER, _BARE, _SHORT = 0.15, 0.15, 0.08
"""Shares of questions typed in lower case, without punctuation, and as key words."""
_TYPO = 0.06
"""Share of questions with a typo."""
_LEFT_OUT = frozenset(STYLE["function_words"])
_TYPED_WORD = 5
"""Minimum length of a word that gets a typo."""


def as_typed(question: str, chance: random.Random) -> str:
    """Return a question unchanged, or as somebody in a hurry may type it."""
    style = chance.random()
    if style < _LOWER:
        question = question.lower()
    elif style < _LOWER + _BARE:
        question = question.strip("¿?! ").lower()
    elif style < _LOWER + _BARE + _SHORT:
        kept = [word for word in question.strip("¿?! ").split() if word.lower() not in _LEFT_OUT]
        question = " ".join(kept) or question
    return _with_typo(question, chance) if chance.random() < _TYPO else question


def _with_typo(question: str, chance: random.Random) -> str:
    """Swap, drop or double a letter inside a word; figures and names stay."""
    words = question.split(" ")
    places = [
        place for place, word in enumerate(words) if len(word) >= _TYPED_WORD and word.isalpha() and word.islower()
    ]
    if not places:
        return question
    place = chance.choice(places)
    word, at = words[place], chance.randrange(1, len(words[place]) - 2)
    first, second = word[at], word[at + 1]
    changed = chance.choice((second + first, first, first + first + second))
    words[place] = word[:at] + changed + word[at + 2 :]
    return " ".join(words)
