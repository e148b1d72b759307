"""The questions that must be answered on the real factsheet, as PDF and as text, by Python and by the command line."""

import json
import re
from pathlib import Path

import pytest

from qa import FactsheetQA
from qa.cli import main

WHY = "Why were the Mixed Funds discontinued?"
HOW_MUCH = "How much was earmarked for each cluster in Nuevo León in 2022?"
WHICH = "Which authority funds clusters in Nuevo León?"
WHO = "Who is the president of Mexico?"


@pytest.fixture(scope="module", params=["mexico_2023.pdf", "mexico_2023.txt"])
def real(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> FactsheetQA:
    return FactsheetQA.build([shared / "factsheets" / request.param], index=tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("question", "said", "page", "row"),
    [
        (WHY, "ineffective", 16, None),
        (HOW_MUCH, "1,400,000", 9, "RESPONSIBLE AUTHORITIES"),
        (WHICH, "state government", 9, "RESPONSIBLE AUTHORITIES"),
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
    assert real.ask(WHO).reason == "not_stated"


def test_the_amount_is_given_and_no_other(real: FactsheetQA) -> None:
    amounts = re.findall(r"\d{1,3}(?:,\d{3})+", real.ask(HOW_MUCH).text)
    assert set(amounts) == {"1,400,000"}


@pytest.mark.parametrize("question", [WHY, HOW_MUCH, WHICH, WHO])
def test_the_command_line_gives_the_same(real: FactsheetQA, question: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["ask", question, "--index", str(real.folder), "--json"])
    assert not exit_.value.code
    printed, wanted = json.loads(capsys.readouterr().out), real.ask(question).to_dict()
    assert printed.pop("timings_ms").keys() == wanted.pop("timings_ms").keys()
    assert printed == wanted
