"""Compute how long something lasts from the quotes of its first and its last year."""

from dataclasses import replace

from qa.answering.across.table_answer import message
from qa.answering.across.values import values_of
from qa.answering.direct.stated_fact import asks_how_long
from qa.model import Answer, Computed
from qa.question.plan import Plan

_YEARS = {"en": ("year", "years"), "es": ("año", "años"), "fr": ("an", "ans"), "de": ("Jahr", "Jahre")}
"""The words for one year and for several."""


def with_duration(plan: Plan, answer: Answer) -> Answer:
    """Return an answer to how long something lasts, headed by the number of years if it quotes exactly two of them."""
    if not asks_how_long(plan.text) or len(answer.citations) != 2:
        return answer
    quotes = [values_of(citation.quote) for citation in answer.citations]
    years = [[value.number for value, _ in found if value.unit == "calendar"] for found in quotes]
    if any(len(stated) != 1 for stated in years) or years[0] == years[1]:
        return answer
    (first,), (last,) = sorted(years)
    duration = f"{last - first:.0f} {_YEARS[plan.language][last - first > 1]}"
    heading = message(plan.language, "duration", what=duration)
    return replace(
        answer, text=f"{heading}\n{answer.text}", computed=(Computed("duration", duration, answer.citations),)
    )
