"""Whether a text states the kind of thing that a question asks for."""

import re

from qa.cues import Expected
from qa.words import fold

_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|half|third"
    r"|single|both|several|first|second)"
)
_ABSENT = re.compile(
    r"^\W*(?:no data|not available|n/?a|none|no information|-|–)\b|^\W*[-–]\W*$|\bno data available\b|\bnot specif|\bdoes not specify"
)
_MONEY = re.compile(
    r"[$€£¥]|\b(?:eur|usd|mxn|gbp|chf|euros?|dollars?|pesos?|crowns?|million|billion|bn|mio|mrd)\b", re.IGNORECASE
)

STATES: dict[Expected, re.Pattern[str]] = {
    "number": re.compile(rf"\d|\b{_NUMBER_WORD}\b"),
    "page": re.compile(r"\d"),
    "date": re.compile(
        r"\b(?:1[89]|20|21)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
        r"|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bunlimited\b|\b\d+ (?:years?|months?)\b|\b(?:years?|months?|weeks?)\b"
    ),
    "share": re.compile(r"\d\s?%|\d (?:per ?cent|percent)|\b(?:half|third|quarter|majority)\b"),
    "reason": re.compile(
        r"\b(?:because|since|as|due|owing|reasons?|in order|so that|therefore|accordingly|hence|thus|to \w+|found|aim\w*|for|given"
        r"|considered|determines?|led|follow\w*|after)\b"
    ),
}  # fmt: skip
"""What a folded text must hold to state a thing of the kind; kinds that are not named here cannot be told by a pattern."""

_CAPITAL_WORD = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZÀ-Þ][^\W\d_]+")
_PERSON = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof)\b|\b[A-ZÀ-Þ][a-zà-ÿ]+ [A-ZÀ-Þ]\. |\b[A-ZÀ-Þ][a-zà-ÿ]+, [A-ZÀ-Þ]\.")


def states_absence(text: str) -> bool:
    """Whether a cell says that there is nothing to say: "No data available", "-"."""
    return _ABSENT.search(fold(text)) is not None


def meets(expected: Expected, text: str) -> bool:
    """Whether a text can hold an answer of the expected kind. A cell without data answers a question for an amount."""
    folded = fold(text)
    if expected == "amount":
        return (_MONEY.search(text) is not None and re.search(r"\d", text) is not None) or states_absence(text)
    if expected == "person":
        return _PERSON.search(text) is not None
    if expected == "organisation":
        return _CAPITAL_WORD.search(text) is not None or len(text.split()) <= 40
    if expected in ("date", "number", "share", "page") and states_absence(text):
        return True
    pattern = STATES.get(expected)
    return pattern is None or pattern.search(folded) is not None
