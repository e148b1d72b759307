"""Follow-ups that mean a name without giving it, and those that correct, thank or compare before they ask."""

import pytest

from qa import FactsheetQA
from qa.question.phrases.references import without_correction, without_thanks

START = [("when did the covenant start in velmora?", "Velmora – Starting year – Covenant for Rivers and Mills: “2016”")]
RUNS = [("who runs the Kestrel Programme?", "")]
YEARS = [
    (
        "starting years of the policies in velmora",
        "Velmora – HISTORY / Starting year – National cluster policy (Covenant for Rivers and Mills): “2016” [1]\n"
        "Velmora – HISTORY / Starting year – Regional cluster policy (Lower Ash Agreement): “2019” [2]",
    )
]


@pytest.mark.parametrize(
    ("question", "history", "text"),
    [
        ("and the other policy over there?", START, "when did the Lower Ash Agreement start in Velmora?"),
        ("and the agreement?", START, "when did the Lower Ash Agreement start in Velmora?"),
        ("no, i meant the agreement", START, "when did the Lower Ash Agreement start in Velmora?"),
        (
            "and the agreement?",
            [("who pays for the national policy of velmora?", "")],
            "who pays for the Lower Ash Agreement of Velmora?",
        ),
        ("how large is the country?", [("what is the capital of velmora?", "")], "how large is the country (Velmora)?"),
        ("and the velmoran ash agreement?", RUNS, "who runs the Lower Ash Agreement?"),
        ("and the covenant, is it the same authority?", RUNS, "who runs the Covenant for Rivers and Mills?"),
        ("thanks! and the covenant?", RUNS, "who runs the Covenant for Rivers and Mills?"),
        ("what about velmora's two policies?", RUNS, "who runs the policy of Velmora?"),
        ("same for velmora pls", RUNS, "who runs the policy of Velmora?"),
        ("the newer one, when does it end?", YEARS, "the Lower Ash Agreement, when does it end?"),
        ("le plus ancien, qui le dirige ?", YEARS, "Covenant for Rivers and Mills, qui le dirige ?"),
        ("who pays for the agreement?", YEARS, "who pays for the Lower Ash Agreement?"),
    ],
)
def test_a_name_is_meant_without_being_given(
    question: str, history: list[tuple[str, str]], text: str, lands_engine: FactsheetQA
) -> None:
    assert lands_engine.plan(question, history).text == text


def test_words_of_a_name_that_mean_something_else_name_no_policy(lands_engine: FactsheetQA) -> None:
    assert "Covenant" not in lands_engine.plan("how clean are the rivers?", YEARS).text


def test_a_pronoun_after_a_question_for_an_evaluation_means_the_evaluation(lands_engine: FactsheetQA) -> None:
    history = [("is there an evaluation of the covenant in velmora?", "")]
    assert "evaluation of the covenant" in lands_engine.plan("who did it?", history).text


def test_the_last_answer_is_compared_with_another_country(lands_engine: FactsheetQA) -> None:
    plan = lands_engine.plan("so that's later than tarnice has?", START)
    assert {document.country for document in plan.scope.documents} == {"Velmora", "Tarnice"}
    answer = lands_engine.ask("so that's later than tarnice has?", START)
    assert "2016" in answer.text and "2011" in answer.text


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("no, i meant the pact", "and the pact"),
        ("non, je parlais du pacte", "and pacte"),
        ("sorry, I meant who runs it", "who runs it"),
        ("no, thanks", "no, thanks"),
        ("what do you mean?", "what do you mean?"),
    ],
)
def test_a_correction_repeats_the_last_question(question: str, rest: str) -> None:
    assert without_correction(question) == rest


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("thanks! and the pact?", "and the pact?"),
        ("gracias, ¿y desde cuándo?", "y desde cuándo?"),
        ("Thanks. Another question: who pays?", "who pays?"),
        ("ok, great", "ok, great"),
        ("thank you very much!", "thank you very much!"),
    ],
)
def test_thanks_before_a_question_are_passed_over(question: str, rest: str) -> None:
    assert without_thanks(question) == rest
