"""Read the files of question sets; errors name file and line."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from qa.errors import QuestionSetError

Line = TypeVar("Line", bound=BaseModel)
Fault: TypeAlias = Callable[[str], QuestionSetError]
"""Makes an error for one place of a file; the argument says what is wrong there."""

_BLANK = re.compile(r"[ \t\r\n]*")
_scan = json.JSONDecoder().raw_decode


def read_set_text(path: Path) -> str:
    """Read a text file.

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
    """Yield the lines of a file with their numbers from 1; an empty line is an error.

    Raises:
        QuestionSetError: The file cannot be read, or a line is empty.
    """
    for number, line in enumerate(read_set_text(path).removesuffix("\n").split("\n"), start=1):
        if not line.strip():
            raise at_line(path, number, "is empty")
        yield number, line.removesuffix("\r")


def json_lines(path: Path, model: type[Line]) -> Iterator[tuple[int, Line]]:
    """Yield the objects of a JSON Lines file, validated, with their line numbers.

    Raises:
        QuestionSetError: The file cannot be read, or a line does not fit the model; all its errors are named.
    """
    for number, line in numbered_lines(path):
        try:
            yield number, model.model_validate_json(line)
        except ValidationError as error:
            raise at_line(path, number, describe_errors(error)) from error


def first_object(path: Path) -> dict[str, object]:
    """Return the JSON object in the first line of a file, to detect the format; empty if there is none."""
    try:
        found = json.loads(read_set_text(path).split("\n", 1)[0])
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def at_line(path: Path, number: int, problem: str) -> QuestionSetError:
    """Make the error that names a file, a line and the problem."""
    return QuestionSetError(f"{path}, line {number}: {problem}")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """Return the line, from 1, on which the value at a path begins in valid JSON text.

    If the path does not exist, the last existing value on it counts.
    """
    place = _after_blanks(text, 0)
    for step in path:
        found = _inside(text, place, step)
        if found is None:
            break
        place = found
    return text.count("\n", 0, place) + 1


def _inside(text: str, place: int, wanted: str | int) -> int | None:
    """Find where the value of a key or index begins in the object or list at a place; None if there is none."""
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
    """Describe all validation errors, each as "field: problem"."""
    problems = []
    for detail in error.errors(include_url=False):
        field = ".".join(str(part) for part in detail["loc"])
        problems.append(f"{field}: {detail['msg']}" if field else detail["msg"])
    return "; ".join(problems)
