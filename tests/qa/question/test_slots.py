"""Words of a question that a follow-up replaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.phrases.ellipsis import asks_of_last, elliptical_phrase, with_opening, with_phrase
from qa.question.phrases.slots import contrast, like


@pytest.mark.parametrize(
    ("follow_up", "before", "full"),
    [
        ("¿Y para la línea D?", "¿Cuál es el tope de la línea B?", "¿Cuál es el tope de la línea D?"),
        (
            "Und alle vier Wochen?",
            "Was kostet die Leerung alle zwei Wochen?",
            "Was kostet die Leerung alle vier Wochen?",
        ),
        ("and Q4?", "How many ships called in Q3 2023?", "How many ships called in Q4 2023?"),
        ("and the second call?", "When does the first call close?", "When does the second call close?"),
        ("and the second?", "When does the first call close?", "When does the second call close?"),
        ("and against?", "How many votes were for the rules?", "How many votes were against the rules?"),
        ("per year?", "What is the overall budget of the fund?", "What is the budget of the fund per year?"),
        ("et par an ?", "Quel est le budget total du fonds ?", "Quel est le budget du fonds par an?"),
        ("and Oxley?", "How many firms are there in Sorn?", "How many firms are there in Oxley?"),
    ],
)
def test_a_phrase_takes_the_place_of_one_of_its_kind(follow_up: str, before: str, full: str) -> None:
    phrase = elliptical_phrase(follow_up)
    assert phrase is not None
    assert with_phrase(before, phrase) == full


def test_a_label_takes_the_place_of_the_label_beside_it() -> None:
    phrase = elliptical_phrase("und Oxley?")
    assert phrase is not None
    labels = ["stennet", "oxley"]
    assert with_phrase("Wie hoch ist die Quote in Stennet?", phrase, labels, has_names=False).endswith("in Oxley?")


def test_a_question_that_differs_in_one_word_repeats_the_last_one() -> None:
    assert with_opening("Combien de voix pour le budget ?", "Et combien de voix contre ?") == (
        "Combien de voix contre le budget ?"
    )
    assert with_opening("How many votes for the rules?", "And who abstained?") is None
    assert with_opening("How many votes for the rules?", "How many votes against?") is None


@pytest.mark.parametrize(
    ("question", "detail"),
    [
        ("In which year?", True),
        ("En qué año?", True),
        ("In welcher Währung?", True),
        ("What did it say?", True),
        ("¿Qué recomendó?", True),
        ("Who said it?", True),
        ("In which country is it based?", False),
        ("Which year?", False),
    ],
)
def test_a_preposition_with_a_question_word_asks_for_a_detail(question: str, detail: bool) -> None:
    assert asks_of_last(question) is detail


@given(st.text(max_size=40), st.text(max_size=20))
def test_places_lie_within_the_question(question: str, text: str) -> None:
    rival = contrast(question, text)
    for place in (like(question, text), rival[0] if rival else None):
        assert place is None or 0 <= place[0] < place[1] <= len(question)
