"""A question that names no country is answered from each document, by the same row, and an empty cell in words too."""

import pytest

from qa import FactsheetQA


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("when does the policy end?", {"-", "An end is not foreseen.", "2026", "2028"}),
        ("is there an evaluation?", {"Ex-post", "None", "Ex-ante"}),
        ("d'où vient l'argent ?", {"Weir tolls (80%), state budget (20%).", "A levy on boats.", "A levy on lifts."}),
        ("¿cuándo empezó la política?", {"2016", "2019", "2011"}),
        ("wann endet die regionale Politik?", {"2026"}),
    ],
)
def test_each_document_answers_by_the_row_of_the_fact(
    question: str, quotes: set[str], lands_engine: FactsheetQA
) -> None:
    assert {citation.quote for citation in lands_engine.ask(question).citations} == quotes


def test_an_empty_cell_is_explained_where_its_country_is_named(lands_engine: FactsheetQA) -> None:
    answer = lands_engine.ask("When does the Covenant for Rivers and Mills end?")
    assert [citation.quote for citation in answer.citations] == ["-", "An end is not foreseen."]


@pytest.mark.parametrize(
    "question", ["why does the policy end?", "who is the president?", "when does the museum open?"]
)
def test_what_the_rows_of_facts_do_not_state_is_not_answered_from_them(
    question: str, lands_engine: FactsheetQA
) -> None:
    rows = {citation.row for citation in lands_engine.ask(question).citations}
    assert not rows & {"HISTORY / Ending year", "RESPONSIBLE AUTHORITIES"}


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("whats the capital of tarnice and how many people live in velmora", ["Brell", "2.2 million"]),
        ("who drafts the covenant and who carries it out?", ["Ministry of Waters", "Mill Office carries it out"]),
        ("tell me who pays for the kestrel programme and when it started", ["levy on lifts", "2011"]),
    ],
)
def test_each_of_two_questions_is_answered_on_its_own_subject(
    question: str, parts: list[str], lands_engine: FactsheetQA
) -> None:
    answer = lands_engine.ask(question)
    assert len(answer.parts) == 2
    assert all(said in part.text for said, part in zip(parts, answer.parts, strict=True))
    assert all(len({citation.country for citation in part.citations}) == 1 for part in answer.parts)


def test_start_and_end_are_both_quoted(lands_engine: FactsheetQA) -> None:
    answer = lands_engine.ask("When did the Kestrel Programme start and end?")
    assert {citation.quote for citation in answer.citations} >= {"2011", "2028"}
