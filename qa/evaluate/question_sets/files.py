"""Reading the files of question sets: every fault is named with file and line."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from qa.errors import QuestionSetError

Line = TypeVar("Line", bound=BaseModel)
Fault: TypeAlias = Callable[[str], QuestionSetError]
"""Makes the error that names where something stands and, by its argument, what is wrong with it."""

_BLANK = re.compile(r"[ \t\r\n]*")
_scan = json.JSONDecoder().raw_decode


def read_set_text(path: Path) -> str:
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
    for number, line in enumerate(read_set_text(path).removesuffix("\n").split("\n"), start=1):
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
            raise at_line(path, number, describe_errors(error)) from error


def first_object(path: Path) -> dict[str, object]:
    """The JSON object in the first line of a file, to tell formats apart; empty if it is none."""
    try:
        found = json.loads(read_set_text(path).split("\n", 1)[0])
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def at_line(path: Path, number: int, problem: str) -> QuestionSetError:
    """The error that names a file, a line and what is wrong with it."""
    return QuestionSetError(f"{path}, line {number}: {problem}")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line, from 1, of a sound JSON text on which the value begins that names and numbers lead to.

    Where the path leads nowhere, its last value that is there counts.
    """
    place = _after_blanks(text, 0)
    for step in path:
        found = _inside(text, place, step)
        if found is None:
            break
        place = found
    return text.count("\n", 0, place) + 1


def _inside(text: str, place: int, wanted: str | int) -> int | None:
    """Where the value of a name or number begins in the object or list at a place; None if there is none."""
    kind, place, number = text[place], _after_blanks(text, place + 1), 0
    while kind in "{[" and text[place] not in "}]":
        name: object = number
        if kind == "{":
            name, place = _scan(text, place)
            place = _after_blanks(text, _after_blanks(text, place) + 1)
        if name == wanted:
            return place
        place = _after_blanks(text, _scan(text, place)[1])
        place = _after_blanks(text, place + 1) if text[place] == "," else place
        number += 1
    return None


def _after_blanks(text: str, place: int) -> int:
    found = _BLANK.match(text, place)
    return found.end() if found else place


def describe_errors(error: ValidationError) -> str:
    """All that is wrong, each as "field: what"."""
    problems = []
    for detail in error.errors(include_url=False):
        field = ".".join(str(part) for part in detail["loc"])
        problems.append(f"{field}: {detail['msg']}" if field else detail["msg"])
    return "; ".join(problems)
