"""Selections by the row that a condition is about, over three invented factsheets."""

from pathlib import Path

import pytest

from qa import FactsheetQA
from qa.model import Answer

HALVENT = """# Country factsheet Halvent 2024

## 1. Introduction

Halvent is a republic of 5.2 million inhabitants. Its financial sector is dedicated to shipping.

The province of Ostra has 0.7 million inhabitants and a long harbour.

## 2. Policies

Table 1: Policies in Halvent

| Aspect | National cluster policy (Anvil Programme) | Sectoral policy (Kelp Plan) |
| --- | --- | --- |
| Policy type | National cluster policy | Sectoral policy |
| Policy focus | No specific focus | Specific sectors: kelp, fishing |
| Beneficiaries | SMEs, Large firms | Start-ups, NGOs |
| Technical assistance | Coaching of cluster managers | - |
| Source of funding | State budget only. | State budget (60%) and a levy on landings (40%). |
| Overall budget | EUR 40 million | No data available |
| Evaluation availability | Ex-post | No evaluation available |

Halvent has a dedicated national cluster policy, and its benefits for firms have been praised.
"""
ISSERA = """# Country factsheet Issera 2024

## 1. Introduction

Issera is a kingdom of 2.1 million inhabitants.

## 2. Policies

Table 1: Policies in Issera

| Aspect | Broad policy (Granite Framework) | Regional cluster policy (Vale Pact) |
| --- | --- | --- |
| Policy type | Broad policy | Regional cluster policy |
| Policy focus | No specific focus | Specific sectors: granite |
| Beneficiaries | General population | SMEs, Technology centres |
| Technical assistance | Trade fairs | Shared workshops |
| Source of funding | General state budget. | Regional council (70%) and fees (30%). |
| Overall budget | EUR 9 million | EUR 3 million |
| Evaluation availability | Ex-ante | Ex-ante |

Issera does not have a dedicated national cluster policy.
"""
JORUND = """# Country factsheet Jorund 2024

## 1. Introduction

Jorund is an island of 1.4 million inhabitants.

## 2. Policies

Table 1: Policies in Jorund

| Aspect | National cluster policy (Ember Initiative) |
| --- | --- |
| Policy type | National cluster policy |
| Policy focus | Specific sectors: glass |
| Beneficiaries | SMEs, Start-ups |
| Technical assistance | No technical assistance is offered |
| Source of funding | Innovation fund of the central bank. |
| Overall budget | EUR 12 million |
| Evaluation availability | Interim |
"""


@pytest.fixture(scope="module")
def rows_engine(tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    folder: Path = tmp_path_factory.mktemp("selected_rows")
    for name, text in (("halvent", HALVENT), ("issera", ISSERA), ("jorund", JORUND)):
        (folder / f"{name}_2024.md").write_text(text, encoding="utf-8")
    return FactsheetQA.build([folder], index=folder / "index")


def policies(answer: Answer) -> set[str]:
    """Return the policies of the citations, or the country of a sentence."""
    return {
        citation.column.partition("(")[2].rstrip(")") if citation.column else str(citation.country)
        for citation in answer.citations
    }


@pytest.mark.parametrize(
    ("question", "matching"),
    [
        ("In which countries can large firms benefit?", {"Anvil Programme"}),
        ("dans quels pays les start-ups font-elles partie des bénéficiaires ?", {"Kelp Plan", "Ember Initiative"}),
        ("¿Qué países apoyan a los centros tecnológicos?", {"Vale Pact"}),
        (
            "Gibt es Länder, in denen Start-ups zu den Begünstigten gehören? Wenn ja, welche?",
            {"Kelp Plan", "Ember Initiative"},
        ),
        ("Which policies are funded by the central bank?", {"Ember Initiative"}),
        ("is there a country with an ex-post evaluation? which one", {"Anvil Programme"}),
    ],
)
def test_the_row_on_a_condition_is_judged_and_not_a_sentence_that_sounds_alike(
    rows_engine: FactsheetQA, question: str, matching: set[str]
) -> None:
    assert policies(rows_engine.ask(question)) == matching


@pytest.mark.parametrize(
    ("question", "matching"),
    [
        ("which policies dont offer any technical assistance", {"Kelp Plan", "Ember Initiative"}),
        ("qué políticas no tienen evaluación", {"Kelp Plan"}),
        ("¿en qué países faltan datos sobre el presupuesto total de alguna política?", {"Kelp Plan"}),
        ("Für welche Politiken fehlen Angaben zum Gesamtbudget?", {"Kelp Plan"}),
        ("Which policies do not target specific sectors?", {"Anvil Programme", "Granite Framework"}),
        ("which policies get no money besides the state budget?", {"Anvil Programme", "Granite Framework"}),
        ("Which policies are paid for by the state budget only?", {"Anvil Programme", "Granite Framework"}),
    ],
)
def test_what_lacks_something_or_has_nothing_else_is_told_by_its_cell(
    rows_engine: FactsheetQA, question: str, matching: set[str]
) -> None:
    answer = rows_engine.ask(question)
    assert policies(answer) == matching
    assert not {each.quote for each in answer.citations} & {each.quote for each in answer.others}


@pytest.mark.parametrize(
    ("question", "matching"),
    [
        ("where is there a regional cluster policy?", {"Vale Pact"}),
        ("Which countries have a dedicated national cluster policy?", {"Anvil Programme", "Ember Initiative"}),
        ("Quels pays ont une politique régionale dédiée ?", {"Vale Pact"}),
    ],
)
def test_a_kind_of_policy_is_asked_for_in_many_ways(
    rows_engine: FactsheetQA, question: str, matching: set[str]
) -> None:
    assert policies(rows_engine.ask(question)) == matching


@pytest.mark.parametrize(
    ("question", "verdict", "first"),
    [
        ("Do all policies have an evaluation?", "No.", "Kelp Plan"),
        ("¿tienen todos los países una política nacional de clústeres?", "No.", "Issera"),
        ("Haben alle Länder mehr als 1 Million Einwohner?", "Ja.", "Halvent"),
    ],
)
def test_whether_all_meet_a_condition_is_answered_by_yes_or_no_with_what_does_not_first(
    rows_engine: FactsheetQA, question: str, verdict: str, first: str
) -> None:
    answer = rows_engine.ask(question)
    assert answer.text.startswith(verdict)
    assert first in answer.text.splitlines()[1]
    assert len({citation.document for citation in answer.citations}) == 3


def test_the_number_of_a_region_is_not_its_countrys(rows_engine: FactsheetQA) -> None:
    answer = rows_engine.ask("Países con menos de 5 millones de habitantes")
    assert policies(answer) == {"Issera", "Jorund"}
    assert {each.country for each in answer.others} == {"Halvent"}
