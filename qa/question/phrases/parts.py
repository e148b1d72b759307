"""Split several questions in one."""

import re
from collections.abc import Callable, Iterable

from qa.text.normalize import content_words, fold
from qa.text.patterns import pattern_section, word_pattern

_QUESTION_END = re.compile(r"[?;]\s+(?=[¿\w])")
_JOINING, _BESIDE = ("|".join(pattern_section("words")[name]) for name in ("joining", "separately"))
_CONJUNCTION = re.compile(rf"(?:(?<=\s)&(?=\s)|\b(?:{_JOINING})\b)(?:\W*\b(?:{_BESIDE})\b)?")
_COURTESY = word_pattern("courtesy", opening=True)
"""Polite openings, after which a question is asked indirectly: "could you tell me"."""
_OPENING = word_pattern("opening", opening=True)
_ASKING = word_pattern("asking", opening=True)
"""What a question begins with: a question word, a verb of a yes/no question or a request."""
_COMMA = re.compile(rf",(?!\W*(?:{_JOINING})\b)")
_LINK = re.compile(rf",|{_CONJUNCTION.pattern}")
_MARKS = " ,;.?¿"
_WHEN = word_pattern("when", opening=True)
"""Words that open a clause as well as a question: "when it ends, who pays?"."""
_FEWEST = 2
"""Minimum number of words of a part."""
_FEWEST_AT_COMMA = 3
"""Minimum number of words of a part beside a comma."""
MAX_PARTS = 6
"""Maximum number of parts; a text with more is answered as a single question, so that it costs no more than that."""


def question_parts(question: str) -> list[str]:
    """Return the questions that a text asks, in order; the text alone if it is a single one.

    A conjunction separates two questions only if both sides ask: "the population of A and B" is one question.
    """
    sentences = [part for part in _QUESTION_END.split(question.strip()) if content_words(part)]
    if not all(_asks(sentence) for sentence in sentences[1:]):
        return [question]
    parts = [part for sentence in sentences for part in _split_at_conjunctions(sentence)]
    return [_ended(part) for part in parts] if 1 < len(parts) <= MAX_PARTS else [question]


def fact_parts(question: str, has_fact: Callable[[str], bool]) -> list[str]:
    """Return the facts that a noun phrase asks for, if `has_fact` of each: "budget of the pact and its members".

    The text alone is returned if it asks for one. A single word is a fact only at the end: "annual and overall budget".
    """
    folded = fold(question)
    if _asks(question) or len(folded) != len(question):
        return [question]
    conjunctions = list(_CONJUNCTION.finditer(folded))
    for links in (list(_LINK.finditer(folded)), conjunctions, *([each] for each in conjunctions)):
        parts = _split_at(question, links)
        is_full = all(len(part.split()) >= _FEWEST for part in parts[:-1])
        if 1 < len(parts) <= MAX_PARTS and is_full and all(map(has_fact, parts)):
            return [f"{part[:1].upper()}{part[1:]}" for part in parts]
    return [question]


def _split_at(text: str, links: Iterable["re.Match[str]"]) -> list[str]:
    """Return what is between the links of a text, blank parts aside."""
    places = [0, *(place for link in links for place in link.span()), len(text)]
    parts = (text[start:end].strip(_MARKS) for start, end in zip(places[::2], places[1::2], strict=True))
    return [part for part in parts if part]


def _asks(sentence: str) -> bool:
    """Return True if a sentence begins like a question, after a conjunction or a polite opening or not."""
    folded = _OPENING.sub("", fold(sentence), count=1)
    return _ASKING.match(folded) is not None or _COURTESY.match(folded) is not None


def _split_at_conjunctions(sentence: str) -> list[str]:
    """Split a sentence at each conjunction that is followed by another question."""
    folded = fold(sentence)
    if len(folded) != len(sentence) or not _asks(sentence):
        return [sentence]
    parts, start = [], 0
    for link in sorted((*_CONJUNCTION.finditer(folded), *_COMMA.finditer(folded)), key=lambda found: found.start()):
        before, after = sentence[start : link.start()], sentence[link.end() :]
        fewest = _FEWEST if link.group() != "," else _FEWEST_AT_COMMA
        is_clause = link.group() == "," and _WHEN.match(fold(before)) is not None
        if _asks(after) and not is_clause and min(len(before.split()), len(after.split())) >= fewest:
            parts.append(before)
            start = link.end()
    return [part for part in (*parts, sentence[start:]) if content_words(part)] or [sentence]


def _ended(part: str) -> str:
    """Return a part with a capital and a question mark."""
    text = part.strip(_MARKS)
    return f"{text[:1].upper()}{text[1:]}?"
