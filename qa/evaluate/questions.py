"""Question sets: JSON Lines of our own, and SQuAD's JSON. Nothing in a file is skipped silently."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from qa.errors import QuestionSetError

QuestionKind: TypeAlias = Literal[
    "factoid", "list", "yes_no", "table_cell", "comparison", "definition", "reason", "number", "date", "follow_up",
    "unanswerable",
]  # fmt: skip

NEED_ALL = "need all:"


class Evidence(BaseModel):
    """A place that bears the answer. `quote` is contiguous in the document's text, `page` is the 1-based PDF page."""

    model_config = ConfigDict(frozen=True, strict=True)

    quote: str = Field(min_length=1)
    document: str | None = None
    page: int | None = Field(default=None, ge=1)
    section: str | None = None
    row: str | None = None
    column: str | None = None


class Turn(BaseModel):
    """An earlier question with its answer."""

    model_config = ConfigDict(frozen=True, strict=True)

    question: str
    answer: str


class Question(BaseModel):
    """A question with its gold answer.

    `answer` is in the document's words, the items of a list parted by "; ". `answers` are short variants, of which a
    right answer holds at least one. A note "need all: A | B" names what a right answer holds besides.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    language: str = Field(min_length=2)
    kind: QuestionKind
    answer: str | None
    answers: tuple[str, ...] = Field(strict=False)
    evidence: tuple[Evidence, ...] = Field(strict=False)
    history: tuple[Turn, ...] = Field(default=(), strict=False)
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the documents tell the answer."""
        return self.kind != "unanswerable"

    @property
    def need_all(self) -> tuple[str, ...]:
        """What the note says that a right answer holds, all of it."""
        _, found, rest = self.note.partition(NEED_ALL)
        if not found:
            return ()
        # The list ends with a sentence or with a remark behind a comma.
        parts = rest.split(". ")[0].split("|")
        parts[-1] = parts[-1].split(", ")[0]
        return tuple(part.strip() for part in parts if part.strip())

    @model_validator(mode="after")
    def _gold_fits_kind(self) -> Self:
        """An unanswerable question has no gold; any other has variants and evidence."""
        if self.answerable and not (self.answer and self.answers and self.evidence):
            raise ValueError("an answerable question needs an answer, answers and evidence")
        if not self.answerable and (self.answer is not None or self.answers or self.evidence):
            raise ValueError("an unanswerable question has answer null, and no answers and no evidence")
        return self


def load_question_sets(paths: Sequence[Path]) -> list[Question]:
    """Read question sets; a file that ends in `.json` is SQuAD's, any other is JSON Lines.

    Raises:
        QuestionSetError: A file cannot be read, a line is broken, or two questions have the same id.
    """
    from qa.evaluate.squad import load_squad

    questions: dict[str, Question] = {}
    for path in paths:
        for question in load_squad(path) if path.suffix == ".json" else load_jsonl(path):
            if question.id in questions:
                raise QuestionSetError(
                    f"{path}: the id {question.id!r} is taken already; ids must differ over all sets"
                )
            questions[question.id] = question
    if not questions:
        raise QuestionSetError(f"{', '.join(map(str, paths))}: there is no question in it")
    return list(questions.values())


def load_jsonl(path: Path) -> list[Question]:
    """Read a set in our own format, one JSON object a line.

    Raises:
        QuestionSetError: The file cannot be read or a line is broken; the message names the line and what is wrong.
    """
    lines = read_text(path).removesuffix("\n").split("\n")
    return [_parse_line(path, number, line) for number, line in enumerate(lines, start=1)]


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        QuestionSetError: There is no such file, or it is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise QuestionSetError(f"{path}, line {line}: is not UTF-8 text") from error


def _parse_line(path: Path, number: int, line: str) -> Question:
    if not line.strip():
        raise QuestionSetError(f"{path}, line {number}: is empty; each line holds one question")
    try:
        return Question.model_validate_json(line)
    except ValidationError as error:
        raise QuestionSetError(f"{path}, line {number}: {describe(error)}") from error


def describe(error: ValidationError) -> str:
    """All that is wrong, each as "field: what"."""
    problems = []
    for detail in error.errors(include_url=False):
        field = ".".join(str(part) for part in detail["loc"])
        problems.append(f"{field}: {detail['msg']}" if field else detail["msg"])
    return "; ".join(problems)
