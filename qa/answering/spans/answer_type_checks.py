"""Check whether a text states the type of answer that a question expects."""

import re
from collections.abc import Collection

from corpus.model import Passage
from qa.answering.spans.units import form, is_bare_figure, with_unit
from qa.question.answer_type import Expected
from qa.text.analyzed_text import NUMBER_WORD, AnalyzedText, analyzed
from qa.text.normalize import WORD, fold, is_content, stem
from qa.text.patterns import any_of, pattern_section

_ABSENT = re.compile(form("absence"))
_MONEY = re.compile(rf"[$€£¥]|{form('currency')}")
_FREE = re.compile(form("free"))
_DURATION = rf"\b(?:\d+|{NUMBER_WORD})(?: \w+)? (?:{form('duration')})"
_MONTH = re.compile(form("month"))
_DATE = re.compile(rf"\b(?:1\d|20|21)\d\ds?\b|{form('century', 'month')}|{_DURATION}")
_SHARE = re.compile(rf"\d\s?%|{form('share')}")
_NUMBER = re.compile(rf"\d|\b{NUMBER_WORD}\b")
_REASON = re.compile(form("reason"))
_BODY = re.compile(form("body"))
_NO_PERSON = re.compile(form("body", "no_person"))
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w'-]+ (?:(?:of|for|de|del|la|du|des|and|und|y|et) )*[A-ZÀ-Þ][\w'-]+|\b[A-ZÀ-Þ]{2,}\b")
_PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sr|Sra|Herr|Frau|Mme)\b|\b[A-ZÀ-Þ][a-zà-ÿ]+ [A-ZÀ-Þ]\. |\b[A-ZÀ-Þ][a-zà-ÿ]+, [A-ZÀ-Þ]\."
)
_CAPITALISED = r"[A-ZÀ-Þ][a-zà-ÿ'-]+"
_FULL_NAME = re.compile(
    rf"\b{_CAPITALISED}(?: (?:[A-ZÀ-Þ]\.|de|del|la|van|von|der|den|di|da))* {_CAPITALISED}(?: {_CAPITALISED})?\b"
)
"""Two or three capitalised words that may be a person's name; an institution's has a word for a body."""
_OFFICE = re.compile(form("office"))
_NAME_QUESTION = re.compile(form("name_asked"))
_BEFORE_PLACES = frozenset(
    (
        "the",
        "in",
        "of",
        "at",
        "from",
        "to",
        "near",
        "el",
        "los",
        "las",
        "en",
        "de",
        "du",
        "des",
        "le",
        "les",
        "aux",
        "der",
        "die",
        "das",
        "dem",
        "im",
        "am",
        "von",
    )
)
"""Folded words that precede the name of a place or a thing, not that of a person."""
_WORD_BEFORE = re.compile(r"(\w+) $")
_NAMED_WITHIN = re.compile(r"(?<=[\w,;:)] )[\"“(]?[A-ZÀ-Þ]")
_SEPARATOR = re.compile(r"[,;]|\band\b|\bor\b")
_LISTED = 2
"""Minimum number of commas and conjunctions for a sentence to be a list."""
_MONTH_QUESTION = re.compile(r"\b(?:which|what) month\b")
_FREQUENCY_QUESTION = re.compile(r"\bhow often\b")
_FREQUENCY = re.compile(form("frequency"))
_PRICE = re.compile(
    r"[$€£¥] ?\d[\d.,]*(?: (?:million|billion))?|\b(?:eur|usd|mxn|gbp|chf) ?\d[\d.,]*(?: (?:million|billion))?"
    r"|\d[\d.,]* (?:(?:million|billion) )?(?:euros?|dollars?|pesos?|crowns?)\b"
)
"""An amount of money in a folded text, which counts nothing else."""
_COUNTED = re.compile(r"\bhow many\W+((?:\w+\W+){0,6}\w+)")
_CLAUSE_END = re.compile(r"[.;:!?](?=\s)|\n")
_CONTRASTS = tuple(tuple(any_of([member]) for member in members) for members in pattern_section("contrasts").values())
_DIFFERENCE_QUESTION = re.compile(r"\bby how much\b|\ben cuanto\b|\bde combien\b|\bum wie ?viel\b")
"""A question for a difference, which may be a share or an amount."""
_SHARE_QUESTION = re.compile(r"\bhow much of\b")
_DIGIT = re.compile(r"\d")
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
_NEAR_CHARACTERS = 20
"""Number of characters before a name in which the word before it is looked for."""
_NEAR = 4
"""Maximum number of words from a number to what it counts: "14 of the supported clusters"."""
_SHORT = 6
"""Maximum number of words of a span that need not repeat what is counted, such as the cell "17"."""

FIGURES: frozenset[Expected] = frozenset(("amount", "date", "number", "share", "page"))
"""Answer types for which a cell may say that there are no data."""
HAVE_FORM: frozenset[Expected] = FIGURES | {"person", "organisation", "reason"}
"""Answer types that are recognized by their form: a text without that form does not answer."""
NOT_IN_TITLES: frozenset[Expected] = (HAVE_FORM - {"date", "page", "person"}) | {"yes_no", "list", "definition"}
"""Answer types that the title of a cited source cannot give."""
IN_SENTENCE_BEFORE: frozenset[Expected] = frozenset(("organisation", "person", "reason"))
"""Answer types that are often in the sentence before: the name, or the reason, of what "it" did."""
BY_OPTION: frozenset[Expected] = frozenset(("list", "yes_no", "any", "definition", "place"))
"""Answer types that an option chosen from a list can give, unlike a figure, a name or a reason."""
BY_LIST: frozenset[Expected] = frozenset(("list", "any", "definition", "number"))
"""Answer types to which a list after the best span belongs."""


