"""Read answers from boxes to tick: "No ☑" denies, "Large filer ☐" says that it is not one."""

from typing import Literal, TypeAlias

from corpus.text_analysis.text_cues import box_state
from qa.text.normalize import words

Verdict: TypeAlias = Literal["yes", "no"]

_ANSWERS: dict[Verdict, frozenset[str]] = {
    "yes": frozenset({"yes", "si", "oui", "ja", "sim"}),
    "no": frozenset({"no", "non", "nein", "nao", "nee"}),
}
"""Folded words for yes and no in the languages of documents."""


def has_box(text: str) -> bool:
    """Return True if a text has a box, ticked or empty."""
    return any(box_state(character) is not None for character in text)


def state_of_boxes(text: str) -> Verdict | None:
    """Return "yes" if all boxes of a text are ticked, "no" if all are empty, None otherwise."""
    states = {state for character in text if (state := box_state(character)) is not None}
    if len(states) != 1:
        return None
    return "yes" if states.pop() else "no"


def ticked_answer(text: str) -> Verdict | None:
    """Return the answer that a ticked option is, if it is yes or no."""
    said = words(text)
    if not has_box(text) or len(said) != 1:
        return None
    return next((verdict for verdict, forms in _ANSWERS.items() if said[0] in forms), None)
