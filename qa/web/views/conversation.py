"""The conversation: questions, answers whose quotes carry citation chips, and refusals that give their reason."""

from collections.abc import Sequence

from qa.web.example_questions import Example
from qa.web.translations import Translations
from qa.web.views.answer_footer import footer_facts
from qa.web.views.answer_text import answer_lines
from qa.web.views.rendering import render
from qa.web.visits.turns import Turn
from qa.web.visits.visits import Visit

LOW_CONFIDENCE = 0.5
"""Minimum confidence of an answer that is shown without a warning."""
LONGEST_CLOSEST = 180
"""Maximum characters of a closest passage in the conversation; its card shows more."""


def announcement(text: str) -> str:
    """Return the line that screen readers speak when it changes."""
    return render("announcement", text=text)


def welcome(examples: Sequence[Example], documents: int, say: Translations) -> str:
    """Return what a first visit shows: the purpose of the page and questions worth asking.

    `documents` is the number of documents that can be asked.
    """
    return render("welcome", examples=examples, documents=documents, say=say)


def conversation(visit: Visit, say: Translations) -> str:
    """Return all turns, oldest first."""
    return render(
        "conversation",
        turns=visit.turns,
        rated=visit.rated,
        say=say,
        answer_lines=answer_lines,
        footer_facts=footer_facts,
        low_confidence=LOW_CONFIDENCE,
        longest_closest=LONGEST_CLOSEST,
    )


def spoken(turn: Turn, say: Translations) -> str:
    """Return what a screen reader says when a turn is done."""
    if turn.trouble is not None:
        return say(f"answer.{turn.trouble}")
    if turn.answer is None:
        return say("answer.searching")
    if turn.writing:
        return say("answer.writing")
    if not turn.answer.answered:
        return say("answer.spoken_refusal", text=turn.answer.text)
    return f"{say.count('answer.spoken', len(turn.answer.citations))} {turn.answer.text}"
