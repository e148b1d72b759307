"""BEIR folders and FinanceBench: what is read, and how each fault is named."""

import json
from pathlib import Path
from typing import Any

import pytest

from qa.errors import QuestionSetError
from qa.evaluate.carried_texts import write_carried_texts
from qa.evaluate.question_sets.load import load_question_sets

CORPUS = ({"_id": "mill", "title": "The mill", "text": "It was built in 1850."}, {"_id": "a/b", "text": "A tower."})
QUERIES = ({"_id": "q1", "text": "When was the mill built?"}, {"_id": "q2", "text": "Who owns the moon?"})
QRELS = "query-id\tcorpus-id\tscore\nq1\tmill\t2\nq1\ta/b\t0\n"
BENCH: dict[str, Any] = {
    "financebench_id": "fb-1", "company": "Acme", "doc_name": "ACME_2018_10K", "question": "What was the revenue?",
    "answer": "$1577.00", "question_type": "metrics-generated",
    "evidence": [{"evidence_text": "Revenue (1,577)", "doc_name": "ACME_2018_10K", "evidence_page_num": 59,
                  "evidence_text_full_page": "long"}],
}  # fmt: skip


def lines(path: Path, *entries: object) -> Path:
    path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in entries))
    return path


def beir(folder: Path, qrels: str = QRELS, name: str = "test") -> Path:
    (folder / "qrels").mkdir(parents=True)
    lines(folder / "corpus.jsonl", *CORPUS)
    lines(folder / "queries.jsonl", *QUERIES)
    (folder / "qrels" / f"{name}.tsv").write_text(qrels)
    return folder


