"""Whether a text states the kind of thing that a question asks for."""

import re
from collections.abc import Collection

from qa.question.answer_type import Expected
from qa.text.normalize import WORD, content_words, fold, stem, words
from qa.text.patterns import any_of, pattern_section

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
    r"\b(?:1\d|20|21)\d\ds?\b|\bcentur(?:y|ies)\b"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:\d+|" + _NUMBER_WORD + r") (?:years?|months?|weeks?)\b"
)
_SHARE = re.compile(r"\d\s?%|\bper ?cent\b|\b(?:half|third|quarter|majority)\b")
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
_NAMED_WITHIN = re.compile(r"(?<=[\w,;:)] )[\"“(]?[A-ZÀ-Þ]")
_SEPARATOR = re.compile(r"[,;]|\band\b|\bor\b")
_LISTED = 2
"""Commas and conjunctions from which a sentence is a list."""
_MONTH = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
)
_ASKED_MONTH = re.compile(r"\b(?:which|what) month\b")
_ASKED_OFTEN = re.compile(r"\bhow often\b")
_OFTEN = re.compile(r"\b(?:once|twice|times|every|each|annual\w*|yearly|monthly|quarterly|weekly|daily|regularly)\b")
_PRICE = re.compile(
    r"[$€£¥] ?\d[\d.,]*(?: (?:million|billion))?|\b(?:eur|usd|mxn|gbp|chf) ?\d[\d.,]*(?: (?:million|billion))?"
    r"|\d[\d.,]* (?:(?:million|billion) )?(?:euros?|dollars?|pesos?|crowns?)\b"
)
"""An amount of money in a folded text, which counts nothing else."""
_WHOLE_NUMBER = re.compile(rf"\d[\d.,]*\d|\d|\b{_NUMBER_WORD}\b")
_COUNTED = re.compile(r"\bhow many\W+((?:\w+\W+){0,6}\w+)")
_CLAUSE_END = re.compile(r"[.;:!?](?=\s)|\n")
_NUMBERED = frozenset(
    (
        "article",
        "articles",
        "chapter",
        "section",
        "table",
        "page",
        "pages",
        "footnote",
        "figure",
        "annex",
        "phase",
        "no",
    )
)
"""Words before a number that then counts nothing: "Article 49"."""
_NEAR = 4
"""Words between a number and what it counts: "14 of the supported clusters"."""
_SHORT = 6
"""Words up to which a piece, such as the cell "17", need not repeat what is counted."""

YEAR = re.compile(r"\b(?:1[89]|20|21)\d\d\b")
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
    if expected == "amount" and re.search(r"\bhow much of\b", fold(question)) and _SHARE.search(folded):
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


def states_figure(expected: Expected, text: str) -> bool:
    """Whether a text holds a figure of the expected kind, whatever it is of; one that says there is none does too."""
    folded = fold(text)
    if states_absence(text):
        return True
    if expected == "number":
        return states_number(folded) or _OFTEN.search(folded) is not None
    return meets(expected, "", text)


def specifies(question: str, text: str) -> bool:
    """Whether a sentence names or lists something that a question in its language does not."""
    news = _without(question, text)
    return _NAMED_WITHIN.search(news) is not None or len(_SEPARATOR.findall(news)) >= _LISTED


def _without(question: str, text: str) -> str:
    """A text without the words of the question: a name that was asked about is no answer."""
    asked = {stem(word) for word in content_words(question)}
    return WORD.sub(lambda word: "" if stem(fold(word[0])) in asked else word[0], text)


def _counts(question: str, folded: str) -> bool:
    """Whether a folded text counts what the question counts: "two levels" or "levels: two" for "levels"."""
    if _ASKED_OFTEN.search(fold(question)):
        return _OFTEN.search(folded) is not None
    asked = _COUNTED.search(fold(question))
    counted = {stem(word) for word in content_words(asked[1])[:2]} if asked else set()
    if counted:
        folded = _PRICE.sub(" ", folded)
    if not counted or len(folded.split()) <= _SHORT:
        return states_number(folded)
    return any(_is_counted(counted, clause) for clause in _CLAUSE_END.split(folded))


def states_number(folded: str) -> bool:
    """Whether a folded text holds a number that is no year."""
    return any(not YEAR.fullmatch(found[0]) for found in _WHOLE_NUMBER.finditer(folded))


def _is_counted(counted: Collection[str], clause: str) -> bool:
    """Whether a number stands shortly before what is counted, given by stems, or right after it."""
    found = words(clause)
    things = {place for place, word in enumerate(found) if stem(word) in counted}
    numbers = [
        place
        for place, word in enumerate(found)
        if (_NUMBER.fullmatch(word) or word.isdigit()) and not (place and found[place - 1] in _NUMBERED)
    ]
    before = any(things & set(range(place + 1, place + _NEAR + 1)) for place in numbers)
    return before or any(things & {place - 1, place - 2} for place in numbers)


_SETS = tuple(tuple(any_of([member]) for member in members) for members in pattern_section("contrasts").values())


def contradicts(question: str, text: str) -> bool:
    """Whether a text names another member of a set of contrasts than the one that the question names.

    Both are in the documents' language. A question that names several members asks for either.
    """
    asked, said = fold(question), fold(text)
    for members in _SETS:
        named = [member for member in members if member.search(asked)]
        if len(named) == 1 and not named[0].search(said) and any(member.search(said) for member in members):
            return True
    return False
