"""Another system, for the tests of `evaluate --run`: it quotes the page that shares most words with the question."""

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader

SHOWN = 10


def write_answers(factsheets: Path, questions: Path, target: Path) -> None:
    """Answer each question of a set and write the answers in the format that `evaluate --run` reads."""
    pages = list(pages_of(factsheets))
    with target.open("w", encoding="utf-8") as file:
        for line in questions.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            file.write(json.dumps({"id": question["id"], **answer(question["question"], pages)}) + "\n")


def pages_of(factsheets: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(factsheets.glob("*.pdf")):
        for number, page in enumerate(PdfReader(path).pages, start=1):
            yield {"document": path.name, "page": number, "text": page.extract_text()}


def answer(question: str, pages: list[dict[str, Any]]) -> dict[str, Any]:
    start, query = time.perf_counter(), words(question)
    found = sorted(pages, key=lambda page: (words(page["text"]) & query).total(), reverse=True)[:SHOWN]
    sentences = re.split(r"(?<=[.!?])\s", found[0]["text"])
    quote = max(sentences, key=lambda sentence: (words(sentence) & query).total() / (len(sentence) + 20))
    return {
        "answered": True,
        "answer": quote,
        "citations": [{"document": found[0]["document"], "page": found[0]["page"], "quote": quote}],
        "passages": found,
        "milliseconds": (time.perf_counter() - start) * 1000,
    }


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))
