"""Totals, orders and differences among the policies of one document, and between two things that a question names."""

from pathlib import Path

import pytest

from qa import FactsheetQA

ELDERMOOR = """# Country factsheet Eldermoor 2024

## 1. Introduction

Eldermoor has 3.2 million inhabitants. The Otter voucher pays up to EUR 9,000 for a boat engine.

## 2. Policies

Table 1: Policies in Eldermoor

| Aspect | National cluster policy (Heron Programme) | Sectoral policy (Peat Plan) | Broad policy (Coast Strategy) |
| --- | --- | --- | --- |
| Beneficiaries | SMEs | Farms | Large firms |
| Starting year | 2011 | 2021 | 2015 |
| Ending year | 2027 | 2025 | - |
| Annual budget | EUR 4 million | EUR 1.5 million | EUR 2 million |
| Source of the budget | State (60%), firms (40%) | State (90%), towns (10%) | State |
"""
PELLAN = """# Country factsheet Pellan 2024

## 1. Introduction

Pellan has 5 million inhabitants. The Badger voucher pays up to EUR 6,500 for advice.

## 2. Policies

Table 1: Policies in Pellan

| Aspect | National cluster policy (Quarry Initiative) |
| --- | --- |
| Beneficiaries | SMEs |
| Starting year | 2018 |
| Ending year | 2026 |
| Annual budget | EUR 3 million |
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    folder: Path = tmp_path_factory.mktemp("two_things")
    for name, text in (("eldermoor", ELDERMOOR), ("pellan", PELLAN)):
        (folder / f"{name}_2024.md").write_text(text, encoding="utf-8")
    return FactsheetQA.build([folder], index=folder / "index")


@pytest.mark.parametrize(
    ("question", "operation", "result", "quotes"),
    [
        ("which of eldermoors three policies is the newest", "rank", "Peat Plan", {"2021", "2015", "2011"}),
        (
            "Which policy in Eldermoor has the largest budget?",
            "rank",
            "Heron Programme",
            {"EUR 4 million", "EUR 1.5 million", "EUR 2 million"},
        ),
        ("Which policy in Eldermoor is the oldest?", "rank", "Heron Programme", {"2021", "2015", "2011"}),
        (
            "What do the annual budgets of the three policies in Eldermoor add up to?",
            "sum",
            "EUR 7.5 million",
            {"EUR 4 million", "EUR 1.5 million", "EUR 2 million"},
        ),
        (
            "How many years lie between the start of the Heron Programme and the start of the Quarry Initiative?",
            "difference",
            "7 years",
            {"2011", "2018"},
        ),
        (
            "What is the difference between the annual budget of the Heron Programme and the Quarry Initiative?",
            "difference",
            "EUR 1 million",
            {"EUR 4 million", "EUR 3 million"},
        ),
        (
            "How much more annual budget does the Heron Programme have than the Peat Plan?",
            "difference",
            "EUR 2.5 million",
            {"EUR 4 million", "EUR 1.5 million"},
        ),
    ],
)
def test_the_result_is_computed_from_quotes_of_its_operands(
    engine: FactsheetQA, question: str, operation: str, result: str, quotes: set[str]
) -> None:
    answer = engine.ask(question)
    (computed,) = answer.computed
    assert computed.operation == operation
    assert computed.text.endswith(result)
    assert {each.quote for each in computed.operands} == {each.quote for each in answer.citations} == quotes


@pytest.mark.parametrize(
    ("question", "winner"),
    [
        ("Which is worth more, the Otter voucher or the Badger voucher?", "Otter"),
        ("¿Cuál vale menos, el vale Otter o el vale Badger?", "Badger"),
    ],
)
def test_two_things_are_compared_by_the_sentences_that_name_them(
    engine: FactsheetQA, question: str, winner: str
) -> None:
    answer = engine.ask(question)
    (computed,) = answer.computed
    assert winner in computed.text
    assert winner in answer.text.splitlines()[0]
    assert {each.document for each in computed.operands} == {"eldermoor_2024.md", "pellan_2024.md"}


def test_a_thing_of_which_nothing_is_stated_is_not_compared(engine: FactsheetQA) -> None:
    answer = engine.ask("Which is worth more, the Otter voucher or the Weasel voucher?")
    assert not any("Weasel" in each.text for each in answer.computed)
