"""Selections over three invented factsheets: by value, by what is lacking, by option and by kind of policy."""

from pathlib import Path

import pytest

from qa import FactsheetQA
from qa.model import Answer

BRUNLAND = """# Country factsheet Brunland 2024

## 1. Introduction

Brunland has 2.6 million inhabitants. In 2023 inflation stood at 3.1%, and the rent of a flat rose by 11%.

## 2. Policies

Table 1: Policies in Brunland

| Aspect | National cluster policy (Falcon Programme) | Sectoral policy (Dairy Plan) |
| --- | --- | --- |
| Policy type | National cluster policy | Sectoral policy |
| Beneficiaries | SMEs, Universities | SMEs, Farms |
| Starting year | 2016 | 2021 |
| Ending year | - | 2028 |
| Annual budget | EUR 12 million | EUR 3.5 million |
| Priorities | Resilience | Digitalisation, Resilience |
| Monitoring | Full monitoring of all projects | No monitoring |
"""
QUIRIA = """# Country factsheet Quiria 2024

## 1. Introduction

Its only port, Selm, has 1.5 million inhabitants. Quiria has 14 million inhabitants.

In 2023 inflation stood at 8.4% and wages grew by 2%.

## 2. Policies

Table 1: Policies in Quiria

| Aspect | Regional cluster policy (Harbour Pact) | Broad policy (Steel Strategy) |
| --- | --- | --- |
| Policy type | Regional cluster policy | Broad policy |
| Beneficiaries | Start-ups, Large firms | Large firms |
| Starting year | 2019 | 2012 |
| Ending year | 2026 | - |
| Annual budget | EUR 6 million | No data available |
| Priorities | Green economy | Green economy, Digitalisation |
| Monitoring | Partial monitoring of some projects | No monitoring |
"""
TOVAR = """# Country factsheet Tovar 2024

## 1. Introduction

Tovar is an island of 0.4 million inhabitants. Nothing is known of its prices.

## 2. Policies

Table 1: Policies in Tovar

| Aspect | National cluster policy (Lighthouse Initiative) |
| --- | --- |
| Policy type | National cluster policy |
| Beneficiaries | Fishers, SMEs |
| Starting year | 2020 |
| Ending year | 2030 |
| Annual budget | EUR 0.9 million |
| Priorities | Digitalisation |
| Monitoring | Partial monitoring of some projects |

The Lighthouse voucher pays up to EUR 4,000 for a boat engine.
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    folder: Path = tmp_path_factory.mktemp("selections")
    for name, text in (("brunland", BRUNLAND), ("quiria", QUIRIA), ("tovar", TOVAR)):
        (folder / f"{name}_2024.md").write_text(text, encoding="utf-8")
    return FactsheetQA.build([folder], index=folder / "index")


def places(answer: Answer) -> set[str]:
    """Return the policy, or the country where there is none, of each citation."""
    return {
        citation.column.partition("(")[2].rstrip(")") if citation.column else str(citation.country)
        for citation in answer.citations
    }


@pytest.mark.parametrize(
    ("question", "matching"),
    [
        ("Which countries spend more than 5 million a year on a policy?", {"Falcon Programme", "Harbour Pact"}),
        ("Which policies cost less than 5 million a year?", {"Dairy Plan", "Lighthouse Initiative"}),
        ("Which policies started in 2019 or later?", {"Dairy Plan", "Harbour Pact", "Lighthouse Initiative"}),
        ("Quelles politiques ont commencé avant 2017 ?", {"Falcon Programme", "Steel Strategy"}),
        ("which policies end after 2027", {"Dairy Plan", "Lighthouse Initiative"}),
    ],
)
def test_every_policy_is_judged_by_its_own_value(engine: FactsheetQA, question: str, matching: set[str]) -> None:
    assert places(engine.ask(question)) == matching


@pytest.mark.parametrize(
    ("question", "matching"),
    [
        ("In welchen Ländern übersteigt die Inflation 5 %?", {"Quiria"}),
        ("Dans quels pays l'inflation dépasse-t-elle 3 % ?", {"Brunland", "Quiria"}),
        ("In which countries is inflation below 4%?", {"Brunland"}),
        ("Which countries have at least 14 million inhabitants?", {"Quiria"}),
        ("Which countries have fewer than 2 million inhabitants?", {"Tovar"}),
    ],
)
def test_a_sentence_states_a_value_as_a_cell_does(engine: FactsheetQA, question: str, matching: set[str]) -> None:
    assert places(engine.ask(question)) == matching


@pytest.mark.parametrize(
    ("question", "matching"),
    [
        ("Which policy does not have digitalisation among its priorities?", {"Falcon Programme", "Harbour Pact"}),
        ("Welche Politik fördert keine KMU?", {"Harbour Pact", "Steel Strategy"}),
        ("Für welche Politik gibt es kein Monitoring?", {"Dairy Plan", "Steel Strategy"}),
        ("Which policies have no end date?", {"Falcon Programme", "Steel Strategy"}),
        ("Which policy in Quiria has no end date?", {"Steel Strategy"}),
    ],
)
def test_a_policy_that_lacks_something_is_told_from_the_others(
    engine: FactsheetQA, question: str, matching: set[str]
) -> None:
    answer = engine.ask(question)
    assert places(answer) == matching
    assert not {each.quote for each in answer.citations} & {each.quote for each in answer.others}


@pytest.mark.parametrize(
    ("question", "matching"),
    [
        ('Which country is rated "full monitoring of all projects"?', {"Falcon Programme"}),
        ('Welches Land hat "partial monitoring of some projects"?', {"Harbour Pact", "Lighthouse Initiative"}),
        ("¿Qué países tienen una política de tipo regional en la tabla 1?", {"Harbour Pact"}),
        ("Which policies are sectoral?", {"Dairy Plan"}),
        ("Which countries have a broad policy?", {"Steel Strategy"}),
    ],
)
def test_an_option_and_a_kind_of_policy_are_selected(engine: FactsheetQA, question: str, matching: set[str]) -> None:
    assert places(engine.ask(question)) == matching


@pytest.mark.parametrize(
    "question",
    [
        "Which countries spend more than 4 million a year on penguins?",
        "Which countries mention artificial intelligence?",
        "Which policies pay for lighthouse keepers?",
    ],
)
def test_what_no_document_mentions_is_refused_and_never_denied(engine: FactsheetQA, question: str) -> None:
    answer = engine.ask(question)
    assert not answer.answered
    assert not answer.others


def test_that_nothing_matches_is_said_only_if_every_document_shows_it(engine: FactsheetQA) -> None:
    some_are_silent = engine.ask("In which countries is inflation above 20%?")
    assert "No document matches" not in some_are_silent.text
    assert "Not stated: Tovar" in some_are_silent.text
    all_show_it = engine.ask("Which countries have more than 90 million inhabitants?")
    assert "No document matches" in all_show_it.text
    assert {each.country for each in all_show_it.others} == {"Brunland", "Quiria", "Tovar"}
