"""Questions worth asking, drawn from the documents held and tried on them first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from corpus.model import Document, Passage

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

WORDS_WORTH_ASKING = 5
TRIED = 8
"""Questions that are tried at most: each takes as long as an answer."""

# What factsheets state about a policy, by a part of the row's label.
_QUESTIONS = (
    ("source of funding", "Where does the money for the {policy} come from?"),
    ("responsible", "Which authority is responsible for the {policy}?"),
    ("beneficiar", "Who benefits from the {policy}?"),
    ("budget / overall", "How large is the overall budget of the {policy}?"),
    ("objective", "What are the objectives of the {policy}?"),
    ("financial", "Which financial instruments does the {policy} have?"),
    ("evaluation", "Has the {policy} been evaluated?"),
)
_LABEL = re.compile(r"(?P<kind>[^(]+?)\s*(?:\((?P<first>[^)]*)\))?\s*(?:\((?P<second>[^)]*)\))?$")


@dataclass(frozen=True, slots=True)
class Example:
    """A question that a document answers. `title` is the document's."""

    question: str
    title: str


def examples(engine: "FactsheetQA", count: int = 4) -> list[Example]:
    """Up to `count` questions that the engine answers from the very cells they were drawn from.

    The documents take turns, and so do the topics.
    """
    documents = _spread(engine.documents(), count)
    drawn = [_drawn(document, list(engine.passages(document.name)), turn) for turn, document in enumerate(documents)]
    in_turn = (pair for round_ in zip_longest(*drawn) for pair in round_ if pair is not None)
    return list(islice((example for example, row in islice(in_turn, TRIED) if _holds(engine, example, row)), count))


def _spread(documents: Sequence[Document], count: int) -> list[Document]:
    """At most `count` documents, evenly from the whole list."""
    step = max(len(documents) / count, 1)
    return [documents[int(place * step)] for place in range(min(count, len(documents)))]


def _drawn(document: Document, passages: Sequence[Passage], turn: int) -> Iterator[tuple[Example, str]]:
    """Questions on a document with the row that answers each; `turn` says with which topic to begin."""
    first = 2 * turn % len(_QUESTIONS)
    for topic, wording in (*_QUESTIONS[first:], *_QUESTIONS[:first]):
        cells = [cell for cell in passages if cell.row and cell.column and topic in cell.row.lower() and _telling(cell)]
        if cells:
            cell = cells[turn % len(cells)]
            where = f" in {document.country}?" if document.country else "?"
            question = wording.format(policy=_policy(cell.column or "")).removesuffix("?") + where
            yield Example(question, document.title), cell.row or ""


def _telling(cell: Passage) -> bool:
    """Whether a cell says something: more than a year or "No data available"."""
    enough = len(cell.text.split()) >= WORDS_WORTH_ASKING
    return cell.kind == "cell" and enough and not cell.text.lower().startswith("no data")


def _policy(column: str) -> str:
    """What to call the policy of a column: its name where the label gives one, else its kind and region."""
    label = _LABEL.match(column)
    if label is None:
        return column
    if label["second"]:
        return label["second"]
    kind = label["kind"][:1].lower() + label["kind"][1:]
    if not label["first"]:
        return kind
    return f"{kind} ({label['first']})" if "regional" in kind else label["first"]


def _holds(engine: "FactsheetQA", example: Example, row: str) -> bool:
    """Whether the engine answers the question, and from that row."""
    answer = engine.ask(example.question)
    return answer.answered and any(citation.row == row for citation in answer.citations)
