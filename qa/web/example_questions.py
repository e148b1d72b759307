"""Questions worth asking, drawn from the documents held and tried on them first."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from corpus.model import Document, Passage
from qa.question.countries import name_in
from qa.text.language import language_of

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

ENGLISH = "en"
WORDS_WORTH_ASKING = 5
TRIED = 8
"""Questions that are tried at most: each takes as long as an answer."""

_LABEL = re.compile(r"(?P<kind>[^(]+?)\s*(?:\((?P<first>[^)]*)\))?\s*(?:\((?P<second>[^)]*)\))?$")


@dataclass(frozen=True, slots=True)
class Example:
    """A question that a document answers. `title` is the document's."""

    question: str
    language: str
    title: str


@dataclass(frozen=True, slots=True)
class _Wording:
    """How questions are worded in a language; see examples.toml."""

    placed: str
    named: str
    questions: Mapping[str, str]
    kinds: Mapping[str, str]


def examples(engine: "FactsheetQA", language: str = ENGLISH, count: int = 4) -> list[Example]:
    """Up to `count` questions that the engine answers from the very cells they were drawn from.

    The documents take turns, and so do the topics. Where none is answered in a language, they are English.
    """
    documents = _spread(engine.documents(), count)
    drawn = [
        _drawn(document, list(engine.passages(document.name)), turn, language)
        for turn, document in enumerate(documents)
    ]
    in_turn = (pair for round_ in zip_longest(*drawn) for pair in round_ if pair is not None)
    held = list(islice((example for example, row in islice(in_turn, TRIED) if _holds(engine, example, row)), count))
    return held if held or language == ENGLISH else examples(engine, count=count)


@cache
def _wording(language: str) -> _Wording:
    spoken = tomllib.loads(files("qa.web").joinpath("examples.toml").read_text(encoding="utf-8"))
    return _Wording(**spoken[language])


def _spread(documents: Sequence[Document], count: int) -> list[Document]:
    """At most `count` documents, evenly from the whole list."""
    step = max(len(documents) / count, 1)
    return [documents[int(place * step)] for place in range(min(count, len(documents)))]


def _drawn(document: Document, passages: Sequence[Passage], turn: int, language: str) -> Iterator[tuple[Example, str]]:
    """Questions on a document with the row that answers each; `turn` says with which topic to begin."""
    wording = _wording(language)
    topics = list(wording.questions.items())
    first = 2 * turn % len(topics)
    for topic, question in (*topics[first:], *topics[:first]):
        cells = [cell for cell in passages if cell.row and cell.column and topic in cell.row.lower() and _telling(cell)]
        if cells:
            cell = cells[turn % len(cells)]
            asked = question.format(policy=_policy(cell.column or "", wording))
            if document.country:
                country = name_in(language, document.country)
                asked = wording.placed.format(question=asked, open=asked.rstrip("? "), country=country)
            yield Example(asked, language, document.title), cell.row or ""


def _telling(cell: Passage) -> bool:
    """Whether a cell says something: more than a year or "No data available"."""
    enough = len(cell.text.split()) >= WORDS_WORTH_ASKING
    return cell.kind == "cell" and enough and not cell.text.lower().startswith("no data")


def _policy(column: str, wording: _Wording) -> str:
    """What to call the policy of a column: its name where the label gives one, else its kind and region."""
    label = _LABEL.match(column)
    if label is None:
        return wording.named.format(name=column)
    if label["second"] or (label["first"] and "regional" not in label["kind"].lower()):
        return wording.named.format(name=label["second"] or label["first"])
    kind = wording.kinds.get(label["kind"].lower(), wording.named.format(name=label["kind"]))
    return f"{kind} ({label['first']})" if label["first"] else kind


def _holds(engine: "FactsheetQA", example: Example, row: str) -> bool:
    """Whether the engine takes the question to be in its language and answers it, from that row."""
    answer = engine.ask(example.question)
    is_understood = language_of(example.question) == example.language
    return is_understood and answer.answered and any(citation.row == row for citation in answer.citations)
