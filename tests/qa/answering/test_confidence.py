"""What a question asks for held against what a text states, and how a refusal says what was not found."""

import pytest

from qa.answering.answer_type_checks import contradicts, meets
from qa.answering.messages import not_stated
from qa.engine import FactsheetQA


@pytest.mark.parametrize(
    ("question", "text", "differs"),
    [
        ("What is the overall budget?", "Annual: EUR 2 million", True),
        ("What is the overall budget?", "Overall: EUR 2 million", False),
        ("What is the overall and the annual budget?", "Annual: EUR 2 million", False),
        ("What did the ex-post evaluation find?", "The ex-ante evaluation found gaps.", True),
        ("What did the ex post evaluation find?", "The ex-post evaluation found gaps.", False),
        ("What did the evaluation find?", "The ex-ante evaluation found gaps.", False),
        ("Who pays the second phase?", "The state paid the first phase.", True),
    ],
)
def test_a_text_on_another_of_several_things_contradicts(question: str, text: str, differs: bool) -> None:
    assert contradicts(question, text) == differs


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("14 of the supported clusters have a seal.", True),
        ("Clusters: 14", True),
        ("It may be used three times. The clusters pay the rest of what it costs them in the end.", False),
        ("Article 49 tells what clusters are for, and nobody knows more of them than that.", False),
    ],
)
def test_a_number_must_be_one_of_what_is_counted(text: str, counts: bool) -> None:
    assert meets("number", "How many clusters have a seal?", text) == counts


@pytest.mark.parametrize("language", ["en", "es", "fr", "de"])
def test_a_refusal_says_what_was_not_found(language: str) -> None:
    assert "2021" in not_stated(language, "year", ["2021"])
    assert not_stated(language, "amount") != not_stated(language, "date")


def test_a_name_that_no_document_holds_is_named_in_the_refusal(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("What does the Quillbridge Institute say of Orlavia?")
    assert answer.reason == "not_stated"
    assert "Quillbridge" in answer.text


def test_a_row_is_found_before_its_cells(bundled_engine: FactsheetQA) -> None:
    hits = bundled_engine.search("starting year of the regional policy of Nuevo León", countries=["Mexico"])
    assert hits[0].row == "HISTORY / Starting year"
    assert hits[0].column is None
    assert "2022" in hits[0].text
    assert "2015" in hits[0].text
