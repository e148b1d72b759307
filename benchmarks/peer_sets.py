"""Collect the documents and questions that all peers get."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.material import BUNDLED, BUNDLED_QUESTIONS, SHARED
from qa.evaluate.question import Question
from qa.evaluate.question_sets.load import load_question_sets

EVERY = 5
"""Sampling step: every fifth of XQuAD's 1,190 questions in a language is asked."""


@dataclass(frozen=True, slots=True)
class PeerSet:
    """Files that are indexed together, and answerable questions on them."""

    name: str
    files: tuple[Path, ...]
    questions: tuple[Question, ...]


def peer_sets(scratch: Path) -> Iterator[PeerSet]:
    """Return all sets available here; `scratch` is a folder for temporary files."""
    factsheets, questions = SHARED / "factsheets", SHARED / "questions"
    if questions.is_dir():
        yield _set("mexico", [factsheets / "mexico_2023.pdf"], [questions / "mexico_dev.jsonl"])
    yield _set("bundled", sorted(BUNDLED.glob("*.pdf")), [BUNDLED_QUESTIONS])
    if not questions.is_dir():
        return
    four = [factsheets / f"{name}_2023.pdf" for name in ("freedonia", "mexico", "ruritania", "sylvania")]
    yield _set("compare", four, [questions / "compare.jsonl"])
    english = questions / "xquad" / "xquad.en.json"
    if english.is_file():
        yield from _xquad(english, scratch)


def _set(name: str, files: list[Path], sets: list[Path]) -> PeerSet:
    asked = [question for question in load_question_sets(sets) if question.answerable]
    return PeerSet(name, tuple(files), tuple(asked))


def _xquad(english: Path, scratch: Path) -> Iterator[PeerSet]:
    """Return the English paragraphs, one text file per article, with questions in English and in Spanish."""
    files = tuple(_write_articles(english, scratch))
    gold = {question.id: question for question in load_question_sets([english])}
    for language in ("en", "es"):
        asked = load_question_sets([english.with_name(f"xquad.{language}.json")])[::EVERY]
        # The evidence is the English sentence, in whatever language the question is put.
        questions = [question.model_copy(update={"evidence": gold[question.id].evidence}) for question in asked]
        yield PeerSet(f"xquad_{language}", files, tuple(questions))


def _write_articles(squad: Path, folder: Path) -> Iterator[Path]:
    for number, article in enumerate(json.loads(squad.read_text(encoding="utf-8"))["data"]):
        path = folder / f"article_{number:02}.txt"
        path.write_text("\n\n".join(one["context"] for one in article["paragraphs"]) + "\n", encoding="utf-8")
        yield path
