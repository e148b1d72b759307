"""Small talk, questions on the documents themselves, overviews and several questions in one."""

import pytest

from qa import FactsheetQA


@pytest.mark.parametrize(
    ("question", "said"),
    [("hello", "Hello"), ("gracias", "De nada"), ("Qui es-tu ?", "programme"), ("Bist du sicher?", "Zitat")],
)
def test_small_talk_is_answered_by_a_sentence_without_citations(
    question: str, said: str, bundled_engine: FactsheetQA
) -> None:
    answer = bundled_engine.ask(question)
    assert (answer.answered, answer.mode, answer.citations) == (True, "about", ())
    assert said in answer.text


def test_the_documents_are_listed_with_pages_and_years(bundled_engine: FactsheetQA) -> None:
    listed = bundled_engine.ask("Which documents do you have?").text
    assert all(document.name in listed for document in bundled_engine.documents())
    orlavia = next(document for document in bundled_engine.documents() if document.country == "Orlavia")
    assert f"{orlavia.page_count} pages" in bundled_engine.ask("How many pages does the Orlavia factsheet have?").text
    assert str(orlavia.year) in bundled_engine.ask("¿De qué año es la ficha de Orlavia?").text


def test_a_page_is_quoted_from_that_page(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("What is on page 2 of the Orlavia factsheet?")
    assert answer.citations
    assert {citation.page for citation in answer.citations} == {2}
    assert all(citation.boxes for citation in answer.citations)


def test_a_page_beyond_the_last_is_said_not_to_exist(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("What does page 300 of the Orlavia factsheet say?")
    assert "there is no page 300" in answer.text
    assert answer.citations == ()


def test_the_sections_of_a_document_are_listed_and_its_contents_cited(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("Wie ist das Factsheet zu Orlavia gegliedert?")
    assert "- 2. National cluster policy (4)" in answer.text
    assert {(citation.country, citation.page) for citation in answer.citations} == {("Orlavia", 2)}
    assert answer.text.splitlines()[0].endswith("[1]")


def test_an_overview_quotes_each_fact_once_and_verbatim(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("Give me an overview of the Lantern Programme")
    assert len(answer.citations) >= 5
    quotes = [(citation.row, citation.column, citation.quote) for citation in answer.citations]
    assert len(quotes) == len(set(quotes))
    assert all("Lantern" in str(citation.column) for citation in answer.citations)


def test_two_questions_are_answered_one_after_the_other_with_running_numbers(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("When did the Lantern Programme start and who pays for it?")
    assert [part.plan and part.plan.text for part in answer.parts] == [
        "When did the Lantern Programme start?",
        "Who pays for the Lantern Programme?",
    ]
    assert answer.citations == tuple(citation for part in answer.parts for citation in part.citations)
    assert f"[{len(answer.citations)}]" in answer.text


def test_a_plan_and_its_parts_are_in_the_json(bundled_engine: FactsheetQA) -> None:
    value = bundled_engine.ask("When did the Lantern Programme start and who pays for it?").to_dict()
    assert value["plan"]["kind"] == "find"
    assert len(value["parts"]) == len(value["plan"]["parts"]) == 2


def test_documents_that_mention_something_are_quoted(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("Which documents mention seaweed?")
    assert {citation.country for citation in answer.citations} == {"Marowen"}
    assert "seaweed" in answer.citations[0].quote.lower()


def test_the_answers_to_two_questions_keep_their_tables(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("Which countries have a budget? Which countries have an evaluation?")
    first, second = answer.parts
    assert first.rows and second.rows
    assert answer.rows == (*first.rows, *second.rows)
    assert answer.others == (*first.others, *second.others) and answer.others


def test_how_long_a_policy_runs_is_answered_by_its_years(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("How long does the Blue Energy Sector Plan run?")
    assert [citation.quote for citation in answer.citations] == ["2022", "2026"]
    assert not answer.calibrated
