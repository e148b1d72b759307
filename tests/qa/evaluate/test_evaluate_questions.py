"""Question sets are read strictly: what is broken is named by file and line."""

import json
from pathlib import Path
from typing import Any

import pytest

from qa.errors import QuestionSetError
from qa.evaluate.question_sets.load import load_question_sets

GOOD: dict[str, Any] = {
    "id": "a-1", "question": "How high is the tower?", "language": "en", "kind": "number", "answer": "12 metres",
    "answers": ["12 metres", "12 m"], "evidence": [{"quote": "The tower is 12 metres high", "page": 3, "row": None}],
    "history": [{"question": "Is there a tower?", "answer": "Yes"}], "note": "",
}  # fmt: skip
UNANSWERABLE = GOOD | {"id": "a-2", "kind": "unanswerable", "answer": None, "answers": [], "evidence": []}


def write(path: Path, *lines: dict[str, Any] | str) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


def test_a_sound_set_is_read_in_order(tmp_path: Path) -> None:
    first, second = load_question_sets([write(tmp_path / "set.jsonl", GOOD, UNANSWERABLE)])
    assert (first.id, first.answerable, first.evidence[0].page) == ("a-1", True, 3)
    assert first.history[0].question == "Is there a tower?"
    assert (second.id, second.answerable) == ("a-2", False)


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ("{", "Invalid JSON"),
        ("", "is empty"),
        ("[]", "object"),
        (GOOD | {"kind": "riddle"}, "kind"),
        (GOOD | {"question": ""}, "question"),
        ({key: value for key, value in GOOD.items() if key != "language"}, "language"),
        (GOOD | {"answers": "12 metres"}, "answers"),
        (GOOD | {"answers": []}, "needs an answer"),
        (GOOD | {"evidence": [{"quote": "x", "page": "3"}]}, "evidence.0.page"),
        (GOOD | {"evidence": [{"page": 3}]}, "evidence.0.quote"),
        (GOOD | {"history": [{"question": "x"}]}, "history.0.answer"),
        (UNANSWERABLE | {"answers": ["12"]}, "unanswerable"),
    ],
)
def test_a_broken_line_is_named_with_what_is_wrong(tmp_path: Path, broken: dict[str, Any] | str, named: str) -> None:
    path = write(tmp_path / "set.jsonl", UNANSWERABLE, broken, GOOD | {"id": "a-3"})
    with pytest.raises(QuestionSetError) as caught:
        load_question_sets([path])
    assert f"{path}, line 2: " in str(caught.value)
    assert named in str(caught.value)


def test_bytes_that_are_no_text_are_named_by_line(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", GOOD)
    path.write_bytes(path.read_bytes() + b'{"id": "\xff"}\n')
    with pytest.raises(QuestionSetError, match="line 2: is not UTF-8"):
        load_question_sets([path])


def test_a_missing_or_empty_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match=r"nowhere\.jsonl: cannot be read"):
        load_question_sets([tmp_path / "nowhere.jsonl"])
    with pytest.raises(QuestionSetError, match=r"set\.jsonl, line 1: is empty"):
        load_question_sets([write(tmp_path / "set.jsonl")])


def test_ids_differ_over_all_sets(tmp_path: Path) -> None:
    sets = [write(tmp_path / "one.jsonl", GOOD), write(tmp_path / "two.jsonl", UNANSWERABLE, GOOD)]
    with pytest.raises(QuestionSetError, match=r"two\.jsonl.*'a-1'"):
        load_question_sets(sets)


@pytest.mark.parametrize(
    ("note", "parts"),
    [
        ("", ()),
        ("trap: 1.5 million", ()),
        ("need all: 2014 | 2019", ("2014", "2019")),
        ("need all: 12 | 3.15 | no data. trap: 1.5", ("12", "3.15", "no data")),
        ("need all: A | 15,000 | B, each on its side", ("A", "15,000", "B")),
        ("four items. need all: A | B", ("A", "B")),
    ],
)
def test_the_note_names_what_a_whole_answer_holds(tmp_path: Path, note: str, parts: tuple[str, ...]) -> None:
    (question,) = load_question_sets([write(tmp_path / "set.jsonl", GOOD | {"note": note})])
    assert tuple(part for (part,) in question.required) == parts


def squad(path: Path, *entries: dict[str, Any]) -> Path:
    context = "The mill is old. It was built in 1850 by a miller. Nobody lives there."
    path.write_text(json.dumps({"data": [{"title": "Mill", "paragraphs": [{"context": context, "qas": entries}]}]}))
    return path


def test_squad_gives_the_sentence_of_the_answer_as_evidence(tmp_path: Path) -> None:
    entry = {"id": "q1", "question": "¿Cuándo?", "answers": [{"text": "1850", "answer_start": 33}]}
    nothing = {"id": "q2", "question": "Who owns it?", "answers": [], "is_impossible": True}
    answerable, unanswerable = load_question_sets([squad(tmp_path / "mills.es.json", entry, nothing)])
    assert answerable.language == "es"
    assert answerable.answers == ("1850",)
    assert answerable.evidence[0].quote == "It was built in 1850 by a miller."
    assert unanswerable.kind == "unanswerable"


def test_json_that_is_not_squads_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text('{"version": "1.1"}')
    with pytest.raises(QuestionSetError, match=r"set\.json, line 1: is not in SQuAD's format: data: Field required"):
        load_question_sets([path])


def test_the_shared_sets_are_sound_and_their_gold_answers_count_as_said(shared: Path) -> None:
    from qa.evaluate.metrics.correctness import says_it

    questions = load_question_sets([shared / "questions" / name for name in ("mexico_dev.jsonl", "compare.jsonl")])
    assert len(questions) == 110
    assert [one.id for one in questions if one.answer is not None and not says_it(one, one.answer)] == []


def test_xquad_is_read(shared: Path) -> None:
    questions = load_question_sets([shared / "questions" / "xquad" / "xquad.de.json"])
    assert len(questions) == 1190
    assert {question.language for question in questions} == {"de"}
