"""Whatever is wrong with a line of a set, in whichever format, the error names the file, the line and a reason."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.errors import QuestionSetError
from qa.evaluate.question import Question
from qa.evaluate.question_sets.files import line_of
from qa.evaluate.question_sets.load import load_question_sets

OURS = {
    "id": "q", "question": "How high?", "language": "en", "kind": "number", "answer": "12 m", "answers": ["12 m"],
    "evidence": [{"quote": "12 m high", "document": "a.pdf", "page": 3}], "history": [], "note": "",
}  # fmt: skip
BENCH = {
    "financebench_id": "q", "doc_name": "A", "question": "How much?", "answer": "$15.00", "question_type": "x",
    "evidence": [{"evidence_text": "15", "doc_name": "A", "evidence_page_num": 5}],
}  # fmt: skip
TEXT = {"_id": "t", "title": "T", "text": "A tower."}
QUERY = {"_id": "q", "text": "How high?"}
ENTRY = {"id": "q", "question": "When?", "answers": [{"text": "1850", "answer_start": 9}]}
CONTEXT = "Built in 1850."
VALUES = st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3) | st.lists(st.none(), max_size=1)


def jsonl(folder: Path, lines: list[str]) -> tuple[Path, Path]:
    path = folder / "set.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path, path


def beir(file: str) -> Callable[[Path, list[str]], tuple[Path, Path]]:
    def write(folder: Path, lines: list[str]) -> tuple[Path, Path]:
        sound = {"corpus.jsonl": [json.dumps(TEXT)], "queries.jsonl": [json.dumps(QUERY)], "test.tsv": ["q\tt\t1"]}
        (folder / "qrels").mkdir(exist_ok=True)
        for name, content in (sound | {file: lines}).items():
            path = folder / "qrels" / name if name.endswith(".tsv") else folder / name
            path.write_text("".join(f"{line}\n" for line in content), encoding="utf-8")
        return folder, folder / "qrels" / file if file.endswith(".tsv") else folder / file

    return write


def squad(folder: Path, lines: list[str]) -> tuple[Path, Path]:
    """One question a line, after a separate line for the text around them."""
    path = folder / "set.json"
    head = f'{{"data": [{{"title": "T", "paragraphs": [{{"context": "{CONTEXT}", "qas": ['
    path.write_text(head + "\n" + ",\n".join(lines) + "]}]}]}", encoding="utf-8")
    return path, path


FORMATS: dict[str, tuple[Callable[[Path, list[str]], tuple[Path, Path]], dict[str, Any], str, int]] = {
    "ours": (jsonl, OURS, "id", 0),
    "financebench": (jsonl, BENCH, "financebench_id", 0),
    "beir corpus": (beir("corpus.jsonl"), TEXT, "_id", 0),
    "beir queries": (beir("queries.jsonl"), QUERY, "_id", 0),
    "squad": (squad, ENTRY, "id", 1),
}


@pytest.mark.parametrize("name", FORMATS)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_line_is_read_or_named(tmp_path: Path, name: str, data: st.DataObject) -> None:
    write, sound, id_, before = FORMATS[name]
    lines = [json.dumps(sound | {id_: value}) for value in (sound[id_], "q2", "q3")]
    field = data.draw(st.sampled_from(sorted(sound)))
    broken = dict(sound | {id_: "q2"})
    if data.draw(st.booleans()):
        broken[field] = data.draw(VALUES)
    else:
        del broken[field]
    place = data.draw(st.integers(1, 2))
    lines[place] = json.dumps(broken)
    try:
        loaded = load_question_sets([write(tmp_path, lines)[0]])
    except QuestionSetError as error:
        named = re.fullmatch(r"(?s)(.*), line (\d+): (.+)", str(error))
        assert named is not None, error
        assert named[1] == str(write(tmp_path, lines)[1])
        # The line is that of the fault or, where two ids are the same, that of the second of them.
        assert int(named[2]) in (before + place + 1, before + 3)
    else:
        assert all(isinstance(one, Question) for one in loaded)


@pytest.mark.parametrize("name", FORMATS)
def test_an_id_that_is_taken_is_named_by_its_line(tmp_path: Path, name: str) -> None:
    write, sound, id_, before = FORMATS[name]
    path, file = write(tmp_path, [json.dumps(sound | {id_: value}) for value in (sound[id_], "q2", "q2")])
    with pytest.raises(QuestionSetError, match=rf"line {before + 3}: the id 'q2' is already taken") as caught:
        load_question_sets([path])
    assert str(caught.value).startswith(str(file))


@pytest.mark.parametrize("name", FORMATS)
def test_a_line_that_is_cut_off_is_named(tmp_path: Path, name: str) -> None:
    write, sound, id_, before = FORMATS[name]
    lines = [json.dumps(sound | {id_: value}) for value in (sound[id_], "q2", "q3")]
    path, file = write(tmp_path, [lines[0], lines[1][:-2], lines[2]])
    with pytest.raises(QuestionSetError) as caught:
        load_question_sets([path])
    # In a file that is JSON as a whole it shows only on the next line that something is missing.
    lines_named = [before + 2, before + 3] if before else [2]
    assert any(f"{file}, line {line}: " in str(caught.value) for line in lines_named)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.text(max_size=3) | st.integers(0, 3), max_size=5))
def test_the_line_of_a_value_is_where_it_begins(path: list[str | int]) -> None:
    mark = "the value in question"
    whole: object = mark
    for step in reversed(path):
        whole = {f"not {step}": [{}], step: whole} if isinstance(step, str) else [*[{"": []}] * step, whole]
    text = json.dumps(whole, indent=1)
    assert line_of(text, path) == text[: text.index(mark)].count("\n") + 1
