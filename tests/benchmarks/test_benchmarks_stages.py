"""What is measured of an answer is what a question costs that was never asked before."""

from pathlib import Path

from benchmarks.stages import Stages
from qa import FactsheetQA

SHEET = """# Country factsheet: Zubrowka (2023)

## 1. Cluster policy

The Alpine Programme was started in 2016. It is funded by the Ministry of Mountains with EUR 3 million a year.
"""
LEAST_MS = 0.3
"""No model embeds a question in so little time, on whatever machine; to look one up takes a hundredth of it."""


def test_the_round_that_counts_embeds_every_question(tmp_path: Path) -> None:
    (tmp_path / "zubrowka_2023.md").write_text(SHEET)
    FactsheetQA.build([tmp_path / "zubrowka_2023.md"], index=tmp_path / "index")
    stages = Stages()
    stages.answer({"do": "open", "place": str(tmp_path / "index")})
    found = stages.answer({"do": "ask", "questions": ["When was the Alpine Programme started?", "Who funds it?"]})
    assert found["questions"] == 2
    assert all(one["embed"] > LEAST_MS for one in found["each"])
