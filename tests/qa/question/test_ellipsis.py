"""Follow-ups that leave out what was asked before."""

import pytest

from qa import FactsheetQA
from qa.question.phrases.ellipsis import elliptical_phrase, topic_phrase, with_phrase


@pytest.mark.parametrize(
    ("question", "before", "full"),
    [
        ("And in 2022?", "How many people worked in tourism in 2023?", "How many people worked in tourism in 2022?"),
        (
            "and for small companies?",
            "What is the maximum grant for associations in this call?",
            "What is the maximum grant for small companies in this call?",
        ),
        ("And in Jalisco?", "Who runs the programme?", "Who runs the programme in Jalisco?"),
        ("¿Y en 2022?", "¿Cuántas toneladas movió en 2023?", "¿Cuántas toneladas movió en 2022?"),
        ("Und für Betriebe?", "Wie hoch ist der Zuschuss für Gemeinden?", "Wie hoch ist der Zuschuss für Betriebe?"),
        ("Et pour 2021 ?", "Quel était le budget en 2020 ?", "Quel était le budget en 2021 ?"),
    ],
)
def test_the_last_question_is_asked_again_for_another_phrase(question: str, before: str, full: str) -> None:
    phrase = elliptical_phrase(question)
    assert phrase is not None
    assert with_phrase(before, phrase) == full


@pytest.mark.parametrize(
    "question", ["And when does it end?", "In which year?", "And its budget?", "Who runs it?", "Why?"]
)
def test_a_question_that_asks_something_itself_is_not_elliptical(question: str) -> None:
    assert elliptical_phrase(question) is None


def test_a_question_is_about_its_longest_noun_phrase() -> None:
    assert topic_phrase("¿Cuánto duró el dragado del canal norte?") == "dragado del canal norte"
    assert topic_phrase("How large is the bakers' school of Harlow?") == "bakers' school of Harlow"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("And in Karlstad?", "Who pays for the clusters in Karlstad?"),
        ("and in 2020?", "Who pays for the clusters in 2020?"),
    ],
)
def test_a_follow_up_keeps_the_earlier_question(question: str, text: str, bundled_engine: FactsheetQA) -> None:
    plan = bundled_engine.plan(question, [("Who pays for the clusters?", "")])
    assert plan.text == text
    assert plan.expected == "organisation"


def test_why_is_shown_with_the_question_that_it_follows(bundled_engine: FactsheetQA) -> None:
    plan = bundled_engine.plan("why?", [("How many clusters closed?", "")])
    assert plan.text == "Why? (How many clusters closed?)"
