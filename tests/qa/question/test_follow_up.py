"""Follow-ups take the name, the aspect or the noun that they leave out from the question before, and no more."""

import pytest

from qa import FactsheetQA

START = [("when did the covenant start in velmora?", "Velmora – Starting year – Covenant for Rivers and Mills: “2016”")]
FOCUS = [("Which sectors does the Covenant for Rivers and Mills cover?", "")]
REED = [("what is the focus of the lower ash agreement?", "")]


@pytest.mark.parametrize(
    ("question", "history", "text"),
    [
        ("and in tarnice?", START, "when did the Kestrel Programme start in Tarnice?"),
        (
            "and in Velmora?",
            [("who pays for the Kestrel Programme in Tarnice?", "")],
            "who pays for the policy in Velmora?",
        ),
        ("und in tarnice?", [("Wer zahlt Covenant in Velmora?", "")], "Wer zahlt Kestrel Programme in Tarnice?"),
        (
            "and how is tarnice rated there?",
            [("what is the continuity rating of velmora in the state of play?", "")],
            "what is the continuity rating of Tarnice in the state of play?",
        ),
    ],
)  # fmt: skip
def test_another_country_is_asked_for_its_own_policy(
    question: str, history: list[tuple[str, str]], text: str, lands_engine: FactsheetQA
) -> None:
    assert lands_engine.plan(question, history).text == text


@pytest.mark.parametrize(
    ("question", "history", "quote"),
    [
        ("and in tarnice?", START, "2011"),
        ("and the weak points?", [("what did the evaluation of the covenant in velmora find?", "")], "slow payments"),
        ("is a fourth planned?", FOCUS, "felt"),
        ("und ist ein vierter geplant?", [("Welche Sektoren fördert der Covenant for Rivers and Mills?", "")], "felt"),
        ("is willow mentioned at all?", REED, "willow"),
        ("et combien de personnes y travaillent ?", [("Qui dirige le Lower Ash Agreement ?", "")], "staff of four"),
    ],
)
def test_a_follow_up_is_answered_from_what_was_asked_before(
    question: str, history: list[tuple[str, str]], quote: str, lands_engine: FactsheetQA
) -> None:
    answer = lands_engine.ask(question, history)
    assert quote in answer.text
    assert answer.plan is not None and answer.plan.kind == "find"


@pytest.mark.parametrize(
    ("question", "before", "text"),
    [
        ("and the covenant?", "who pays for the Kestrel Programme?", "who pays for the Covenant for Rivers and Mills?"),
        ("and the Elm one?", "what does the Willow voucher cost?", "what does the Elm voucher cost?"),
        ("et le Kestrel ?", "qui finance le Covenant for Rivers and Mills ?", "qui finance le Kestrel Programme?"),
    ],
)
def test_another_name_takes_the_place_of_the_last_one(
    question: str, before: str, text: str, lands_engine: FactsheetQA
) -> None:
    assert lands_engine.plan(question, [(before, "")]).text == text


def test_what_the_last_question_named_is_taken_over_beside_its_country(lands_engine: FactsheetQA) -> None:
    history = [("why was the reed fund closed?", "Velmora: “The flood took it.” [1]")]
    assert lands_engine.plan("when was that?", history).text == "when was that (reed fund closed / Velmora)?"


def test_a_question_that_names_its_place_takes_nothing_over(lands_engine: FactsheetQA) -> None:
    assert lands_engine.plan("Is willow mentioned in the factsheet of Tarnice?", REED).carried == ()
    assert (
        lands_engine.plan("When does the Kestrel Programme end?", START).text == "When does the Kestrel Programme end?"
    )


def test_a_country_takes_the_place_of_a_region(bundled_engine: FactsheetQA) -> None:
    history = [("who pays for clusters in Nuevo León?", "")]
    assert bundled_engine.plan("and in Marowen?", history).text == "who pays for clusters in Marowen?"
