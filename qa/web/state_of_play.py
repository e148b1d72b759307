"""The categories that the tables of factsheets share, and the option that each document selects."""

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
"""Maximum letters of a word in capitals that may be a short form, such as EU."""


@dataclass(frozen=True, slots=True)
class SelectedOption:
    """The option that a table shows as selected: the `rank`-th of `options`, in the order in which they are printed."""

    rank: int
    options: int
    citation: Citation

    @property
    def share(self) -> float:
        """Position along the options, from 0 for the first to 1 for the last."""
        return (self.rank - 1) / max(self.options - 1, 1)


@dataclass(frozen=True, slots=True)
class SelectedOptions:
    """The options that one document selects, by criterion."""

    document: Document
    options: Mapping[str, SelectedOption]


@dataclass(frozen=True, slots=True)
class StateOfPlay:
    """The documents that select options, by country and year, and all criteria in the order of the tables."""

    criteria: tuple[str, ...]
    rows: tuple[SelectedOptions, ...]


def state_of_play(engines: Sequence["FactsheetQA"]) -> StateOfPlay:
    """Return the options that the documents of these engines show as selected."""
    rows = [
        SelectedOptions(document, options)
        for engine in engines
        for document in engine.documents()
        if (options := dict(_selected(document, engine.passages(document.id))))
    ]
    rows.sort(key=lambda row: (row.document.country or row.document.title, row.document.year or 0))
    criteria = dict.fromkeys(criterion for row in rows for criterion in row.options)
    return StateOfPlay(tuple(criteria), tuple(rows))


def _selected(document: Document, passages: Iterable[Passage]) -> Iterator[tuple[str, SelectedOption]]:
    for (_, row, _), parts in groupby(passages, lambda passage: (passage.table, passage.row, passage.column)):
        if row is not None and (found := _selected_option(document, row, list(parts))) is not None:
            yield row, found


def _selected_option(document: Document, row: str, parts: Sequence[Passage]) -> SelectedOption | None:
    """Return the option that a row shows as selected; long rows are several passages, each option a line."""
    options, rank, citation = 0, 0, None
    for part in parts:
        lines = part.text.splitlines()
        named = lines[0].casefold() == row.casefold()  # a row that is a passage begins with its label
        if part.chosen is not None and citation is None:
            start, end = part.chosen
            rank = options + part.text.count("\n", 0, start) + 1 - named
            citation = _citation(document, part, start, end)
        options += len(lines) - named
    return SelectedOption(rank, options, citation) if citation else None


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
    """Return the rows that the tables of several documents share, in the order of the tables and in small letters.

    A row that says the same in every document, such as a heading, is uninformative and left out.
    """
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, str] = {}
    documents = engine.documents()
    words = document_words(engine)
    for document in documents:
        for passage in engine.passages(document.id):
            if passage.row is not None and (passage.kind == "cell" or passage.chosen):
                key = passage.row.casefold()
                names.setdefault(key, passage.row)
                said[key][document.id].append(f"{passage.chosen} {passage.text}")
    several = len(documents) > 1
    informative = [key for key in names if not several or len({tuple(texts) for texts in said[key].values()}) > 1]
    return [in_small_letters(names[key], words) for key in informative]


def document_words(engine: "FactsheetQA") -> set[str]:
    """Return all words of an engine's documents, in the letters in which they are printed."""
    passages = (passage for document in engine.documents() for passage in engine.passages(document.id))
    return {word for passage in passages for word in passage.text.split()}


def in_small_letters(label: str, words: Collection[str] = ()) -> str:
    """Return a label in capitals with the case of a sentence; a short form, which `words` never have small, stays."""
    text = " ".join(_small(word, words) for word in label.strip(" :").split())
    return text[:1].upper() + text[1:]


def _small(word: str, words: Collection[str]) -> str:
    """Return a word in capitals in the letters that the documents use elsewhere; a name keeps its first capital."""
    if not word.isupper() or (len(word) <= _LONGEST_SHORT_FORM and word.lower() not in words):
        return word
    is_name = word.title() in words and word.lower() not in words
    return word.title() if is_name else word.lower()
