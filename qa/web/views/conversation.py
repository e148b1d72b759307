"""The conversation: questions, answers whose quotes carry citation chips, and refusals that give their reason."""

from collections.abc import Sequence
from functools import partial

from qa.web.example_questions import Example
from qa.web.state_of_play import in_small_letters
from qa.web.translations import Translations
from qa.web.views.answer_blocks import answer_blocks, other_blocks
from qa.web.views.answer_footer import confidence_level, confidence_percent, footer_facts, quoted_text
from qa.web.views.charts.chart import chart_of
from qa.web.views.heat_map import cached_words
from qa.web.views.rendering import render
from qa.web.visits.asker import Asker
from qa.web.visits.turns import Turn, TurnScope
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


def conversation(asker: Asker, visit: Visit, say: Translations) -> str:
    """Return all turns, oldest first."""
    return render(
        "conversation",
        turns=visit.turns,
        rated=visit.rated,
        say=say,
        answer_blocks=answer_blocks,
        other_blocks=other_blocks,
        chart_of=chart_of,
        spelt=partial(in_small_letters, words=cached_words(asker.shared, tuple(asker.shared.documents()))),
        footer_facts=footer_facts,
        confidence_level=confidence_level,
        confidence_percent=confidence_percent,
        quoted_text=quoted_text,
        low_confidence=LOW_CONFIDENCE,
        longest_closest=LONGEST_CLOSEST,
    )


def suggestions(examples: Sequence[Example], say: Translations) -> str:
    """Return questions that may be asked next; nothing where there are none."""
    return render("next_questions", examples=examples, say=say)


def filter_chips(scope: TurnScope, say: Translations) -> str:
    """Return a chip for each part of a filter, which removes it."""
    chips = [("country", country, country) for country in scope.countries]
    chips += [("year", str(year), str(year)) for year in scope.years]
    chips += [("document", document.id, document.title) for document in scope.documents]
    return render("filter_chips", chips=chips, say=say)


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
