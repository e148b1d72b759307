"""The card of a quote, with what the page view needs to show the quote in its place."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.model import Box, Document
from qa.model import Citation, Hit
from qa.web.views.labels import shorten_line

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

LONGEST_NEAREST = 320
"""Maximum characters of a closest passage; what an answer quotes is always shown in full."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A quote of a file without pages, in its passage between the neighbouring ones."""

    quote: str
    head: str = ""
    tail: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A quote as the page shows it: `key` is the card's id in the page, `data` is JSON for the page view."""

    key: str
    label: str
    document: Document
    source: Citation | Hit
    shown: str
    data: str
    surroundings: Surroundings | None


def source_card(
    engine: "FactsheetQA", document: Document, prefix: str, key: str, label: str, source: Citation | Hit
) -> SourceCard:
    """Return the card of a citation or a closest passage; `prefix` precedes the addresses of the document's pages."""
    quote = source.quote if isinstance(source, Citation) else source.text
    return SourceCard(
        key=key,
        label=label,
        document=document,
        source=source,
        shown=quote if isinstance(source, Citation) else shorten_line(quote, LONGEST_NEAREST),
        data=json.dumps(page_view(engine, document, prefix, label, source)),
        surroundings=_surroundings(engine, source.document, quote) if source.page is None else None,
    )


def page_view(
    engine: "FactsheetQA", document: Document, prefix: str, label: str, source: Citation | Hit
) -> dict[str, object]:
    """Return what the page view in the browser needs; lengths are PDF points."""
    return {
        "label": label,
        "base": prefix,
        "document": document.id,
        "title": document.title,
        "name": document.name,
        "row": source.row,
        "page": source.page,
        "pages": document.page_count,
        "boxes": [box.to_list() for box in source.boxes],
        "sizes": _page_sizes(engine, document, source.boxes, source.page),
    }


def _page_sizes(
    engine: "FactsheetQA", document: Document, boxes: Iterable[Box], page: int | None
) -> dict[int, tuple[float, float]]:
    pages = {box.page for box in boxes} | ({page} if page is not None else set())
    return {number: engine.page_size(document.name, number) for number in sorted(pages)}


def _surroundings(engine: "FactsheetQA", document: str, quote: str) -> Surroundings:
    """Find a quote among the passages of a file without pages."""
    passages = [passage.text for passage in engine.passages(document)]
    found = next((number for number, text in enumerate(passages) if quote in text), None)
    if found is None:
        return Surroundings(quote)
    head, tail = passages[found].split(quote, 1)
    before, after = passages[max(found - 1, 0) : found], passages[found + 1 : found + 2]
    return Surroundings(quote, head, tail, tuple(before), tuple(after))
