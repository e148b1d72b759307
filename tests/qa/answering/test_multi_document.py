"""Questions that several documents answer."""

import pytest
from answer_parts import query, ranked

from corpus.model import Document, Passage
from qa.answering.multi_document import best_row, goes_across, topic_of, without_options
from qa.answering.table_fields import Field
from qa.question.document_filter import DocumentScope, document_scope
from qa.question.plan import Plan, Subject

DOCUMENTS = [Document(name, f"{name}.pdf", name, name, 2023, "en", 3) for name in ("Orlavia", "Marowen")]

QUESTION = "Which employs more people, Ashford or Oakham?"


def by_row(passage: Passage) -> Field | None:
    return Field(passage.row, passage.column) if passage.row is not None else None


def planned(question: str) -> Plan:
    return Plan("find", question, question, "en", document_scope(question, "", DOCUMENTS))


@pytest.mark.parametrize(
    ("question", "across"),
    [
        ("What are the budgets of Orlavia and Marowen?", True),
        ("What is the budget in each country?", True),
        ("What is the budget of Orlavia?", False),
    ],
)
def test_a_question_goes_across_if_it_names_several_countries_or_all(question: str, across: bool) -> None:
    assert goes_across(planned(question)) is across


def test_titles_named_by_their_own_words_are_compared() -> None:
    reports = tuple(
        Document(name, f"{name}.pdf", f"{name} annual report", None, 2023, "en", 3) for name in ("Ashford", "Oakham")
    )
    plan = Plan(
        "find",
        QUESTION,
        QUESTION,
        "en",
        DocumentScope(reports),
        subject=Subject(documents=("Ashford.pdf", "Oakham.pdf")),
    )
    assert goes_across(plan)
    assert topic_of(plan, []).split() == ["Which", "employs", "more", "people,", "or", "?"]


def test_the_topic_is_the_question_without_countries() -> None:
    topic = topic_of(planned("What are the budgets of Orlavia and Marowen?"), ["Orlavia", "Marowen"])
    assert "budgets" in topic
    assert "Orlavia" not in topic and "Marowen" not in topic


def test_the_row_that_answers_best_in_all_documents_is_taken() -> None:
    first = [ranked("1", 5.0, row="A", document="x"), ranked("2", 4.0, row="B", document="x")]
    second = [ranked("3", 5.0, row="B", document="y"), ranked("4", 1.0, row="A", document="y")]
    assert best_row([first, second], by_row) == "B"
    assert best_row([first], by_row) is None
    prose = ranked("text", 9.0, kind="sentence")
    assert best_row([[prose, *first], [prose, *second]], by_row) is None


def test_options_are_dropped_where_a_figure_is_asked_for() -> None:
    option, sentence = ranked("Broad", 2.0, row="SCOPE", kind="chosen"), ranked("It costs 3.", 1.0, kind="sentence")
    assert without_options(query("What does it cost?", "amount"), [option, sentence]) == [sentence]
    assert without_options(query("What kind is it?", "any"), [option, sentence]) == [option, sentence]
    assert without_options(query("What does it cost?", "amount"), [option]) == [option]
