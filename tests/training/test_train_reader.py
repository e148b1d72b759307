"""The path from the grammar to weights works on a few pairs."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime

from training.reader.base_weights import load_tokenizer


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
