"""The path from the grammar to weights works on a few pairs."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime

from qa.answering.reader.projection import Projection
from qa.answering.reader.word_states import WordStates
from qa.answering.reader.words import written_words
from training.reader.base_weights import load_tokenizer
from training.reader.written_yes_no import ENTRIES, TEXTS


def run(*arguments: str) -> str:
    return subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, check=True).stdout


def test_pairs_are_the_same_for_a_seed_and_keep_documents_apart(tmp_path: Path) -> None:
    for name in ("one.gz", "two.gz"):
        run("training.reader.make_pairs", str(tmp_path / name), "--documents", "60")
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    with gzip.open(tmp_path / "one.gz", "rt", encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file]
    splits = {
        pair["document"]: {other["split"] for other in pairs if other["document"] == pair["document"]} for pair in pairs
    }
    assert all(len(found) == 1 for found in splits.values())
    assert {pair["tells"] for pair in pairs} == {0, 1}
    assert not any("{" in pair["question"] + pair["text"] + pair["context"] for pair in pairs)


def test_entries_written_by_hand_are_whole_and_none_is_there_twice() -> None:
    entries = [json.loads(line) for line in ENTRIES.read_text(encoding="utf-8").splitlines()]
    questions = [entry["question"].lower() for entry in entries]
    assert len(set(questions)) == len(questions)
    for entry in entries:
        texts = [text for name in TEXTS for text in entry[name]]
        assert all(entry[name] for name in ("also", *TEXTS)), entry["question"]
        assert all(text.strip() for text in texts)
        assert len(set(texts)) == len(texts), entry["question"]


def test_a_short_training_gives_a_model_that_runs(tmp_path: Path) -> None:
    run("training.reader.make_pairs", str(tmp_path / "pairs.gz"), "--documents", "12")
    report = json.loads(
        run(
            "training.reader.train",
            str(tmp_path / "reader.onnx"),
            "--pairs",
            f"{tmp_path / 'pairs.gz'}=64",
        )
    )
    assert report["pairs"] == 64
    session = onnxruntime.InferenceSession(str(tmp_path / "reader.onnx"))
    found = load_tokenizer().encode("When does it end?", "It ends in 2030.")
    inputs = {"input_ids": found.ids, "attention_mask": found.attention_mask, "token_type_ids": found.type_ids}
    (logits,) = session.run(None, {name: np.array([value]) for name, value in inputs.items()})
    assert logits.shape == (1, 1)


def test_a_short_training_gives_a_projection_by_which_a_word_comes_close_to_its_translation(tmp_path: Path) -> None:
    run("training.reader.make_pairs", str(tmp_path / "pairs.gz"), "--documents", "12")
    out = tmp_path / "projection.npz"
    record = json.loads(
        run("training.reader.train_projection", str(out), "--pairs", f"{tmp_path / 'pairs.gz'}=150", "--threads", "1")
    )
    assert record["words left out recognised"] > 0.7
    states, project = WordStates(1), Projection.load(out)
    german, english, other = (
        project(states.of(written_words(text)))[-2]
        for text in ("Wie hoch ist das Budget?", "How high is the budget?", "How high is the fine?")
    )
    assert np.linalg.norm(german - english) < np.linalg.norm(german - other)


def test_texts_in_four_languages_state_deny_and_leave_open(tmp_path: Path) -> None:
    run("training.reader.make_pairs", str(tmp_path / "pairs.gz"), "--documents", "60")
    with gzip.open(tmp_path / "pairs.gz", "rt", encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file]
    kinds = {(pair["text_language"], pair["kind"]) for pair in pairs if pair["kind"].startswith("yes or no")}
    languages = ("en", "es", "fr", "de")
    assert kinds == {(each, f"yes or no, {kind}") for each in languages for kind in ("states", "denies", "open")}
