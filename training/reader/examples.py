"""Read pairs from files as the model is to see them: those whose question and text are in English."""

import gzip
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SPANISH = ("es+", "es-")
"""Kinds of SQuAD's pairs whose questions are in Spanish."""


@dataclass(frozen=True, slots=True)
class Example:
    """A pair as the model sees it."""

    question: str
    text: str
    label: float
    kind: str
    split: str


def load_examples(path: Path, most: int, judged: int, chance: random.Random) -> list[Example]:
    """Return English pairs of a file: at most `most` to train on, 0 for all, and at most `judged` left out."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line for line in map(json.loads, file) if _is_english(line)]
    training = [line for line in lines if line["split"] == "train"]
    left_out = [line for line in lines if line["split"] == "val"]
    sample = chance.sample(training, min(most or len(training), len(training)))
    sample += chance.sample(left_out, min(judged, len(left_out)))
    return [_example(line) for line in sample]


def _is_english(line: dict[str, Any]) -> bool:
    """Return True for a pair in English, made here or in the format of SQuAD's pairs."""
    languages = {line.get("question_language", "en"), line.get("text_language", "en")}
    return languages == {"en"} and line["kind"] not in _SPANISH


def _example(line: dict[str, Any]) -> Example:
    """Return the example of a line."""
    return Example(line["question"], _text(line), float(line["tells"]), line["kind"], line["split"])


def _text(line: dict[str, Any]) -> str:
    text = line.get("text") or line["sentence"]
    context = line.get("context", line.get("title", ""))
    return f"{context}: {text}" if context else text
