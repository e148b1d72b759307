"""Questions on two named documents, and documents in another language than most."""

from pathlib import Path

import pytest

from corpus.model import Document
from qa import FactsheetQA
from qa.answering.across.sides import question_of_each

ASHFORD = """# Ashford water report 2023

Ashford is a town of 48,000 inhabitants on the river Lune.

## Staff

The waterworks of Ashford employ 120 people.

## Losses

In 2023 the network lost 9% of its water.
"""
OAKHAM = """# Oakham water report 2023

Oakham has 61,500 inhabitants.

## Staff

The waterworks of Oakham employ 95 people.

## Losses

In 2023 the network lost 14% of its water.
"""
LUMBRERA = """# Bases de las ayudas al comercio de Lumbrera

## Gastos

No son subvencionables las multas ni la compra de terrenos.

## Plazos

Las solicitudes se presentan hasta el 15 de mayo de 2024 con el formulario LC-4.
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    folder: Path = tmp_path_factory.mktemp("sides")
    for name, text in (("ashford.md", ASHFORD), ("oakham.md", OAKHAM), ("lumbrera.md", LUMBRERA)):
        (folder / name).write_text(text, encoding="utf-8")
    return FactsheetQA.build([folder], index=folder / "index")


def reports(*names: str) -> list[Document]:
    return [Document(name, f"{name}.pdf", f"{name} report", None, 2023, "en", 3) for name in names]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many people do Ashford and Oakham employ?", "How many people do {} employ?"),
        ("what are the losses in ashford vs oakham", "what are the losses in {}"),
        ("Which was founded earlier, Ashford's or Oakham's?", "Which was founded earlier, {}'s?"),
    ],
)
def test_each_document_is_asked_the_same(question: str, asked: str) -> None:
    names = ("ashford", "oakham") if question.islower() else ("Ashford", "Oakham")
    assert question_of_each(question, reports("Ashford", "Oakham")) == [asked.format(name) for name in names]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many inhabitants do Ashford and Oakham have?", ("48,000", "61,500")),
        ("how much water was lost in ashford vs oakham", ("9%", "14%")),
    ],
)
def test_both_sides_are_quoted_under_their_names(question: str, said: tuple[str, str], engine: FactsheetQA) -> None:
    answer = engine.ask(question)
    assert all(each in answer.text for each in said)
    assert "Ashford: " in answer.text and "Oakham: " in answer.text
    assert {citation.document for citation in answer.citations} == {"ashford.md", "oakham.md"}


def test_which_has_more_is_computed(engine: FactsheetQA) -> None:
    answer = engine.ask("Which employs more people, Ashford or Oakham?")
    assert answer.text.startswith("Largest: Ashford")
    assert [result.operation for result in answer.computed] == ["rank"]
    assert len(answer.computed[0].operands) == 2


def test_a_document_in_another_language_is_asked_in_its_own(engine: FactsheetQA) -> None:
    assert "multas" in engine.ask("¿Qué gastos no son subvencionables?").text


def test_a_country_that_no_document_mentions_has_no_factsheet(engine: FactsheetQA) -> None:
    answer = engine.ask("Wie viel Wasser ging in Österreich verloren?")
    assert not answer.answered
    assert answer.reason == "not_held"
    assert "Österreich" in answer.text


def test_a_document_is_summarised_by_a_word_of_its_title(engine: FactsheetQA) -> None:
    answer = engine.ask("Give me an overview of Oakham")
    assert answer.plan is not None
    assert answer.plan.kind == "overview"
    assert {citation.document for citation in answer.citations} == {"oakham.md"}
    assert len(answer.citations) > 1
