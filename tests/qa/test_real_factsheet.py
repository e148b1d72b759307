"""The questions that the engine must answer on the real factsheet, as PDF and as text."""

from pathlib import Path

import pytest

from qa import FactsheetQA


@pytest.fixture(scope="module", params=["mexico_2023.pdf", "mexico_2023.txt"])
def real(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    return FactsheetQA.build([shared / "factsheets" / request.param], index=tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("question", "said", "page", "row"),
    [
        ("Why were the Mixed Funds discontinued?", "ineffective", 16, None),
        ("How much was earmarked for each cluster in Nuevo León in 2022?", "1,400,000", 9, "RESPONSIBLE AUTHORITIES"),
        ("Which authority funds clusters in Nuevo León?", "state government", 9, "RESPONSIBLE AUTHORITIES"),
    ],
)
def test_the_answer_is_quoted_from_its_place(
    real: FactsheetQA, question: str, said: str, page: int, row: str | None
) -> None:
    answer = real.ask(question)
    assert said in answer.text
    assert {citation.row for citation in answer.citations} == {row}
    assert {citation.page for citation in answer.citations} <= {page, None}
    assert all("Nuevo León" in (citation.column or "Nuevo León") for citation in answer.citations)


def test_what_is_not_stated_is_refused(real: FactsheetQA) -> None:
    assert real.ask("Who is the president of Mexico?").reason == "not_stated"