def states_absence(text: AnalyzedText) -> bool:
    """Return True if a cell says that there is nothing to say: "No data available", "-"."""
    return _ABSENT.search(text.folded) is not None


def meets(expected: Expected, question: AnalyzedText, text: AnalyzedText) -> bool:
    """Return True if a text can hold an answer of the expected type to a question in the text's language.

    A cell that says that there are no data answers a question for a figure.
    """
    if expected in FIGURES and states_absence(text):
        return True
    if expected == "share" and _DIFFERENCE_QUESTION.search(question.folded):
        return _NUMBER.search(text.folded) is not None
    if expected == "amount":
        return _states_amount(question, text)
    if expected == "number":
        return _counts(question, text)
    if expected in ("person", "organisation"):
        added = _without(question, text)
        return _names_person(question, added) if expected == "person" else _names_body(added)
    if expected == "date" and _MONTH_QUESTION.search(question.folded):
        return _MONTH.search(text.folded) is not None
    pattern = {"date": _DATE, "share": _SHARE, "page": _NUMBER, "reason": _REASON}.get(expected)
    return pattern is None or pattern.search(text.folded) is not None


def meets_in_place(expected: Expected, question: AnalyzedText, passage: Passage, text: str) -> bool:
    """Return True if a quote, with the unit that its table gives, can hold an answer of the expected type.

    A bare number may be a share or an amount: tables often give the unit far from the cell.
    """
    if expected in ("share", "amount") and is_bare_figure(passage, text):
        return True
    return meets(expected, question, with_unit(passage, text))


def specifies(question: AnalyzedText, text: AnalyzedText) -> bool:
    """Return True if a sentence names or lists something that a question in its language does not."""
    added = _without(question, text)
    return _NAMED_WITHIN.search(added) is not None or len(_SEPARATOR.findall(added)) >= _LISTED


def contradicts(question: AnalyzedText, text: AnalyzedText) -> bool:
    """Return True if a text names another member of a set of contrasts than the one that the question names.

    Both are in the documents' language. A question that names several members asks for either.
    """
    for members in _CONTRASTS:
        named = [member for member in members if member.search(question.folded)]
        if len(named) == 1 and not named[0].search(text.folded) and any(each.search(text.folded) for each in members):
            return True
    return False


def _names_person(question: AnalyzedText, text: str) -> bool:
    """Return True if a text has the name of a person or, unless the question asks for a name, a person's office."""
    if not _NAME_QUESTION.search(question.folded) and _OFFICE.search(fold(text)):
        return True
    names = (
        found.group()
        for found in _FULL_NAME.finditer(text)
        if not _is_led_by_article(text[: found.start()]) and is_content(found.group().split()[0])
    )
    return _PERSON.search(text) is not None or any(not _NO_PERSON.search(fold(name)) for name in names)


def _is_led_by_article(before: str) -> bool:
    """Return True if the word right before a name is an article or a preposition of place.

    Words of the question, which were taken out, leave a second space: "the director Maren Holt" is no place.
    """
    last = _WORD_BEFORE.search(before[-_NEAR_CHARACTERS:])
    return last is not None and fold(last[1]) in _BEFORE_PLACES


def _names_body(text: str) -> bool:
    """Return True if a text has a name of several words, or names a kind of institution."""
    return _NAME.search(text) is not None or _BODY.search(fold(text)) is not None


def _states_amount(question: AnalyzedText, text: AnalyzedText) -> bool:
    """Return True if a text states an amount of money, or the share that "how much of" asks for."""
    if _SHARE_QUESTION.search(question.folded) and _SHARE.search(text.folded):
        return True
    if _FREE.search(text.folded):
        return True
    return _MONEY.search(text.folded) is not None and _DIGIT.search(text.text) is not None


def _without(question: AnalyzedText, text: AnalyzedText) -> str:
    """Return a text without the words of the question: a name in the question is not an answer."""
    return WORD.sub(lambda word: "" if stem(fold(word[0])) in question.content_stems else word[0], text.text)


def _counts(question: AnalyzedText, text: AnalyzedText) -> bool:
    """Return True if a text counts what the question counts: "two levels" or "levels: two" for "levels"."""
    if _FREQUENCY_QUESTION.search(question.folded):
        return _FREQUENCY.search(text.folded) is not None
    phrase = _COUNTED.search(question.folded)
    counted = frozenset(stem(word) for word in analyzed(phrase[1]).content_words[:2]) if phrase else frozenset()
    without_prices = analyzed(_PRICE.sub(" ", text.folded)) if counted else text
    if not counted or len(without_prices.folded.split()) <= _SHORT:
        return bool(without_prices.numbers)
    return any(_is_counted(counted, analyzed(clause)) for clause in _CLAUSE_END.split(without_prices.folded))


def _is_counted(counted: Collection[str], clause: AnalyzedText) -> bool:
    """Return True if a number is shortly before what is counted, given by stems, or right after it."""
    found = clause.words
    things = {place for place, word in enumerate(found) if stem(word) in counted}
    numbers = [
        place
        for place, word in enumerate(found)
        if (_NUMBER.fullmatch(word) or word.isdigit()) and not (place and found[place - 1] in _NUMBERED)
    ]
    before = any(things & set(range(place + 1, place + _NEAR + 1)) for place in numbers)
    return before or any(things & {place - 1, place - 2} for place in numbers)
