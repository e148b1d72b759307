"""Editions of one country's factsheet, and what changed between them."""

from pathlib import Path

import pytest

from corpus.model import Document
from qa import FactsheetQA
from qa.answering.across.change import change
from qa.answering.across.editions import editions, newest_editions
from qa.answering.across.several import several
from qa.question.document_filter import DocumentScope
from qa.question.plan import Plan

SHEET = """# Country factsheet: Orlavia ({year})

Orlavia is a mountain republic of 3.4 million inhabitants. This factsheet is the edition of {year}. Factsheet {year}.

## 2. Cluster policy

Table 1: Cluster policy in Orlavia at a glance

| | National cluster policy (Lantern Programme) |
| --- | --- |
| Annual budget | {budget} |
| Starting year | 2009 |
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    folder: Path = tmp_path_factory.mktemp("editions")
    for year, budget in ((2022, "EUR 7.9 million"), (2023, "EUR 8.4 million")):
        (folder / f"orlavia_{year}.md").write_text(SHEET.format(year=year, budget=budget), encoding="utf-8")
    return FactsheetQA.build([folder], index=folder / "index")


def planned(engine: FactsheetQA, question: str) -> Plan:
    return Plan("change", question, question, "en", DocumentScope(tuple(engine.documents())))


def test_the_newest_edition_of_each_country_is_kept() -> None:
    sheets = [Document(name, name, name, country, year, "en", 1) for name, country, year in [
        ("a", "Orlavia", 2022), ("b", "Orlavia", 2023), ("c", "Marowen", 2022), ("d", None, None),
    ]]  # fmt: skip
    assert [each.name for each in newest_editions(sheets)] == ["b", "c", "d"]
    assert {country: [each.name for each in found] for country, found in editions(sheets).items()} == {
        "Orlavia": ["a", "b"]
    }


def test_entries_that_differ_are_shown_side_by_side(engine: FactsheetQA) -> None:
    assert [document.year for document in engine.documents()] == [2022, 2023]
    answer = change(engine.newest(), planned(engine, "What changed in Orlavia?"))
    assert answer is not None
    assert [citation.quote for citation in answer.citations] == ["EUR 7.9 million", "EUR 8.4 million"]
    assert [row.label[-6:] for row in answer.rows] == ["(2022)", "(2023)"]
    assert "Unchanged entries: 1." in answer.text


def test_a_fact_is_answered_from_the_newest_edition(engine: FactsheetQA) -> None:
    assert several(engine.newest(), planned(engine, "What is the annual budget?")) is None
