"""Example questions, drawn from the indexed documents and tried on them first."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from corpus.model import Document, Passage
from qa.model import Answer
from qa.question.countries import name_in
from qa.text.language import language_of

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

ENGLISH = "en"
MIN_CELL_WORDS = 5
"""Minimum number of words of a cell that is worth a question."""
MAX_TRIED = 8
"""Maximum number of questions that are tried: each takes as long as an answer."""

_LABEL = re.compile(r"(?P<kind>[^(]+?)\s*(?:\((?P<first>[^)]*)\))?\s*(?:\((?P<second>[^)]*)\))?$")


@dataclass(frozen=True, slots=True)
class Example:
    """A question that the document with this title answers."""

    question: str
    language: str
    title: str


@dataclass(frozen=True, slots=True)
class _Wording:
    """The wording of questions in a language; see examples.toml."""

    placed: str
    named: str
    questions: Mapping[str, str]
    kinds: Mapping[str, str]


def examples(engine: "FactsheetQA", language: str = ENGLISH, count: int = 4) -> list[Example]:
    """Return up to `count` questions that the engine answers from the very cells they were drawn from.

    The documents take turns, and so do the topics. Where none is answered in a language, they are English.
    """
    documents = _spread(engine.documents(), count)
    drawn = [
        _drawn(document, list(engine.passages(document.name)), turn, language)
        for turn, document in enumerate(documents)
    ]
    in_turn = (pair for round_ in zip_longest(*drawn) for pair in round_ if pair is not None)
    tried = (example for example, row in islice(in_turn, MAX_TRIED) if _is_answered(engine, example, row))
    answered = list(islice(tried, count))
    return answered if answered or language == ENGLISH else examples(engine, count=count)


def next_questions(engine: "FactsheetQA", answer: Answer, asked: Collection[str], count: int = 3) -> list[Example]:
    """Return questions on what an answer quotes: its policy, then its document; a table's row answers each."""
    if not answer.citations:
        return []
    source = next((citation for citation in answer.citations if citation.row and citation.column), answer.citations[0])
    document = next((known for known in engine.documents() if known.name == source.document), None)
    if document is None:  # it was removed meanwhile
        return []
    passages = list(engine.passages(document.name))
    same_policy = [passage for passage in passages if passage.column == source.column]
    language = answer.language if answer.language in _wordings() else ENGLISH
    drawn = dict(chain(_drawn(document, same_policy, 0, language), _drawn(document, passages, 1, language)))
    new = (pair for pair in drawn.items() if pair[1] != source.row and pair[0].question not in asked)
    tried = (example for example, row in islice(new, MAX_TRIED) if _is_answered(engine, example, row))
    return list(islice(tried, count))


@cache
def _wordings() -> dict[str, _Wording]:
    wordings = tomllib.loads(files("qa.web").joinpath("examples.toml").read_text(encoding="utf-8"))
    return {language: _Wording(**wording) for language, wording in wordings.items()}


def _spread(documents: Sequence[Document], count: int) -> list[Document]:
    """Return at most `count` documents, evenly from the whole list."""
    step = max(len(documents) / count, 1)
    return [documents[int(place * step)] for place in range(min(count, len(documents)))]


def _drawn(document: Document, passages: Sequence[Passage], turn: int, language: str) -> Iterator[tuple[Example, str]]:
    """Yield questions on a document with the row that answers each; `turn` selects the topic to begin with."""
    wording = _wordings()[language]
    topics = list(wording.questions.items())
    first = 2 * turn % len(topics)
    for topic, question in (*topics[first:], *topics[:first]):
        cells = [cell for cell in passages if topic in (cell.row or "").lower() and _is_informative(cell)]
        if cells:
            cell = cells[turn % len(cells)]
            text = question.format(policy=_policy(cell.column or "", wording))
            if document.country:
                country = name_in(language, document.country)
                text = wording.placed.format(question=text, open=text.rstrip("? "), country=country)
            yield Example(text, language, document.title), cell.row or ""


def _is_informative(cell: Passage) -> bool:
    """Return True if a cell has a row and a column and says more than a year or "No data available"."""
    is_labelled = bool(cell.row and cell.column)
    is_long = len(cell.text.split()) >= MIN_CELL_WORDS
    return cell.kind == "cell" and is_labelled and is_long and not cell.text.lower().startswith("no data")


def _policy(column: str, wording: _Wording) -> str:
    """Return the name of the policy of a column where the label has one, otherwise its kind and region."""
    label = _LABEL.match(column)
    if label is None:
        return wording.named.format(name=column)
    if label["second"] or (label["first"] and "regional" not in label["kind"].lower()):
        return wording.named.format(name=label["second"] or label["first"])
    kind = wording.kinds.get(label["kind"].lower(), wording.named.format(name=label["kind"]))
    return f"{kind} ({label['first']})" if label["first"] else kind


def _is_answered(engine: "FactsheetQA", example: Example, row: str) -> bool:
    """Return True if the engine recognises the question's language and answers it from that row."""
    answer = engine.ask(example.question)
    is_understood = language_of(example.question) == example.language
    return is_understood and answer.answered and any(citation.row == row for citation in answer.citations)
