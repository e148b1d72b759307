"""Answers over several of the bundled documents: selected, ranked, computed, side by side."""

import pytest

from qa import FactsheetQA
from qa.answering.across.rank import rank
from qa.answering.across.select import select
from qa.answering.across.several import several
from qa.model import Answer
from qa.question.document_filter import document_scope
from qa.question.plan import Plan, PlanKind, Subject
from qa.text.language import language_of


def planned(engine: FactsheetQA, question: str, kind: PlanKind) -> Plan:
    scope = document_scope(question, "", engine.documents())
    subject = Subject(countries=scope.countries)
    return Plan(kind, question, question, language_of(question), scope, subject=subject)


def countries(answer: Answer | None) -> set[str | None]:
    assert answer is not None
    return {citation.country for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "matching", "others"),
    [
        ("Which policies started after 2012?", {"Marowen", "Mexico"}, {"Orlavia"}),
        ("Welche Politiken enden nach 2025?", {"Marowen", "Mexico"}, set()),
        ("Which countries have an annual budget of more than EUR 8 million?", {"Marowen", "Orlavia"}, set()),
        ("Which countries have a regional cluster policy?", {"Marowen", "Mexico"}, {"Orlavia"}),
        ("Which policies have no evaluation?", {"Marowen"}, {"Marowen", "Mexico", "Orlavia"}),
    ],
)
def test_what_matches_is_cited_and_what_does_not_is_named(
    bundled_engine: FactsheetQA, question: str, matching: set[str], others: set[str]
) -> None:
    answer = select(bundled_engine.newest(), planned(bundled_engine, question, "select"))
    assert countries(answer) == matching
    assert answer is not None
    assert {citation.country for citation in answer.others} == others
    assert {row.matches for row in answer.rows if row.cells} == ({True, False} if others else {True})


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("Which policies in Marowen end before 2027?", {"2026"}),
        ("Welche Programme in Marowen enden vor 2027?", {"2026"}),
        ("Which policies in Mexico end before 2028?", set()),
    ],
)
def test_the_policies_of_one_document_are_judged_by_the_row_that_is_asked_for(
    bundled_engine: FactsheetQA, question: str, quotes: set[str]
) -> None:
    answer = select(bundled_engine.newest(), planned(bundled_engine, question, "select"))
    assert answer is not None
    assert {citation.quote for citation in answer.citations} == quotes
    assert len(answer.others) == 1


def test_a_value_in_a_sentence_on_something_else_matches_nothing(bundled_engine: FactsheetQA) -> None:
    plan = planned(bundled_engine, "Which policies in Orlavia ended before 2015?", "select")
    assert select(bundled_engine.newest(), plan) is None


def test_the_extreme_is_named_first_and_its_operands_are_quoted(bundled_engine: FactsheetQA) -> None:
    answer = rank(
        bundled_engine.newest(), planned(bundled_engine, "Which policy has the smallest annual budget?", "rank")
    )
    assert answer is not None
    assert answer.text.startswith("Smallest: Marowen – Saltmere Coast Cluster Pact")
    assert [row.cells[0].text for row in answer.rows][0].startswith("EUR 2.6 million")
    [result] = answer.computed
    assert result.operation == "rank"
    assert all("EUR" in operand.quote for operand in result.operands)


def test_a_sum_is_computed_only_of_values_that_are_all_stated(bundled_engine: FactsheetQA) -> None:
    pipeline = bundled_engine.newest()
    stated = rank(pipeline, planned(bundled_engine, "total annual budget of Orlavia and Marowen", "rank"))
    missing = rank(pipeline, planned(bundled_engine, "total annual budget of Orlavia and Mexico", "rank"))
    assert stated is not None and missing is not None
    assert [result.text for result in stated.computed] == ["EUR 32 million"]
    assert missing.computed == ()
    assert "EUR 8.4 million" in missing.text and "No data available" in missing.text


def test_without_a_country_each_document_that_states_it_answers(bundled_engine: FactsheetQA) -> None:
    answer = several(bundled_engine.newest(), planned(bundled_engine, "How many inhabitants are there?", "find"))
    assert countries(answer) == {"Marowen", "Orlavia"}


@pytest.mark.parametrize("question", ["Who pays for the Lantern Programme?", "What is the Prism voucher?"])
def test_what_one_document_knows_is_not_asked_of_others(bundled_engine: FactsheetQA, question: str) -> None:
    assert several(bundled_engine.newest(), planned(bundled_engine, question, "find")) is None
