"""Questions as people type them: what a right answer to each kind says, leaves out and cites."""

import json
from pathlib import Path
from typing import Literal, TypeAlias

import pytest

from qa.errors import QuestionSetError
from qa.evaluate.metrics.correctness import is_right
from qa.evaluate.metrics.per_question import all_values
from qa.evaluate.metrics.record import JUDGED, Observation
from qa.evaluate.question import Evidence, Lead, Question
from qa.evaluate.question_sets.load import load_question_sets
from qa.model import Answer, Citation

Mode: TypeAlias = Literal["extractive", "generated", "about"]


def question(kind: str, *places: tuple[str, int], **fields: object) -> Question:
    evidence = tuple(Evidence(quote=f"the facts of {name}", document=name, page=page) for name, page in places)
    common = {"id": "q", "question": "?", "language": "en", "answer": "gold", "need_all": (("2015", "fifteen"),)}
    return Question.model_validate({**common, "kind": kind, "evidence": evidence, **fields})


def answer(
    text: str, *places: tuple[str, int], answered: bool = True, quote: str = "a quote", mode: Mode = "extractive"
) -> Answer:
    citations = tuple(
        Citation(
            document=name, title="", country=None, year=None, page=page, section="", row=None, column=None,
            quote=quote, boxes=(), score=1.0,
        )
        for name, page in places
    )  # fmt: skip
    return Answer(
        question="?", answered=answered, text=text, reason=None, confidence=1.0, language="en",
        citations=citations, mode=mode,
    )  # fmt: skip


ONE = ("mexico_2023.pdf", 4)
OTHER = ("freedonia_2023.pdf", 7)
BEFORE = ("mexico_2022.pdf", 4)


@pytest.mark.parametrize(
    ("asked", "given", "right"),
    [
        (question("follow_up", ONE), answer("In 2015. [1]", ONE), True),
        (question("follow_up", ONE), answer("In fifteen years", ONE), True),
        (question("follow_up", ONE), answer("In 2016. [2015]", ONE), False),
        (question("follow_up", ONE), answer("In 2015", OTHER), False),
        (question("follow_up", ONE), answer("In 2015", ONE, answered=False), False),
        (question("follow_up", ONE, exclude=("2022",)), answer("2015, not 2022", ONE), False),
        (question("follow_up", ONE, exclude_documents=("freedonia_2023.pdf",)), answer("2015", ONE, OTHER), False),
        (question("selection", ONE, OTHER), answer("2015", ONE, OTHER), True),
        (question("selection", ONE, OTHER), answer("2015", ONE), False),
        (question("selection", ONE, BEFORE), answer("2015", BEFORE), True),
        (question("change", ONE, BEFORE), answer("2015", ONE), False),
        (question("change", ONE, BEFORE), answer("2015", ONE, BEFORE), True),
        (question("overview", ONE, OTHER), answer("2015", OTHER), True),
        (question("document"), answer("2015"), True),
    ],
)
def test_an_answer_says_cites_and_leaves_out_what_the_set_demands(asked: Question, given: Answer, right: bool) -> None:
    assert is_right(asked, given) is right


@pytest.mark.parametrize(
    ("kind", "text", "right"),
    [
        ("ranking", "Mexico, 2015; then Freedonia, 2017", True),
        ("ranking", "Freedonia, 2017; Mexico, 2015", False),
        ("ranking", "2015", True),
        ("change", "It was 2017 and is 2015", True),
    ],
)
def test_a_ranking_names_the_winner_first(kind: str, text: str, right: bool) -> None:
    asked = question(kind, ONE, lead=Lead(said=("2015",), before=("2017", "2022")))
    assert is_right(asked, answer(text, ONE)) is right


@pytest.mark.parametrize(
    ("text", "quote", "right"),
    [
        ("Yes. It began in 2015.", "another quote", True),
        ("No. It began in 2015.", "the facts of mexico_2023.pdf", False),
        ("Sí, en 2015.", "another quote", True),
        ("It began in 2015.", "the facts of mexico_2023.pdf", True),
        ("It began in 2015.", "another quote", False),
        ("No data before 2015.", "the facts of mexico_2023.pdf", True),
    ],
)
def test_a_verdict_is_said_or_proved_and_never_the_opposite(text: str, quote: str, right: bool) -> None:
    assert is_right(question("yes_no", ONE, verdict="yes"), answer(text, ONE, quote=quote)) is right


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (answer("I am well.", mode="about"), 1.0),
        (answer("I am well.", ONE, mode="about"), 0.0),
        (answer("I am well."), 0.0),
    ],
)
def test_small_talk_is_right_without_citations(given: Answer, value: float) -> None:
    asked = question("conversation", need_all=(), answer="small talk")
    (values,) = all_values([Observation(asked, [], given, 1.0)], None)
    assert values[JUDGED] == values["right"] == value
    assert "false refusals" not in values


def test_the_reason_of_a_refusal_is_a_field_too() -> None:
    asked = question("unanswerable", answer=None, need_all=(), reason="not_held")
    assert asked.gold_reason == "not_held"
    with pytest.raises(ValueError, match="only an unanswerable question has a reason"):
        question("follow_up", ONE, reason="not_held")


def test_a_broken_field_is_named(tmp_path: Path) -> None:
    line = question("ranking", ONE).model_dump(mode="json") | {"lead": {"said": [], "before": []}}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(line) + "\n")
    with pytest.raises(QuestionSetError, match=r"set\.jsonl, line 1: lead\.said"):
        load_question_sets([path])


def test_the_shared_sets_are_sound_and_their_required_texts_count_as_said(shared: Path) -> None:
    sets = [shared / "questions" / "asked_dev.jsonl", shared / "real" / "real_dev.jsonl"]
    questions = load_question_sets(sets)
    assert len(questions) == 311
    for one in questions:
        places = [(place.document or "", place.page or 1) for place in one.evidence]
        begin = f"{one.verdict}. " if one.verdict else ""
        lead = f"{one.lead.said[0]}. " if one.lead else ""
        said = begin + lead + ". ".join(group[0] for group in one.required)
        if one.need_all and not one.answers:
            assert is_right(one, answer(said, *places)), one.id
