"""Complete questions that leave out what was asked before: "And in 2022?", "for small companies?", "why?"."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from qa.question.phrases.slots import Place, contrast, label_beside, last_name, like, repeated_start
from qa.text.normalize import WORD, content_words, fold, is_content, stem, words
from qa.text.patterns import YEAR, word_pattern
from qa.text.pointing import may_point_back

_REPEATING = word_pattern("repeating", opening=True)
_PREPOSITION = word_pattern("preposition", opening=True)
_INTERROGATIVE = word_pattern("interrogative")
_ASKING = word_pattern("asking", opening=True)
_SAYING = word_pattern("saying")
_ARTICLES = frozenset(("the", "a", "el", "la", "los", "las", "le", "les", "der", "die", "das", "den", "dem", "lo"))
_LINKS = _ARTICLES | {
    "of", "de", "del", "des", "du", "d", "l", "in", "for", "from", "on", "to", "and", "en", "para", "por", "y", "dans",
    "pour", "sur", "et", "im", "fur", "von", "zu", "und",
}  # fmt: skip
"""Function words that occur within a noun phrase."""
_MARKS = " \t,;?.!¿"
_WITHIN = f"{_MARKS}'’"
"""Marks within a noun phrase: the apostrophe of "bakers' school" ends none."""
_ONE = re.compile(r" ones?$", re.IGNORECASE)
_FEW = 2
"""Maximum number of words after the preposition of a question that only asks for a detail: "which year"."""
_LONGEST = 6
"""Maximum number of words of a phrase; longer ones ask something themselves."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What the last question is to be asked of: "small companies", with the preposition "for" or none."""

    preposition: str
    text: str

    @property
    def is_year(self) -> bool:
        """Return True if the phrase is a year."""
        return YEAR.fullmatch(self.text) is not None

    @property
    def is_name(self) -> bool:
        """Return True if all content words of the phrase are capitalised."""
        written = [word for word in WORD.findall(self.text) if is_content(word)]
        return bool(written) and all(word[0].isupper() for word in written)


def elliptical_phrase(question: str) -> Phrase | None:
    """Return the phrase that a question consists of; None if it asks something itself or has no sign of repeating."""
    folded = fold(question)
    if len(folded) != len(question):
        return None
    opening = _REPEATING.match(folded)
    start = opening.end() if opening else 0
    if _INTERROGATIVE.search(folded[start:]) or _ASKING.match(folded[start:]):
        return None
    found = _PREPOSITION.match(folded[start:])
    end = start + found.end() if found else start
    text = question[end:].strip(_MARKS)
    is_short = bool(content_words(text) or (found and text)) and len(text.split()) <= _LONGEST
    if not (opening or found) or not is_short or may_point_back(text):
        return None
    return Phrase(question[start:end].strip(_MARKS).lower(), text)


def with_phrase(question: str, phrase: Phrase, labels: Sequence[str] = (), *, has_names: bool = True) -> str:
    """Return a question with a phrase in place of what it replaces, or at its end if there is nothing.

    A year takes the place of a single year, a phrase that of words written like it, of one of the documents' `labels`
    beside it, of a term that contrasts with it, of the phrase after the same preposition or, `has_names` being true of
    its language, a name that of the last name.
    """
    years = list(YEAR.finditer(question))
    if phrase.is_year and len(years) == 1:
        return f"{question[: years[0].start()]}{phrase.text}{question[years[0].end() :]}"
    place = like(question, phrase.text) or label_beside(question, phrase.text, labels)
    if place is None and (rival := contrast(question, f"{phrase.preposition} {phrase.text}".strip())):
        return _contrasted(question, phrase, *rival)
    if place is None and phrase.preposition and not phrase.is_year:
        place = _phrase_after(question, phrase.preposition)
    if place is None and phrase.is_name and has_names:
        place = last_name(question)
    return _replaced(question, place, _in_place(question, place, phrase.text)) if place else _appended(question, phrase)


def _in_place(question: str, place: Place, text: str) -> str:
    """Return a phrase as it replaces some words: with the last of these for "one", and without a second article."""
    before, old, after = words(question[: place[0]]), WORD.findall(question[slice(*place)]), words(question[place[1] :])
    first, _, rest = text.partition(" ")
    if rest and before and before[-1] in _ARTICLES and fold(first) in _ARTICLES:
        text = rest
    noun = f" {old[-1]}" if len(old) > 1 and not (after and is_content(after[0])) else ""
    return _ONE.sub(noun, text)


