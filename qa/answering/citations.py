"""Make citations of the quoted spans, and the answer that a person reads: labels, quotes and numbers."""

from collections.abc import Iterator, Sequence

import numpy as np

from corpus.model import Document, Passage
from qa.answering.messages import quoted
from qa.answering.spans.span import Span
from qa.answering.spans.span_ranker import RankedSpan
from qa.answering.spans.units import unit_of
from qa.model import Citation

_LONGEST_COLUMN = 12
"""Maximum words of a column label in the answer; a longer one is cut to its first part, citations have it in full."""


def citations_of(ranked: RankedSpan, document: Document) -> list[Citation]:
    """Return the citations of one ranked span."""
    return citations_of_span(ranked.span, document, ranked.score)


def citations_of_span(span: Span, document: Document, score: float) -> list[Citation]:
    """Return the citations of one span: one for each page it touches, since a quote is one run of its page."""
    passage = span.passage
    return [
        Citation(
            document=document.name,
            title=document.title,
            country=document.country,
            year=document.year,
            page=page,
            section=passage.section,
            row=passage.row,
            column=passage.column,
            quote=part.text,
            boxes=passage.quote_boxes(part.start, part.end),
            score=score,
            unit=unit_of(passage),
        )
        for part, page in _by_page(span)
    ]


def answer_text(
    groups: Sequence[tuple[Document, RankedSpan, Sequence[Citation]]], language: str, *, name_countries: bool
) -> str:
    """Return the answer: for each span one line with its labels, the quote and the numbers of its citations.

    Quotes from several documents about no country have the title of their document before them.
    """
    lines = []
    number = 0
    name_titles = len({document.id for document, _, _ in groups}) > 1
    for document, ranked, citations in groups:
        marks = "".join(f" [{number + place + 1}]" for place in range(len(citations)))
        number += len(citations)
        label = place_label(document, ranked.span.passage, name_countries=name_countries, name_titles=name_titles)
        lines.append(f"{label}{quoted(language, ranked.span.text)}{marks}")
    return "\n".join(lines)


def place_label(document: Document, passage: Passage, *, name_countries: bool, name_titles: bool = False) -> str:
    """Return what is needed to understand a quote: country or title, row, column, unit; "" for one running text."""
    country = document.country if name_countries else None
    title = document.title if name_titles and document.country is None else None
    parts = [part for part in (country or title, passage.row, _short_column(passage.column)) if part]
    unit = unit_of(passage)
    shown = f" ({unit})" if unit and not any(unit in part for part in parts) else ""
    return f"{' – '.join(parts)}{shown}: " if parts else ""


def _short_column(column: str | None) -> str | None:
    if column is None or len(column.split()) <= _LONGEST_COLUMN:
        return column
    return column.partition(") (")[0] + ")" if ") (" in column else column.partition(" (")[0]


def _by_page(span: Span) -> Iterator[tuple[Span, int | None]]:
    """Yield the parts of a span that are on one page each, with the page."""
    boxes = span.passage.word_boxes
    first = len(span.passage.text[: span.start].split())
    count = len(span.text.split())
    inside = boxes[(boxes[:, 0] >= first) & (boxes[:, 0] < first + count)]
    pages = np.unique(inside[:, 1])
    if len(pages) < 2:
        yield span, int(pages[0]) if len(pages) else span.passage.page
        return
    ranges = _word_ranges(span)
    for page in pages:
        numbers = inside[inside[:, 1] == page, 0].astype(int) - first
        yield Span(span.passage, ranges[numbers.min()][0], ranges[numbers.max()][1], span.kind), int(page)


def _word_ranges(span: Span) -> list[tuple[int, int]]:
    """Return start and end of each word of a span, in the passage's text."""
    ranges = []
    place = span.start
    for word in span.text.split():
        start = span.passage.text.index(word, place)
        place = start + len(word)
        ranges.append((start, place))
    return ranges