def test_a_beir_folder_gives_judged_queries_with_graded_documents(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (question,) = load_question_sets([beir(tmp_path)])
    assert (question.id, question.kind, question.question) == ("q1", "retrieval", "When was the mill built?")
    assert [(place.document, place.grade) for place in question.evidence] == [("mill.txt", 2)]
    assert "1 of 2 queries have no relevant document" in caplog.text


def test_the_judgements_of_another_split_are_named_by_their_file(tmp_path: Path) -> None:
    folder = beir(tmp_path, "q2\tmill\t1\n", name="dev")
    (folder / "qrels" / "train.tsv").write_text("q1\tmill\t1\n")
    with pytest.raises(QuestionSetError, match=r"qrels: has 2 \.tsv files and no test\.tsv"):
        load_question_sets([folder])
    assert [question.id for question in load_question_sets([folder / "qrels" / "train.tsv"])] == ["q1"]


@pytest.mark.parametrize(
    ("qrels", "problem"),
    [
        ("q1\tmill\n", "line 1: has 2 fields"),
        ("query-id\tcorpus-id\tscore\nq1\tmill\thigh\n", "line 2: the score 'high' is not a whole number"),
        ("q9\tmill\t1\n", "line 1: 'q9' is not in queries.jsonl"),
        ("q1\tnothing\t1\n", "line 1: 'nothing' is not in corpus.jsonl"),
        ("q1\tmill\t1\n\nq2\tmill\t1\n", "line 2: is empty"),
        ("q1\tmill\t1\nq1\tmill\t2\n", "line 2: query 'q1' has a judgement of 'mill' already"),
    ],
)
def test_a_broken_judgement_is_named_by_line(tmp_path: Path, qrels: str, problem: str) -> None:
    with pytest.raises(QuestionSetError) as caught:
        load_question_sets([beir(tmp_path, qrels)])
    assert f"test.tsv, {problem}" in str(caught.value)


@pytest.mark.parametrize(
    ("file", "line", "problem"),
    [
        ("corpus.jsonl", {"_id": "new"}, "line 3: text: Field required"),
        ("corpus.jsonl", {"_id": "mill", "text": "x"}, "line 3: the id 'mill' is already taken"),
        ("queries.jsonl", "{", "line 3: Invalid JSON"),
        ("queries.jsonl", {"_id": "q3", "text": ""}, "line 3: text: String should have at least 1 character"),
    ],
)
def test_a_broken_line_of_a_beir_file_is_named(tmp_path: Path, file: str, line: object, problem: str) -> None:
    path = beir(tmp_path) / file
    lines(path, *path.read_text().splitlines(), line)
    with pytest.raises(QuestionSetError) as caught:
        load_question_sets([tmp_path])
    assert f"{file}, {problem}" in str(caught.value)


def test_a_missing_file_of_a_beir_folder_is_named(tmp_path: Path) -> None:
    (beir(tmp_path) / "corpus.jsonl").unlink()
    with pytest.raises(QuestionSetError, match=r"corpus\.jsonl: cannot be read"):
        load_question_sets([tmp_path])


def test_the_texts_of_a_beir_folder_are_written_under_the_names_of_its_evidence(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    assert write_carried_texts([beir(tmp_path / "set")], texts) == 2
    assert (texts / "mill.txt").read_text() == "The mill\n\nIt was built in 1850.\n"
    assert sorted(path.name for path in texts.iterdir()) == ["a%2Fb.txt", "mill.txt"]


def test_the_texts_of_a_squad_file_are_written_under_the_names_of_its_evidence(tmp_path: Path) -> None:
    entry = {"id": "q", "question": "When?", "answers": [{"text": "1850", "answer_start": 9}]}
    article = {"title": "Mills & dams", "paragraphs": [{"context": "Built in 1850.", "qas": [entry]}]}
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": [article]}))
    texts = tmp_path / "texts"
    texts.mkdir()
    write_carried_texts([path], texts)
    (question,) = load_question_sets([path], own_texts=True)
    assert [file.name for file in texts.iterdir()] == list(question.documents)
    assert load_question_sets([path])[0].documents == ()


def test_a_squad_answer_must_stand_where_it_says(tmp_path: Path) -> None:
    entry = {"id": "q", "question": "When?", "answers": [{"text": "1850", "answer_start": 3}]}
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": [{"paragraphs": [{"context": "Built in 1850.", "qas": [entry]}]}]}))
    with pytest.raises(QuestionSetError, match="'1850' of question 'q' is not at character 3"):
        load_question_sets([path])


def test_sets_without_texts_of_their_own_are_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match=r"set\.jsonl: has no texts of its own"):
        write_carried_texts([lines(tmp_path / "set.jsonl", BENCH)], tmp_path)


def test_financebench_counts_pages_from_zero_and_numbers_have_variants(tmp_path: Path) -> None:
    words = BENCH | {"financebench_id": "fb-2", "answer": "No, it is not capital-intensive."}
    number, text = load_question_sets([lines(tmp_path / "set.jsonl", BENCH, words)])
    assert (number.id, number.kind, text.kind) == ("fb-1", "number", "factoid")
    assert (number.evidence[0].document, number.evidence[0].page) == ("ACME_2018_10K.pdf", 60)
    assert number.answers == ("$1577.00", "1577", "1,577")
    assert text.answers == ("No, it is not capital-intensive.",)


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (BENCH | {"evidence": []}, "evidence: List should have at least 1 item"),
        (BENCH | {"evidence": [{"evidence_text": "x", "evidence_page_num": -1}]}, "evidence.0.evidence_page_num"),
        ({key: value for key, value in BENCH.items() if key != "doc_name"}, "doc_name: Field required"),
        (BENCH, "the id 'fb-1' is already taken"),
        ("", "is empty"),
    ],
)
def test_a_broken_line_of_financebench_is_named(tmp_path: Path, broken: object, problem: str) -> None:
    with pytest.raises(QuestionSetError) as caught:
        load_question_sets([lines(tmp_path / "set.jsonl", BENCH, broken)])
    assert f"set.jsonl, line 2: {problem}" in str(caught.value)
