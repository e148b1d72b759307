"""Whether a text states the type of answer that a question expects."""

import pytest

from corpus.model import Passage
from qa.answering.spans.answer_type_checks import contradicts, meets, meets_in_place, specifies, states_absence
from qa.answering.spans.units import unit_of
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
        ("person", "Who chairs the committee?", "The committee is chaired by Ilse Brandvik.", True),
        ("person", "Who is the director?", "The director, Ilse Brandvik, was appointed in 2021.", True),
        ("person", "Who is the director?", "The director Ilse Brandvik was appointed in 2021.", True),
        ("person", "Who is the director?", "Annual Report 2024", False),
        ("person", "Who chairs the committee?", "The committee is chaired by the Forest Agency.", False),
        ("date", "Wie lange gilt die Pflicht?", "Der Speicher ist mindestens zwölf Jahre zu betreiben.", True),
        ("date", "¿Cuánto duró la obra?", "La obra duró siete meses.", True),
        ("date", "Quand ouvre la ligne ?", "La ligne ouvre en septembre.", True),
        ("share", "Welcher Anteil wird erstattet?", "Erstattet werden 60 Prozent der Kosten.", True),
        ("organisation", "Wer entscheidet?", "Darüber entscheidet das Landesamt.", True),
        ("any", "Tell me", "anything", True),
    ],
)
def test_a_text_meets_the_expected_answer_type(expected: str, question: str, text: str, met: bool) -> None:
    assert meets(expected, analyzed(question), analyzed(text)) is met  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expected", "text", "column", "met"),
    [
        ("share", "31", "Share of all workers (%)", True),
        ("share", "31", "Share of all workers", True),
        ("amount", "450", "2023", True),
        ("amount", "450", "Tonnes of grain (in thousand tonnes)", False),
        ("amount", "n/a", "2023", True),
        ("amount", "yes", "2023", False),
    ],
)
def test_a_cell_has_the_unit_of_its_labels(expected: str, text: str, column: str, met: bool) -> None:
    cell = Passage("p", "d", "cell", text, "", 1, "", "Table 1. Workers", "Portugal", column)
    assert meets_in_place(expected, analyzed("?"), cell, text) is met  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("column", "caption", "unit"),
    [
        ("Maximum grant", "Table 1: Grants by type of applicant (EUR)", "EUR"),
        ("2023", "Tabla 1. Tráfico por tipo de mercancía, en miles de toneladas", "miles de toneladas"),
        ("Share (%)", "Table 2, in thousands", "%"),
        ("Regional policy (example of Nuevo León)", "Table 3", ""),
    ],
)
def test_a_unit_is_read_from_column_or_caption(column: str, caption: str, unit: str) -> None:
    assert unit_of(Passage("p", "d", "cell", "12", "", 1, "", caption, "Row", column)) == unit


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
