"""Compare answers rephrased by a language model with the quotes alone, on a sample of the bundled questions.

python -m benchmarks.generated FILE.gguf --name "1.5B, 4-bit" [--questions N]

A seeded sample of the questions that stand alone, and every follow-up, is asked in both modes; the result shows
how the model reads the follow-ups. `make -C benchmarks llm GGUF=FILE` creates the environment of the model's server.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from benchmarks.llama import served
from benchmarks.material import BUNDLED, BUNDLED_QUESTIONS, write
from qa import FactsheetQA
from qa.commands.evaluation_tables import print_modes
from qa.commands.output import console
from qa.commands.progress import step_progress
from qa.evaluate.metrics.page_texts import PageTexts
from qa.evaluate.metrics.record import QuestionRecord
from qa.evaluate.question import Question
from qa.evaluate.question_sets.load import load_question_sets
from qa.evaluate.reports.rows import MODE_MEASURES
from qa.evaluate.reports.summary import summarise
from qa.evaluate.run import evaluate_engine
from qa.model import Answer, Hit

PYTHON = Path(".cache/llama/bin/python")
SEED = 8


class Listening:
    """An engine that keeps each answer it gives, for details that the records lack."""

    def __init__(self, engine: FactsheetQA) -> None:
        self.engine = engine
        self.answers: list[Answer] = []

    def search(self, question: str, k: int = 5, *, documents: Sequence[str] | None = None) -> list[Hit]:
        """Return the engine's passages."""
        return self.engine.search(question, k, documents=documents)

    def ask(
        self, question: str, history: Sequence[tuple[str, str]] = (), *, documents: Sequence[str] | None = None
    ) -> Answer:
        """Return the engine's answer, after keeping it."""
        self.answers.append(self.engine.ask(question, history, documents=documents))
        return self.answers[-1]


def main(
    gguf: Annotated[Path, typer.Argument(help="The model's file.")],
    name: Annotated[str, typer.Option(help="What the model is, for the record.")],
    questions: Annotated[int, typer.Option(help="How many of the questions that stand alone.")] = 20,
    python: Annotated[Path, typer.Option(help="The interpreter of an environment with xllamacpp.")] = PYTHON,
) -> None:
    """Ask in both modes, write `benchmarks/results/generated.json`, print the table."""
    asked = sample(load_question_sets([BUNDLED_QUESTIONS]), questions)
    with TemporaryDirectory() as folder, served(gguf, python) as settings:
        plain = Listening(FactsheetQA.build([BUNDLED], index=Path(folder) / "index", settings=settings.without_model()))
        fluent = Listening(FactsheetQA.open(Path(folder) / "index", settings))
        modes = [_records(engine, asked, title) for engine, title in ((plain, "By quotes"), (fluent, "In words"))]
    write(
        "generated",
        {
            "model": name,
            "questions": len(asked),
            "extractive": _figures(modes[0]),
            "generated": _figures(modes[1]),
            "fates": Counter(_fate(answer) for answer in fluent.answers),
            "follow_ups": list(_follow_ups(plain.answers, fluent.answers, *modes)),
            "answers": [_told(answer) for answer in fluent.answers if answer.mode == "generated"],
        },
    )
    print_modes(console, *modes)


def sample(questions: Sequence[Question], count: int) -> list[Question]:
    """Return a fixed sample of the standalone questions, and all follow-ups."""
    alone = [question for question in questions if not question.history]
    drawn = random.Random(SEED).sample(alone, min(count, len(alone)))  # noqa: S311 - no secret
    return [*drawn, *(question for question in questions if question.history)]


def _records(engine: Listening, asked: Sequence[Question], title: str) -> list[QuestionRecord]:
    done = iter(range(1, len(asked) + 1))
    with step_progress() as progress:
        return evaluate_engine(
            engine, asked, sources=PageTexts.of_engine(engine.engine),
            progress=lambda: progress(title, next(done), len(asked)),
        )  # fmt: skip


def _figures(records: Sequence[QuestionRecord]) -> dict[str, dict[str, float]]:
    found = summarise(records).overall
    return {name: found[name].to_dict() for name in MODE_MEASURES if name in found}


def _fate(answer: Answer) -> str:
    """Describe what the model's rephrasing did to an answer."""
    if answer.generation is None or not answer.answered:
        return "refused"
    return answer.generation.failure or "put into words"


def _told(answer: Answer) -> dict[str, Any]:
    """Return an answer in the model's words, for people to judge."""
    quotes = [citation.quote for citation in answer.cited]
    assert answer.generation is not None
    return {
        "question": answer.question,
        "quotes": quotes,
        "answer": answer.text,
        "removed": answer.generation.removed,
    }


def _follow_ups(
    plain: Sequence[Answer], fluent: Sequence[Answer], before: Sequence[QuestionRecord], after: Sequence[QuestionRecord]
) -> Iterator[dict[str, Any]]:
    """Return how the model rewrote each follow-up (None if unchanged), and whether the answers are right."""
    for one, other, old, new in zip(plain, fluent, before, after, strict=True):
        if old.history:
            read_as = other.read_as if other.read_as != one.read_as else None
            yield {"question": old.question, "read_as": read_as, "extractive": old.correct, "generated": new.correct}


if __name__ == "__main__":
    typer.run(main)
