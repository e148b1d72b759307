"""Comparisons within a table, and selections of what has an entry."""

from pathlib import Path

import pytest

from qa import FactsheetQA
from qa.model import Answer

STATISTICS = """# Kestrel Islands: labour statistics

## Employment

Table 1: Employed persons by industry, in thousands

| Industry | 2021 | 2022 | 2023 |
| --- | --- | --- | --- |
| Fishing and fish processing | 21.4 | 20.9 | 19.7 |
| Tourism | 33.0 | 38.6 | 41.2 |
| Public administration | 27.5 | 27.7 | 27.9 |
| Total | 81.9 | 87.2 | 88.8 |

## Workers from abroad

Table 2: Foreign workers by country

| Country | Men | Women | Share of all foreign workers (%) |
| --- | --- | --- | --- |
| Portugal | 2,310 | 1,940 | 31 |
| China | 640 | 790 | 10 |

## Fishing harbours

Table 3: Landings and boats by harbour

| Harbour | Landings 2022 | Landings 2023 | Boats 2022 | Boats 2023 |
| --- | --- | --- | --- | --- |
| Northwick | 8.1 | 7.4 | 61 | 60 |
| Selby Sound | 5.5 | 6.0 | 35 | 38 |
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    folder: Path = tmp_path_factory.mktemp("statistics")
    (folder / "kestrel.md").write_text(STATISTICS, encoding="utf-8")
    return FactsheetQA.build([folder], index=folder / "index")


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "winner", "quoted"),
    [
        ("Which employed more people in 2023, tourism or public administration?", "Tourism", ["41.2", "27.9"]),
        ("Which industry employed the fewest people in 2022?", "Fishing", ["20.9", "27.7", "38.6"]),
        ("Which harbour had the most landings in 2023?", "Northwick", ["7.4", "6.0"]),
        ("In which year between 2021 and 2023 was employment in tourism highest?", "2023", ["41.2", "38.6", "33.0"]),
        ("Are there more men or women among the workers from China?", "Women", ["790", "640"]),
        ("¿Trabajan más hombres o más mujeres de Portugal, men o women?", "Men", ["2,310", "1,940"]),
    ],
)
def test_the_winner_is_named_before_all_cells_compared(
    question: str, winner: str, quoted: list[str], engine: FactsheetQA
) -> None:
    answer = engine.ask(question)
    assert winner in answer.text.splitlines()[0]
    assert quotes(answer) == quoted
    assert [citation.quote for citation in answer.computed[0].operands] == quoted


def test_two_years_are_quoted_with_their_difference(engine: FactsheetQA) -> None:
    answer = engine.ask("How did employment in tourism develop between 2021 and 2023?")
    assert quotes(answer) == ["33.0", "41.2"]
    assert answer.computed[0].text == "8.2"
    assert "2021 (thousands)" in answer.text


def test_the_years_of_one_quantity_are_compared(engine: FactsheetQA) -> None:
    answer = engine.ask("How did landings at Selby Sound develop from 2022 to 2023?")
    assert quotes(answer) == ["5.5", "6.0"]


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Was employment in tourism higher in 2022 than in 2023?", "No."),
        ("Did more people work in tourism than in fishing in 2023?", "Yes."),
    ],
)
def test_the_order_of_two_cells_gives_a_verdict(question: str, verdict: str, engine: FactsheetQA) -> None:
    assert engine.ask(question).text.startswith(verdict)


def test_the_rows_of_a_table_on_a_policy_have_no_largest_one(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("What is the highest amount in the Blue Energy Sector Plan?")
    assert not answer.computed


def test_growth_is_not_ranked_by_size(engine: FactsheetQA) -> None:
    answer = engine.ask("Which grew more in 2023, tourism or public administration?")
    assert not answer.computed


def test_what_is_computed_has_no_calibrated_confidence(engine: FactsheetQA) -> None:
    compared = engine.ask("Compare tourism and fishing in 2023")
    assert not compared.calibrated
    assert compared.to_dict()["calibrated"] is False
    assert "calibrated" not in engine.ask("How many women from Portugal work there?").to_dict()


def test_a_country_has_a_budget_if_its_row_states_one(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("Which countries have a budget for clusters?")
    assert {citation.country for citation in answer.citations} == {"Marowen", "Orlavia"}
    assert [citation.quote for citation in answer.others] == ["No data available"]
