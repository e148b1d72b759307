"""Answers rated right are a question set ready to use, whatever kind of answer they are."""

from pathlib import Path

import pytest

from qa import FactsheetQA
from qa.evaluate.question_sets.load import load_question_sets
from qa.web.visits.feedback import Feedback
from qa.web.visits.turns import Turn, TurnScope

SMALL_TALK = "hello"
NOTHING_MATCHES = "Which countries have more than EUR 20 million a year?"
QUOTED = "Why were the Mixed Funds ended?"


@pytest.mark.parametrize("question", [SMALL_TALK, NOTHING_MATCHES, QUOTED])
def test_an_answer_rated_right_can_be_loaded(bundled_engine: FactsheetQA, tmp_path: Path, question: str) -> None:
    answer = bundled_engine.ask(question)
    assert answer.answered
    Feedback(tmp_path).add([Turn(question, TurnScope(), 3, answer)], 1, right=True, comment="")
    (gold,) = load_question_sets([tmp_path / "confirmed.jsonl"])
    assert gold.question == question
    assert [place.quote for place in gold.evidence] == [citation.quote for citation in answer.citations]
