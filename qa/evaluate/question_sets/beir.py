"""BEIR's format (Thakur et al. 2021): a folder with corpus.jsonl, queries.jsonl and judgements in qrels/*.tsv."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from pydantic import BaseModel, Field

from qa.errors import QuestionSetError
from qa.evaluate.question import Evidence, Question
from qa.evaluate.question_sets.files import Fault, at_line, json_lines, numbered_lines

_HEADER = ("query-id", "corpus-id", "score")
_log = logging.getLogger(__name__)


class _Entry(BaseModel):
    id: str = Field(alias="_id", min_length=1)


Entry = TypeVar("Entry", bound=_Entry)


class _Text(_Entry):
    title: str = ""
    text: str

    @property
    def whole(self) -> str:
        return f"{self.title}\n\n{self.text}".strip()


class _Query(_Entry):
    text: str = Field(min_length=1)


def load_beir(path: Path) -> Iterator[tuple[Fault, Question]]:
    """Read a set in BEIR's format: each judged query becomes a question with whole documents as evidence.

    `path` is the folder, of which `qrels/test.tsv` or the only file is read, or a file in its `qrels`. The number of
    queries without a relevant document in that file, because they belong to another split, is logged.

    Raises:
        QuestionSetError: A file is missing, a line is broken, or a judgement names an unknown query or text.
    """
    judgements = path if path.suffix == ".tsv" else _judgement_file(path)
    folder = judgements.parent.parent
    asked = folder / "queries.jsonl"
    queries, texts = _by_id(asked, json_lines(asked, _Query)), _texts(folder / "corpus.jsonl")
    relevant = _relevant(judgements, queries, texts)
    if missing := len(queries) - len(relevant):
        _log.warning("%s: %d of %d queries have no relevant document here", judgements, missing, len(queries))
    for number, query in enumerate(queries.values(), start=1):
        if query.id in relevant:
            yield partial(at_line, asked, number), _question(query, relevant[query.id], texts)


def beir_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the corpus of a set as file names and texts; raises as `load_beir`."""
    folder = path.parent.parent if path.suffix == ".tsv" else path
    for text in _texts(folder / "corpus.jsonl").values():
        yield _file_name(text.id), text.whole + "\n"


def _judgement_file(folder: Path) -> Path:
    found = sorted((folder / "qrels").glob("*.tsv"))
    test = folder / "qrels" / "test.tsv"
    if test in found:
        return test
    if len(found) != 1:
        raise QuestionSetError(
            f"{folder / 'qrels'}: has {len(found)} .tsv files and no test.tsv; name the file of judgements to use"
        )
    return found[0]


def _texts(path: Path) -> dict[str, _Text]:
    return _by_id(path, json_lines(path, _Text))


def _by_id(path: Path, lines: Iterable[tuple[int, Entry]]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for number, entry in lines:
        if entry.id in found:
            raise at_line(path, number, f"the id {entry.id!r} is already taken")
        found[entry.id] = entry
    return found


def _relevant(path: Path, queries: Mapping[str, _Query], texts: Mapping[str, _Text]) -> dict[str, dict[str, int]]:
    """Return the grades of the relevant texts of each query that has any; a grade of 0 or less is not relevant."""
    judged: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for number, line in numbered_lines(path):
        fields = line.split("\t")
        if number == 1 and tuple(fields) == _HEADER:
            continue
        query, text, grade = _judgement(path, number, fields)
        for name, known, file in ((query, queries, "queries"), (text, texts, "corpus")):
            if name not in known:
                raise at_line(path, number, f"{name!r} is not in {file}.jsonl")
        if text in judged[query]:
            raise at_line(path, number, f"query {query!r} has a judgement of {text!r} already")
        judged[query][text] = grade
    relevant = {query: {text: grade for text, grade in found.items() if grade > 0} for query, found in judged.items()}
    return {query: found for query, found in relevant.items() if found}


def _judgement(path: Path, number: int, fields: Sequence[str]) -> tuple[str, str, int]:
    if len(fields) != len(_HEADER):
        raise at_line(path, number, f"has {len(fields)} fields separated by tabs, not the three {', '.join(_HEADER)}")
    try:
        return fields[0], fields[1], int(fields[2])
    except ValueError:
        raise at_line(path, number, f"the score {fields[2]!r} is not a whole number") from None


def _question(query: _Query, grades: Mapping[str, int], texts: Mapping[str, _Text]) -> Question:
    places = (
        Evidence(quote=texts[text].whole or "(no text)", document=_file_name(text), grade=grade)
        for text, grade in grades.items()
    )
    return Question(
        id=query.id, question=query.text, language="en", kind="retrieval", answer=None, answers=(),
        evidence=tuple(places),
    )  # fmt: skip


def _file_name(text_id: str) -> str:
    """Return a file name for a text: its id, percent-encoded where a file name does not allow a character."""
    return f"{quote(text_id, safe=' ')}.txt"
