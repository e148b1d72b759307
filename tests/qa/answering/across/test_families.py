"""Questions over a series of sheets that has fields of its own, in two languages, and programmes as columns or rows."""

from pathlib import Path

import pytest

from qa import FactsheetQA
from qa.model import Answer

SHEET = """# Forest sheet – Republic of {name}

## Key facts

| Field | {programmes} |
| --- | {bars} |
{rows}

## Outlook

{outlook}

## Figures

| Year | Planted trees | Spending (EUR million) |
| --- | --- | --- |
| 2021 | {trees[0]} | 4.0 |
| 2022 | {trees[1]} | 5.0 |
| 2023 | {trees[2]} | 6.5 |
"""
FICHA = """# Ficha forestal – República de Velasca

## Datos

| Campo | Plan Roble |
| --- | --- |
| Año de inicio | 2012 |
| Año de finalización | 2028 |
| Presupuesto total | 90 millones de euros |
| Estado del programa | En vigor |
| Organismo responsable | Agencia Forestal de Velasca |
| Grupos destinatarios | Municipios |
| Número de guardas | 310 |

## Perspectivas

El Plan Roble se revisará en 2026, porque faltan guardas en las sierras del norte.
"""
BRELL = [
    ("Start year", "2016", "2019"),
    ("End year", "2024", "2030"),
    ("Total budget", "EUR 40 million", "EUR 120 million"),
    ("State of the programme", "Ended", "In force"),
    ("Responsible body", "Brell Forest Office", "Ministry of Land"),
    ("Target groups", "Farmers", "Municipalities"),
    ("Number of rangers", "25", "140"),
]
OMBRIA = [
    ("Start year", "2021"),
    ("End year", "2027"),
    ("Total budget", "EUR 60 million"),
    ("State of the programme", "In force"),
    ("Responsible body", "Ombria Woodland Agency"),
    ("Target groups", "Farmers"),
    ("Number of rangers", "80"),
]


def written(name: str, programmes: list[str], rows: list[tuple[str, ...]], trees: tuple[str, str, str]) -> str:
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    outlook = (
        f"{' and '.join(programmes)} will be reviewed in 2026, because rangers are missing in the valleys of {name}."
    )
    bars = " | ".join("---" for _ in programmes)
    return SHEET.format(
        name=name, programmes=" | ".join(programmes), bars=bars, rows=lines, outlook=outlook, trees=trees
    )


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    folder: Path = tmp_path_factory.mktemp("families")
    texts = {
        "sheet_brell.md": written("Brell", ["Alder Scheme", "Birch Fund"], BRELL, ("410", "520", "640")),
        "sheet_ombria.md": written("Ombria", ["Cedar Pact"], OMBRIA, ("90", "120", "150")),
        "ficha_velasca.md": FICHA,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return FactsheetQA.build([folder], index=folder / "index")


def quotes(answer: Answer) -> set[str]:
    return {citation.quote for citation in answer.citations}


def test_documents_are_known_by_the_places_that_they_are_about(engine: FactsheetQA) -> None:
    assert {document.country for document in engine.documents()} == {"Brell", "Ombria", "Velasca"}
    assert quotes(engine.ask("when did the programme in ombria start")) == {"2021"}


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("total budget?", {"EUR 40 million", "EUR 120 million", "EUR 60 million", "90 millones de euros"}),
        ("¿cuál es el estado del programa?", {"Ended", "In force", "En vigor"}),
        ("how many rangers", {"25", "140", "80", "310"}),
        ("¿cuántos guardas?", {"25", "140", "80", "310"}),
    ],
)
def test_a_field_is_quoted_from_each_document_in_its_language(
    engine: FactsheetQA, question: str, quoted: set[str]
) -> None:
    assert quotes(engine.ask(question)) == quoted


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("which programme has the largest total budget?", "Brell – Birch Fund"),
        ("¿qué programa tiene el mayor presupuesto total?", "Brell – Birch Fund"),
        ("which programme started first?", "Velasca"),
        ("which programme is the latest to end?", "Brell – Birch Fund"),
    ],
)
def test_programmes_are_ranked_over_languages(engine: FactsheetQA, question: str, first: str) -> None:
    answer = engine.ask(question)
    assert answer.computed[0].operation == "rank"
    assert first in answer.text.splitlines()[0]
    assert {citation.document for citation in answer.citations} == {
        "sheet_brell.md", "sheet_ombria.md", "ficha_velasca.md"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("which programmes started before 2018?", {"2016", "2012"}),
        ("which programmes are in force?", {"In force", "En vigor"}),
        (
            "which programmes have a total budget of more than 80 million euro",
            {"EUR 120 million", "90 millones de euros"},
        ),
        (
            "which programmes are in force and have more than 100 rangers",
            {"In force", "140", "En vigor", "310"},
        ),
    ],
)
def test_programmes_are_selected_over_languages(engine: FactsheetQA, question: str, quoted: set[str]) -> None:
    assert quotes(engine.ask(question)) == quoted


@pytest.mark.parametrize(
    ("question", "operation", "result"),
    [
        ("what is the average number of rangers?", "average", "138.8"),
        ("how many times as large is the total budget of the Birch Fund as that of the Cedar Pact?", "ratio", "2"),
        (
            "how much larger is the total budget of the birch fund than that of the cedar pact",
            "difference",
            "60 million",
        ),
        ("how long does the cedar pact run?", "duration", "6 years"),
        ("total spending of ombria from 2021 to 2023", "sum", "15.5"),
    ],
)
def test_results_are_computed_from_fields(engine: FactsheetQA, question: str, operation: str, result: str) -> None:
    answer = engine.ask(question)
    assert [computed.operation for computed in answer.computed] == [operation]
    assert result in answer.computed[0].text and result in answer.text


def test_how_long_is_said_in_the_visitors_language(engine: FactsheetQA) -> None:
    assert engine.ask("¿cuánto dura el cedar pact?").text.startswith("Duración: 6 años")


def test_a_section_is_quoted_by_its_heading(engine: FactsheetQA) -> None:
    answer = engine.ask("what does the outlook section of brell say?")
    assert any("rangers are missing" in quote for quote in quotes(answer))


@pytest.mark.parametrize(
    "question", ["what is the budget of the forest programme of calvoria", "does belmark have a forest programme?"]
)
def test_a_place_that_nobody_knows_is_said_to_be_missing(engine: FactsheetQA, question: str) -> None:
    answer = engine.ask(question)
    assert (answer.answered, answer.reason) == (False, "not_held")
    assert "alvoria" in answer.text or "elmark" in answer.text


def test_a_place_that_nobody_knows_is_not_that_of_the_conversation(engine: FactsheetQA) -> None:
    history = [("when did the cedar pact start", "Ombria – Start year – Cedar Pact: “2021” [1]")]
    assert engine.ask("when did the programme in ostrania start", history).reason == "not_held"


def test_one_column_holds_a_field_in_all_languages(engine: FactsheetQA) -> None:
    rows = engine.ask("which programme has the largest total budget?").rows
    assert {cell.heading for row in rows for cell in row.cells} == {"Total budget"}


def test_a_mistyped_place_is_corrected(engine: FactsheetQA) -> None:
    assert quotes(engine.ask("when does the programme in velascca end")) == {"2028"}


def test_the_other_programme_of_a_place_is_meant(engine: FactsheetQA) -> None:
    history = [("total budget of the alder scheme", "Brell – Total budget – Alder Scheme: “EUR 40 million” [1]")]
    assert quotes(engine.ask("and the other one?", history)) == {"EUR 120 million"}
