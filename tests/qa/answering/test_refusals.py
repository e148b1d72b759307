"""How a refusal says what was not found."""

import pytest

from qa.answering.messages import not_stated
from qa.engine import FactsheetQA


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
