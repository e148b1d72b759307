"""Find the words of a question that a follow-up replaces: "line B" by "line D", "overall" by "per year"."""

import re
from collections.abc import Sequence

from qa.text.normalize import WORD, fold, is_content
from qa.text.patterns import any_of, pattern_section

_SLOTS = tuple(tuple(any_of([member]) for member in members) for members in pattern_section("slots").values())
"""Terms of which a question names one, in all four languages."""
_FEWEST = 3
"""Minimum number of words of a question that repeats the opening of the last one."""

Place = tuple[int, int]
"""Start and end of a run of characters."""


def like(question: str, text: str) -> Place | None:
    """Return the words of a question that are written like a text: "line B" like "line D", "Q3" like "Q4"."""
    return _aligned(question, text) or _of_same_shape(question, text)


def _aligned(question: str, text: str) -> Place | None:
    """Return the last run of as many words that share most of them at the same places: "every two weeks"."""
    phrase = [fold(word) for word in WORD.findall(text)]
    found = list(WORD.finditer(question))
    best: tuple[int, int, int] | None = None
    for start in range(len(found) - len(phrase) + 1):
        window = [fold(word.group()) for word in found[start : start + len(phrase)]]
        shared = [one for one, other in zip(window, phrase, strict=True) if one == other]
        if len(shared) < len(phrase) and any(map(is_content, shared)) and 2 * len(shared) >= len(phrase):
            best = max(best or (0, 0, 0), (len(shared), found[start].start(), found[start + len(phrase) - 1].end()))
    return best[1:] if best else None


def _of_same_shape(question: str, text: str) -> Place | None:
    """Return the only word with figures that is written like a text of one word: "Q3" for "Q4"."""
    if len(text.split()) != 1 or not re.search(r"\d", text):
        return None
    alike = [word for word in WORD.finditer(question) if _shape(word.group()) == _shape(text)]
    return alike[0].span() if len(alike) == 1 else None


def _shape(word: str) -> str:
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "0", word))


def contrast(question: str, text: str) -> tuple[Place, str] | None:
    """Return the term of a question that contrasts with one of a text, and that one."""
    asked, said = fold(question), fold(text)
    if len(asked) != len(question) or len(said) != len(text):
        return None
    for members in _SLOTS:
        named = [(member, found) for member in members if (found := member.search(said))]
        rivals = [found.span() for member in members if (found := member.search(asked))]
        if len(named) == len(rivals) == 1 and not named[0][0].search(asked):
            return rivals[0], text[slice(*named[0][1].span())]
    return None


def label_beside(question: str, text: str, labels: Sequence[str]) -> Place | None:
    """Return the longest label in a question if a text is another one of the labels."""
    if not any(fold(label) == fold(text) for label in labels):
        return None
    places = [place for label in labels if fold(label) != fold(text) and (place := _place(question, label))]
    return max(places, key=lambda place: place[1] - place[0], default=None)


def last_name(question: str) -> Place | None:
    """Return the last capitalised words of a question after its first word, in a language without other capitals."""
    runs: list[Place] = []
    for word in list(WORD.finditer(question))[1:]:
        if not word.group()[0].isupper():
            continue
        is_continued = bool(runs) and not question[runs[-1][1] : word.start()].strip()
        runs[-1:] = [(runs[-1][0], word.end())] if is_continued else [*runs[-1:], word.span()]
    return runs[-1] if runs else None


def _place(question: str, label: str) -> Place | None:
    """Return where a question has a label word for word."""
    found = re.search(rf"\b{re.escape(fold(label))}\b", fold(question))
    return found.span() if found and len(fold(question)) == len(question) else None


def repeated_start(question: str, text: str) -> Place | None:
    """Return the opening words of a question that differ in one word from another: "how many votes against"."""
    found, asked = list(WORD.finditer(question)), [fold(word) for word in WORD.findall(text)]
    if not _FEWEST <= len(asked) <= len(found):
        return None
    opening = [fold(word.group()) for word in found[: len(asked)]]
    differing = sum(one != other for one, other in zip(opening, asked, strict=True))
    return (found[0].start(), found[len(asked) - 1].end()) if differing == 1 else None
