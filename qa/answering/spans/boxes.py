"""Read answers from boxes to tick: "No ☑" denies, "Large filer ☐" says that it is not one."""

from typing import Literal, TypeAlias

from corpus.text_analysis.text_cues import box_state
from qa.answering.spans.span import Span
from qa.text.normalize import words

Verdict: TypeAlias = Literal["yes", "no"]

_ANSWERS: dict[Verdict, frozenset[str]] = {
    "yes": frozenset({"yes", "si", "oui", "ja", "sim"}),
    "no": frozenset({"no", "non", "nein", "nao", "nee"}),
}
"""Folded words for yes and no in the languages of documents."""
_OPTIONS = _ANSWERS["yes"] | _ANSWERS["no"]


def has_box(text: str) -> bool:
    """Return True if a text has a box, ticked or empty."""
    return any(box_state(character) is not None for character in text)


def asks(span: Span) -> bool:
    """Return True if a span only asks, such as a question of a form of which no box is ticked."""
    question, mark, rest = span.text.rpartition("?")
    if not mark or span.kind == "chosen" or any(map(box_state, rest)):
        return False
    return all(word in _OPTIONS for word in words(rest)) and (not words(rest) or has_box(rest))


def state_of_boxes(text: str) -> Verdict | None:
    """Return "yes" if all boxes of a text are ticked, "no" if all are empty, None otherwise."""
    states = {state for character in text if (state := box_state(character)) is not None}
    if len(states) != 1:
        return None
    return "yes" if states.pop() else "no"


def ticked_answer(text: str) -> Verdict | None:
    """Return the answer that a ticked option is, if it is yes or no."""
    return plain_answer(text) if has_box(text) else None


def plain_answer(text: str) -> Verdict | None:
    """Return the answer that a text is, if it is yes or no and nothing else, such as the cell of a table."""
    said = words(text)
    if len(said) != 1:
        return None
    return next((verdict for verdict, forms in _ANSWERS.items() if said[0] in forms), None)
