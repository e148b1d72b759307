"""Recognise what a follow-up refers to in the last question, and take off what only links it to that one."""

import re

from qa.text.normalize import content_words, fold, stem
from qa.text.patterns import pattern_section, word_pattern
from qa.text.pointing import points_back

_CONJUNCTION = word_pattern("conjunction", opening=True)
_CORRECTION = word_pattern("correction", opening=True)
_THANKS = word_pattern("thanks", opening=True)
_FOLLOWING = word_pattern("opening", opening=True)
_COURTESY = word_pattern("courtesy", opening=True)
_ASKING = word_pattern("asking", opening=True)
_EXISTENCE = word_pattern("existence", opening=True)
"""Openings of a question for something that may exist or be counted, which a pronoun in the next one means."""
_DOING = word_pattern("doing")
"""Verbs that say too little to be asked of a policy: "who did it?", "where are they listed?"."""
_ORDINAL = re.compile(rf"\b(?:{'|'.join(pattern_section('slots')['ordinal'])})\W+(?P<noun>\w+)")


def without_thanks(question: str) -> str:
    """Return a question without thanks, consent or an announcement before it: "thanks! and the compact?"."""
    bare = question.lstrip(" ¿¡")
    found = _THANKS.match(fold(bare))
    rest = bare[found.end() :].lstrip(" ,.!:;¿-") if found and len(fold(bare)) == len(bare) else ""
    asks = any(pattern.match(fold(rest)) for pattern in (_FOLLOWING, _COURTESY, _ASKING, _THANKS)) or rest.endswith("?")
    return without_thanks(rest) if asks and len(rest.split()) > 1 else question


def without_correction(question: str) -> str:
    """Return a question without an opening that corrects the last one: "no, I meant the pact" asks "and the pact"."""
    bare = question.lstrip(" ¿")
    found = _CORRECTION.match(fold(bare))
    rest = bare[found.end() :].strip(" ,.") if found and len(fold(bare)) == len(bare) else ""
    if not content_words(rest):
        return question
    return rest if _ASKING.match(fold(rest)) else f"and {rest}"


def means_what_was_found(question: str, language: str, last: str) -> bool:
    """Return True if a pronoun means what the last question looks for: "Is there an evaluation?", "Who did it?"."""
    folded = fold(question)
    return (
        any(_EXISTENCE.match(fold(text)) for text in (last, without_opening(last)))
        and (language != "en" or points_back(question, language))
        and not content_words(_DOING.sub(" ", folded))
    )


def counts_off(question: str, last: str) -> bool:
    """Return True if a question asks for one of several things that the last one asks for: "the second group"."""
    stems = {stem(word) for word in content_words(last)}
    return any(stem(found["noun"]) in stems for found in _ORDINAL.finditer(fold(question)))


def without_opening(question: str) -> str:
    """Return a question without a conjunction at its beginning, with a capital."""
    bare = question.lstrip(" ¿")
    found = _CONJUNCTION.match(fold(bare))
    if found is None or len(fold(bare)) != len(bare):
        return question
    rest = bare[found.end() :].lstrip(" ,")
    mark = "¿" if question.lstrip().startswith("¿") else ""
    return f"{mark}{rest[:1].upper()}{rest[1:]}" if rest else question
