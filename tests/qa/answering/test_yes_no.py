"""Verdicts on questions for yes or no: only a sentence or a cell that states it gives one."""

from pathlib import Path

import pytest

from qa import FactsheetQA

RULES = """# Harbour grants

Universities may join as associated members, but they cannot receive funding. The survey covers 4,500 households. It is
carried out every quarter by telephone. Grants are paid only if the harbour is insured.

## Declaration

Is the applicant in debt to the tax authorities? ☐ yes ☐ no

## Vermietung

Eine Vermietung des Speichers an Dritte ist nicht zulässig.

## Aguas de lastre

El puerto no dispone de una planta de tratamiento de aguas de lastre.
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    folder: Path = tmp_path_factory.mktemp("rules")
    (folder / "rules.md").write_text(RULES, encoding="utf-8")
    return FactsheetQA.build([folder], index=folder / "index")


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Can universities receive funding?", "No."),
        ("Is the survey carried out every quarter?", "Yes."),
        ("Darf der Speicher vermietet werden?", "Nein."),
        ("¿Tiene el puerto una planta de tratamiento de aguas de lastre?", "No."),
    ],
)
def test_a_statement_gives_a_verdict(question: str, verdict: str, engine: FactsheetQA) -> None:
    assert engine.ask(question).text.startswith(verdict)


@pytest.mark.parametrize(
    "question",
    ["Are grants paid?", "Is the applicant in debt to the tax authorities?", "Can universities join as full members?"],
)
def test_a_condition_an_empty_box_or_less_gives_none(question: str, engine: FactsheetQA) -> None:
    assert not engine.ask(question).text.startswith(("Yes", "No."))
