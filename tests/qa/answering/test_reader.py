"""The reader tells statements from near misses, and refuses altered weights."""

import json
from pathlib import Path

import pytest

from index.errors import ModelError
from qa.answering.reader import word_vectors
from qa.answering.reader.registry import load_reader
from qa.answering.reader.word_vectors import VectorReader


@pytest.mark.parametrize(
    ("question", "states", "near_miss"),
    [
        ("When does the Orchard Plan end?", "The Orchard Plan runs until 2029.", "The Orchard Plan began in 2021."),
        ("Who evaluated the Orchard Plan?", "Evaluator: Brook Consulting", "The Orchard Plan is run by Brook County."),
        (
            "How many farms took part in 2022?",
            "In 2022, 118 farms took part.",
            "In 2020, 118 farms took part.",
        ),
        (
            "Which towns were chosen?",
            "The towns chosen were Ambry, Colt and Dunes.",
            "Three towns were chosen.",
        ),
    ],
)
def test_a_statement_scores_above_a_near_miss(question: str, states: str, near_miss: str) -> None:
    stated, missed = load_reader("", 1).scores(question, [states, near_miss])
    assert stated > missed + 1


def test_scores_do_not_depend_on_the_company() -> None:
    reader, question = load_reader("", 1), "Who pays for it?"
    texts = ["Source of funding: the county", "It began in 2021.", ""]
    assert reader.scores(question, texts) == [reader.scores(question, [text])[0] for text in texts]


def test_a_long_text_and_halves_of_surrogate_pairs_are_read() -> None:
    scores = load_reader("", 1).scores("Who pays? \ud800", ["The county pays. " * 400, "\udfff"])
    assert len(scores) == 2


def test_altered_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reader.onnx").write_bytes(b"altered")
    (tmp_path / "reader.json").write_text(json.dumps({"sha256": "0" * 64}))
    monkeypatch.setattr(word_vectors, "files", lambda _: tmp_path)
    with pytest.raises(ModelError, match="missing or altered; reinstall"):
        VectorReader()
