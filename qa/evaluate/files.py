"""Reading the files of question sets: every fault is named with file and line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from qa.errors import QuestionSetError

Line = TypeVar("Line", bound=BaseModel)


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


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file with their numbers from 1; a line that is empty is a fault.

    Raises:
        QuestionSetError: The file cannot be read, or a line is empty.
    """
    for number, line in enumerate(read_text(path).removesuffix("\n").split("\n"), start=1):
        if not line.strip():
            raise at_line(path, number, "is empty")
        yield number, line.removesuffix("\r")


def json_lines(path: Path, model: type[Line]) -> Iterator[tuple[int, Line]]:
    """The objects of a JSON Lines file, checked, with the numbers of their lines.

    Raises:
        QuestionSetError: The file cannot be read, or a line is not what the model says; all its faults are named.
    """
    for number, line in numbered_lines(path):
        try:
            yield number, model.model_validate_json(line)
        except ValidationError as error:
            raise at_line(path, number, describe(error)) from error


def first_object(path: Path) -> dict[str, object]:
    """The JSON object in the first line of a file, to tell formats apart; empty if it is none."""
    try:
        found = json.loads(read_text(path).split("\n", 1)[0])
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def at_line(path: Path, number: int, problem: str) -> QuestionSetError:
    """The error that names a file, a line and what is wrong with it."""
    return QuestionSetError(f"{path}, line {number}: {problem}")


def describe(error: ValidationError) -> str:
    """All that is wrong, each as "field: what"."""
    problems = []
    for detail in error.errors(include_url=False):
        field = ".".join(str(part) for part in detail["loc"])
        problems.append(f"{field}: {detail['msg']}" if field else detail["msg"])
    return "; ".join(problems)
