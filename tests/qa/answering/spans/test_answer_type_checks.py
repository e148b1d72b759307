"""Whether a text states the type of answer that a question expects."""

import pytest

from qa.answering.spans.answer_type_checks import contradicts, meets, specifies, states_absence
from qa.text.analyzed_text import analyzed


@pytest.mark.parametrize(
    ("expected", "question", "text", "met"),
    [
        ("amount", "How much is the budget?", "EUR 8.4 million a year", True),
        ("amount", "How much is the budget?", "paid by the ministry since 2009", False),
        ("amount", "How much is the budget?", "No data available", True),
        ("date", "When did it begin?", "in March 2009", True),
        ("date", "When did it begin?", "by the state government", False),
        (
            "number",
            "How many clusters are there?",
            "The programme has 14 clusters in the five largest regions",
            True,
        ),
        (
            "number",
            "How many universities are there?",
            "The programme has 14 clusters in the five largest regions",
            False,
        ),
        ("person", "Who is the minister?", "the Ministry of Trade", False),
        ("reason", "Why was it closed?", "because it was found to be ineffective", True),
        ("any", "Tell me", "anything", True),
    ],
)
def test_a_text_meets_the_expected_answer_type(expected: str, question: str, text: str, met: bool) -> None:
    assert meets(expected, analyzed(question), analyzed(text)) is met  # type: ignore[arg-type]


def test_cells_that_say_that_there_is_nothing() -> None:
    assert all(states_absence(analyzed(text)) for text in ("No data available", " - ", "n/a", "None"))
    assert not states_absence(analyzed("Data are available from the ministry"))


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
    assert contradicts(analyzed(question), analyzed(text)) == differs


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
    assert meets("number", analyzed("How many clusters have a seal?"), analyzed(text)) == counts


def test_a_sentence_specifies_only_what_the_question_does_not_name() -> None:
    question = analyzed("Which ministry runs the Lantern Programme?")
    assert specifies(question, analyzed("The Lantern Programme is run by the Harbour Office."))
    assert not specifies(question, analyzed("A ministry runs the Lantern Programme."))
