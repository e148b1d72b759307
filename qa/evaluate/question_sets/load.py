"""Load question sets, whatever their format."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from qa.errors import QuestionSetError
from qa.evaluate.question import Question
from qa.evaluate.question_sets.files import Fault, at_line, first_object, json_lines


def load_question_sets(paths: Sequence[Path], *, own_texts: bool = False) -> list[Question]:
    """Read question sets.

    A folder, or a `.tsv` file in its `qrels`, is BEIR's; a `.json` file is SQuAD's; JSON Lines are FinanceBench's where
    the first line has a `financebench_id`, and else our own.

    Args:
        paths: The sets.
        own_texts: Name the articles of SQuAD's files as the documents of the evidence, as
            `qa.evaluate.carried_texts` writes them.

    Raises:
        QuestionSetError: A file cannot be read, a line is broken, or two questions have the same id.
    """
    questions: dict[str, Question] = {}
    for path in paths:
        for fault, question in _load(path, own_texts):
            if question.id in questions:
                raise fault(f"the id {question.id!r} is already taken; ids must be unique over all sets")
            questions[question.id] = question
    if not questions:
        raise QuestionSetError(f"{', '.join(map(str, paths))}: contains no question")
    return list(questions.values())


def load_jsonl(path: Path) -> list[Question]:
    """Read a set in our own format, one JSON object per line.

    Raises:
        QuestionSetError: The file cannot be read or a line is broken; the message names the line and what is wrong.
    """
    return [question for _, question in json_lines(path, Question)]


def _load(path: Path, own_texts: bool) -> Iterable[tuple[Fault, Question]]:
    """Read one set, detecting its format: each question with a function that makes errors for its line."""
    from qa.evaluate.question_sets.beir import load_beir
    from qa.evaluate.question_sets.financebench import load_financebench
    from qa.evaluate.question_sets.squad import load_squad

    if path.is_dir() or path.suffix == ".tsv":
        return load_beir(path)
    if path.suffix == ".json":
        return load_squad(path, name_texts=own_texts)
    lines = load_financebench(path) if "financebench_id" in first_object(path) else load_jsonl(path)
    return ((partial(at_line, path, number), question) for number, question in enumerate(lines, start=1))
