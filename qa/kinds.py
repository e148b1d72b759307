"""Whether a text states the kind of thing that a question asks for."""

import re

from qa.cues import Expected
from qa.words import WORD, content_words, fold, stem, words

_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|half|third|several)"
)
_ABSENT = re.compile(
    r"^\W*(?:no data|not available|n/?a|none|no information)\b|^\W*[-–]\W*$|\bno data available\b|\bnot specif"
)
_MONEY = re.compile(
    r"[$€£¥]|\b(?:eur|usd|mxn|gbp|chf|euros?|dollars?|pesos?|crowns?|million|billion|bn|mio|mrd)\b", re.IGNORECASE
)

_DATE = re.compile(
    r"\b(?:1[89]|20|21)\d\d\b"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:\d+|" + _NUMBER_WORD + r") (?:years?|months?|weeks?)\b"
)
_SHARE = re.compile(r"\d\s?%|\d (?:per ?cent|percent)|\b(?:half|third|quarter|majority)\b")
_NUMBER = re.compile(rf"\d|\b{_NUMBER_WORD}\b")
_REASON = re.compile(
    r"\b(?:because|since|as|due|owing|reasons?|in order|so that|therefore|accordingly|hence|thus|to \w+|found|aim\w*"
    r"|for|given|considered|determines?|led|follow\w*|after)\b"
)
_BODY = re.compile(
    r"\b(?:ministr\w+|governments?|councils?|agenc\w+|authorit\w+|universit\w+|institut\w+|organi[sz]ations?|associations?"
    r"|compan\w+|firms?|smes?|start-ups?|secretar\w+|commission\w*|departments?|platforms?|funds?|banks?|courts?|chambers?"
    r"|boards?|offices?|cent(?:er|re)s?|unions?|consult\w+|partners?|populations?|clusters?|states?|societ\w+)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w'-]+ (?:(?:of|for|de|del|la|du|des|and|und|y|et) )*[A-ZÀ-Þ][\w'-]+|\b[A-ZÀ-Þ]{2,}\b")
_PERSON = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof)\b|\b[A-ZÀ-Þ][a-zà-ÿ]+ [A-ZÀ-Þ]\. |\b[A-ZÀ-Þ][a-zà-ÿ]+, [A-ZÀ-Þ]\.")
_MONTH = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
)
_ASKED_MONTH = re.compile(r"\b(?:which|what) month\b")
_COUNTED = re.compile(r"\bhow many\W+((?:\w+\W+){0,6}\w+)")
_NEAR = 4
"""Words between a number and what it counts: "14 of the supported clusters"."""
_SHORT = 6
"""Words up to which a piece, such as the cell "17", need not repeat what is counted."""

FIGURES: frozenset[Expected] = frozenset(("amount", "date", "number", "share", "page"))
"""Kinds of answers of which a cell may say that there are no data."""


def states_absence(text: str) -> bool:
    """Whether a cell says that there is nothing to say: "No data available", "-"."""
    return _ABSENT.search(fold(text)) is not None


def meets(expected: Expected, question: str, text: str) -> bool:
    """Whether a text can hold an answer of the expected kind to a question in the text's language.

    A cell that says that there are no data answers a question for a figure.
    """
    folded = fold(text)
    if expected in FIGURES and states_absence(text):
        return True
    if expected == "amount":
        return _MONEY.search(text) is not None and re.search(r"\d", text) is not None
    if expected == "number":
        return _counts(question, folded)
    if expected in ("person", "organisation"):
        news = _without(question, text)
        patterns = (_PERSON,) if expected == "person" else (_NAME, _BODY)
        return any(pattern.search(news) for pattern in patterns)
    if expected == "date" and _ASKED_MONTH.search(fold(question)):
        return _MONTH.search(folded) is not None
    pattern = {"date": _DATE, "share": _SHARE, "page": _NUMBER, "reason": _REASON}.get(expected)
    return pattern is None or pattern.search(folded) is not None


def _without(question: str, text: str) -> str:
    """A text without the words of the question: a name that was asked about is no answer."""
    asked = {stem(word) for word in content_words(question)}
    return WORD.sub(lambda word: "" if stem(fold(word[0])) in asked else word[0], text)


def _counts(question: str, folded: str) -> bool:
    """Whether a folded text counts what the question counts: "two levels" or "levels: two" for "levels"."""
    if len(folded.split()) <= _SHORT:
        return _NUMBER.search(folded) is not None
    asked = _COUNTED.search(fold(question))
    counted = [stem(word) for word in content_words(asked[1])][:1] if asked else []
    if not counted:
        return _NUMBER.search(folded) is not None
    place = [stem(word) for word in words(folded)]
    numbers = [number for number, word in enumerate(words(folded)) if _NUMBER.fullmatch(word) or word.isdigit()]
    listed = re.search(rf"\b{re.escape(counted[0])}\w*\s?:\s?(?:\d|{_NUMBER_WORD}\b)", folded)
    return listed is not None or any(counted[0] in place[number + 1 : number + _NEAR + 1] for number in numbers)
