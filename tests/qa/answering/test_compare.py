"""Documents side by side on one topic."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document
from qa import FactsheetQA
from qa.answering.comparison import COLUMNS, Comparison, Statement, with_changes
from qa.model import Answer, Citation

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=40)


def statement(country: str | None, year: int, quote: str | None) -> Statement:
    document = Document(f"{country}{year}", f"{country}_{year}.pdf", "A factsheet", country, year, "en", 3)
    if quote is None:
        return Statement(document, Answer("t", False, "Not stated.", "not_stated", 0.1, "en"))
    citation = Citation(document.name, document.title, country, year, 2, "1. Budget", None, None, quote, (), 0.9)
    return Statement(document, Answer("t", True, quote, None, 0.9, "en", (citation,)))


def test_each_document_answers_from_the_same_row(bundled_engine: FactsheetQA) -> None:
    comparison = bundled_engine.compare("annual budget")
    assert [row.document.country for row in comparison.rows] == ["Marowen", "Mexico", "Orlavia"]
    rows = {citation.row for row in comparison.rows for citation in row.answer.citations}
    assert rows == {"BUDGET / Annual"}
    assert "EUR 8.4 million" in comparison.rows[2].answer.text


def test_countries_are_chosen_and_those_not_held_are_named(bundled_engine: FactsheetQA) -> None:
    comparison = bundled_engine.compare("annual budget", countries=["Orlavia", "Norway"])
    assert [row.document.country for row in comparison.rows] == ["Orlavia"]
    assert comparison.missing == ("Norway",)


def test_a_topic_that_no_document_treats_has_honest_blanks(bundled_engine: FactsheetQA) -> None:
    comparison = bundled_engine.compare("penguins in the zoo")
    assert [row.answer.answered for row in comparison.rows] == [False] * 3


def test_change_is_told_between_the_years_of_one_country() -> None:
    rows = with_changes(
        [
            statement("Orlavia", 2024, "EUR 9 million"),
            statement("Marowen", 2024, "EUR 1 million"),
            statement("Orlavia", 2022, "EUR 8  Million"),
            statement("Orlavia", 2023, "EUR 8 million"),
            statement("Orlavia", 2025, None),
            statement(None, 2025, "EUR 8 million"),
            statement(None, 2026, "EUR 9 million"),
        ]
    )
    told = {(row.document.country, row.document.year): row.changed for row in rows}
    assert told == {
        ("Marowen", 2024): None, ("Orlavia", 2022): None, ("Orlavia", 2023): False, ("Orlavia", 2024): True,
        ("Orlavia", 2025): None, (None, 2025): None, (None, 2026): None,
    }  # fmt: skip


@given(quote=TEXT, country=TEXT)
def test_csv_gives_back_the_text_and_no_cell_is_a_formula(quote: str, country: str) -> None:
    text = Comparison("t", "en", (statement(country, 2023, quote),)).to_csv()
    header, line = csv.reader(io.StringIO(text, newline=""))
    assert tuple(header) == COLUMNS
    cells = dict(zip(header, line, strict=True))
    assert cells["Quote"] in (quote, f"'{quote}")
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in line)


@given(quote=TEXT)
def test_markdown_has_one_line_for_each_citation(quote: str) -> None:
    lines = Comparison("t", "en", (statement("A", 2023, quote), statement("B", 2023, None))).to_markdown()
    assert len(lines.rstrip("\n").split("\n")) == 4
    assert "<" not in lines.replace("\\<", "")


def test_unknown_documents_are_an_error(bundled_engine: FactsheetQA) -> None:
    from qa.errors import UnknownDocumentError

    with pytest.raises(UnknownDocumentError, match="nowhere.pdf"):
        bundled_engine.compare("budget", documents=["nowhere.pdf"])
