"""From chosen pieces to an answer that a person reads: labels, quotes and numbered citations."""

from collections.abc import Iterator, Sequence

import numpy as np

from corpus.model import Document, Passage
from qa.answering.messages import quoted
from qa.answering.span_ranker import RankedSpan
from qa.answering.spans import Span
from qa.model import Citation

_LONGEST_COLUMN = 12
"""Words from which a column label is shortened to its first part in the answer; citations have it in full."""


def citations_of(choice: RankedSpan, document: Document) -> list[Citation]:
    """The citations of one piece: one for each page that it touches, for a quote must stand on its page in one run."""
    return [
        Citation(
            document=document.name,
            title=document.title,
            country=document.country,
            year=document.year,
            page=page,
            section=choice.unit.passage.section,
            row=choice.unit.passage.row,
            column=choice.unit.passage.column,
            quote=part.text,
            boxes=part.passage.quote_boxes(part.start, part.end),
            score=choice.score,
        )
        for part, page in _by_page(choice.unit)
    ]


def answer_text(
    groups: Sequence[tuple[Document, RankedSpan, Sequence[Citation]]], language: str, *, name_countries: bool
) -> str:
    """The answer: for each piece its labels, the quote and the numbers of its citations, one piece a line."""
    lines = []
    number = 0
    for document, choice, citations in groups:
        marks = "".join(f" [{number + place + 1}]" for place in range(len(citations)))
        number += len(citations)
        label = _label(document, choice.unit.passage, name_countries=name_countries)
        lines.append(f"{label}{quoted(language, choice.unit.text)}{marks}")
    return "\n".join(lines)


def _label(document: Document, passage: Passage, *, name_countries: bool) -> str:
    """What must be known to understand the quote: country, row and column; nothing for running text of one country."""
    country = document.country if name_countries else None
    parts = [part for part in (country, passage.row, _short_column(passage.column)) if part]
    return f"{' – '.join(parts)}: " if parts else ""


def _short_column(column: str | None) -> str | None:
    if column is None or len(column.split()) <= _LONGEST_COLUMN:
        return column
    return column.partition(") (")[0] + ")" if ") (" in column else column.partition(" (")[0]


def _by_page(unit: Span) -> Iterator[tuple[Span, int | None]]:
    """The parts of a piece that stand on one page each, with the page."""
    boxes = unit.passage.word_boxes
    first = len(unit.passage.text[: unit.start].split())
    count = len(unit.text.split())
    inside = boxes[(boxes[:, 0] >= first) & (boxes[:, 0] < first + count)]
    pages = np.unique(inside[:, 1])
    if len(pages) < 2:
        yield unit, int(pages[0]) if len(pages) else unit.passage.page
        return
    spans = _word_spans(unit)
    for page in pages:
        numbers = inside[inside[:, 1] == page, 0].astype(int) - first
        yield Span(unit.passage, spans[numbers.min()][0], spans[numbers.max()][1], unit.kind), int(page)


def _word_spans(unit: Span) -> list[tuple[int, int]]:
    """Start and end of each word of a piece, in the passage's text."""
    spans = []
    place = unit.start
    for word in unit.text.split():
        start = unit.passage.text.index(word, place)
        place = start + len(word)
        spans.append((start, place))
    return spans
