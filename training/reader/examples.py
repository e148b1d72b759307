"""Read pairs from files as the model is to see them: in English, questions in other languages as the product has them.

The reader is English, and the product gives it a word-by-word translation of a question in another language. Pairs with
such questions are trained on in the same translation, made from the words of the file's texts.
"""

import gzip
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.models.registry import load_embedder
from qa.question.kind_classifier import EMBEDDER
from qa.question.translation import QueryTranslator
from qa.text.normalize import WORD, fold

_COMMON = re.compile(r"\b[^\W\d_]{3,}\b")
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


def load_examples(path: Path, most: int, judged: int, chance: random.Random, threads: int) -> list[Example]:
    """Return pairs of a file whose text is in English: at most `most` to train on, 0 for all, and `judged` left out."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line for line in map(json.loads, file) if line.get("text_language", "en") == "en"]
    training = [line for line in lines if line["split"] == "train"]
    left_out = [line for line in lines if line["split"] == "val"]
    sample = chance.sample(training, min(most or len(training), len(training)))
    sample += chance.sample(left_out, min(judged, len(left_out)))
    if all(_language(line) == "en" for line in sample):
        return [_example(line, line["question"]) for line in sample]
    translator = _translator([_text(line) for line in sample], threads)
    return [_example(line, _translated(line, translator)) for line in sample]


def _language(line: dict[str, Any]) -> str:
    """Return the language of a question, of a pair made here or in the format of SQuAD's pairs."""
    return str(line.get("question_language", "es" if line["kind"] in _SPANISH else "en"))


def _translated(line: dict[str, Any], translator: QueryTranslator) -> str:
    question, language = str(line["question"]), _language(line)
    return question if language == "en" else translator.translate(question, language)


def _example(line: dict[str, Any], question: str) -> Example:
    """Return the example of a line."""
    kind = line["kind"] if _language(line) == "en" else f"{line['kind']}, translated"
    return Example(question, _text(line), float(line["tells"]), kind, line["split"])


def _text(line: dict[str, Any]) -> str:
    text = line.get("text") or line["sentence"]
    context = line.get("context", line.get("title", ""))
    return f"{context}: {text}" if context else text


def _translator(texts: Sequence[str], threads: int) -> QueryTranslator:
    """Return the product's translator over the vocabulary of some texts."""
    embed = load_embedder(EMBEDDER, threads).embed_questions
    names = frozenset(word for text in texts for word in WORD.findall(fold(text)))
    common = sorted({word for text in texts for word in _COMMON.findall(text) if word.islower()})
    vectors = embed(common) if common else np.zeros((0, 1), dtype=np.float32)
    return QueryTranslator(common, vectors, names, embed)