def _contrasted(question: str, phrase: Phrase, place: Place, term: str) -> str:
    """Return a question with a term in place of its rival, or without the rival if a preposition leads the term."""
    if not phrase.preposition:
        return _replaced(question, place, term)
    return _appended(" ".join(_replaced(question, place, "").split()), phrase)


def _replaced(question: str, place: Place, text: str) -> str:
    return f"{question[: place[0]]}{text}{question[place[1] :]}"


def _appended(question: str, phrase: Phrase) -> str:
    body = question.rstrip(_MARKS)
    added = f"{phrase.preposition} {phrase.text}" if phrase.preposition else f"({phrase.text})"
    return f"{body} {added}{question[len(body) :].strip()}"


def with_opening(question: str, asked: str) -> str | None:
    """Return a question with another one in place of its opening words; None unless they differ in one word only.

    "And how many votes against?" repeats "How many votes for the new rules?".
    """
    opening = _REPEATING.match(fold(asked))
    if opening is None or len(fold(asked)) != len(asked):
        return None
    text = asked[opening.end() :].strip(_MARKS)
    place = repeated_start(question, text)
    return _replaced(question, place, f"{text[:1].upper()}{text[1:]}") if place else None


def asks_of_last(question: str) -> bool:
    """Return True if a question asks one thing more of what was asked last: "In which year?", "What did it say?"."""
    folded = fold(question)
    content = content_words(folded)
    if content and not content_words(_SAYING.sub(" ", folded)):
        return _INTERROGATIVE.search(folded) is not None
    found = _PREPOSITION.match(folded)
    rest = folded[found.end() :].split() if found else []
    return 0 < len(rest) <= _FEW and _INTERROGATIVE.match(rest[0]) is not None


def topic_phrase(question: str, beside: Container[str] = ()) -> str:
    """Return the longest noun phrase of a question, by which a follow-up that names nothing is understood; "" if none.

    "How long did the dredging of the channel take?" is about "dredging of the channel". Of phrases of one length that
    with an article is taken, which is no verb. Words with a stem of those `beside` it are left out where others follow:
    "budget" of "the budget of the compact".
    """
    folded = fold(question)
    if len(folded) != len(question):
        return question.strip(_MARKS)
    runs = _noun_phrases(question, folded)
    best = max(
        runs, key=lambda run: (len(content_words(question[slice(*run)])), _has_article(folded, run)), default=(0, 0)
    )
    return _without_lead(question[slice(*best)], beside)


def noun_phrase(question: str) -> str:
    """Return the longest noun phrase of a question with an article before it; "" if it has none."""
    folded = fold(question)
    runs = _noun_phrases(question, folded) if len(folded) == len(question) else []
    named = [question[slice(*run)] for run in runs if _has_article(folded, run)]
    return max(named, key=lambda phrase: len(content_words(phrase)), default="")


def _noun_phrases(question: str, folded: str) -> list[Place]:
    """Return the runs of content words of a question, with function words between them, each with its beginnings."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    end = 0
    for word in WORD.finditer(folded):
        if is_content(word.group()) and not _INTERROGATIVE.fullmatch(word.group()):
            start = word.start() if start is None or question[end : word.start()].strip(_WITHIN) else start
            end = word.end()
            runs.append((start, end))
        elif word.group() not in _LINKS or (word.group() in _ARTICLES and runs and runs[-1][1] == end):
            start = None
        else:
            end = word.end() if start is not None else end
    return runs


def _without_lead(phrase: str, beside: Container[str]) -> str:
    """Return a noun phrase without the leading words that have one of the stems; in full if nothing else is left."""
    for word in WORD.finditer(phrase):
        if is_content(word.group()) and stem(fold(word.group())) not in beside:
            return phrase[word.start() :]
    return phrase


def _has_article(folded: str, run: Place) -> bool:
    """Return True if an article comes right before a run of words."""
    return (words(folded[: run[0]]) or [""])[-1] in _ARTICLES


def _phrase_after(question: str, preposition: str) -> tuple[int, int] | None:
    """Return start and end of the last noun phrase after a preposition, years aside; None if there is none."""
    folded = fold(question)
    if len(folded) != len(question):
        return None
    places = []
    for found in re.finditer(rf"\b{re.escape(fold(preposition))}\b", folded):
        start = end = None
        for word in WORD.finditer(folded, found.end()):
            if YEAR.fullmatch(word.group()) or not (is_content(word.group()) or word.group() in _ARTICLES):
                break
            start = word.start() if start is None else start
            end = word.end()
        if start is not None and end is not None and content_words(question[start:end]):
            places.append((start, end))
    return places[-1] if places else None
