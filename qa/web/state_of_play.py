"""What the tables of factsheets hold for every country: their categories, and which of several options is chosen."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.model import Document, Passage
from qa.model import Citation

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

_LONGEST_SHORT_FORM = 3
"""Letters of a word in capitals that may be a short form, such as EU."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The option that a table shows as chosen: the `rank`-th of `options`, in the order in which they are printed."""

    rank: int
    options: int
    citation: Citation

    @property
    def share(self) -> float:
        """How far along the options it stands, from 0 for the first to 1 for the last."""
        return (self.rank - 1) / max(self.options - 1, 1)


@dataclass(frozen=True, slots=True)
class ChosenOptions:
    """What one document shows as chosen, by criterion."""

    document: Document
    marks: Mapping[str, Mark]


@dataclass(frozen=True, slots=True)
class StateOfPlay:
    """The documents that choose among options, by country and year, and all criteria in the order of the tables."""

    criteria: tuple[str, ...]
    rows: tuple[ChosenOptions, ...]


def state_of_play(engines: Sequence["FactsheetQA"]) -> StateOfPlay:
    """Which options the documents of these engines show as chosen."""
    rows = [
        ChosenOptions(document, marks)
        for engine in engines
        for document in engine.documents()
        if (marks := dict(_marks(document, engine.passages(document.id))))
    ]
    rows.sort(key=lambda row: (row.document.country or row.document.title, row.document.year or 0))
    criteria = dict.fromkeys(criterion for row in rows for criterion in row.marks)
    return StateOfPlay(tuple(criteria), tuple(rows))


def _marks(document: Document, passages: Iterable[Passage]) -> Iterator[tuple[str, Mark]]:
    for (_, row, _), parts in groupby(passages, lambda passage: (passage.table, passage.row, passage.column)):
        if row is not None and (found := _mark(document, row, list(parts))) is not None:
            yield row, found


def _mark(document: Document, row: str, parts: Sequence[Passage]) -> Mark | None:
    """The option that a row shows as chosen; long rows are several passages, each option a line."""
    options, rank, citation = 0, 0, None
    for part in parts:
        lines = part.text.splitlines()
        named = lines[0].casefold() == row.casefold()  # a row that is a passage begins with its label
        if part.chosen is not None and citation is None:
            start, end = part.chosen
            rank = options + part.text.count("\n", 0, start) + 1 - named
            citation = _citation(document, part, start, end)
        options += len(lines) - named
    return Mark(rank, options, citation) if citation else None


def _citation(document: Document, passage: Passage, start: int, end: int) -> Citation:
    boxes = passage.quote_boxes(start, end)
    return Citation(
        document=document.name,
        title=document.title,
        country=document.country,
        year=document.year,
        page=boxes[0].page if boxes else passage.page,
        section=passage.section,
        row=passage.row,
        column=passage.column,
        quote=passage.text[start:end],
        boxes=boxes,
        score=1.0,
    )


def categories(engine: "FactsheetQA") -> list[str]:
    """The rows that the tables of several documents have in common, in the order of the tables and in small letters.

    A row that says the same in every document, such as a heading, tells nothing and is left out.
    """
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, str] = {}
    words: set[str] = set()
    documents = engine.documents()
    for document in documents:
        for passage in engine.passages(document.id):
            words.update(passage.text.split())
            if passage.row is not None and (passage.kind == "cell" or passage.chosen):
                key = passage.row.casefold()
                names.setdefault(key, passage.row)
                said[key][document.id].append(f"{passage.chosen} {passage.text}")
    several = len(documents) > 1
    telling = [key for key in names if not several or len({tuple(texts) for texts in said[key].values()}) > 1]
    return [in_small_letters(names[key], words) for key in telling]


def in_small_letters(label: str, words: Collection[str] = ()) -> str:
    """A label in capitals as it would stand in a sentence; a short form, which `words` never have small, stays."""
    spelt = (
        word.lower() if word.isupper() and (len(word) > _LONGEST_SHORT_FORM or word.lower() in words) else word
        for word in label.strip(" :").split()
    )
    text = " ".join(spelt)
    return text[:1].upper() + text[1:]
