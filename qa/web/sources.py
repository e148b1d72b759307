"""The source panel: one card for each quote, with what the page view needs to show it in its place."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from corpus.model import Box, Document
from qa.model import Answer, Citation, Hit
from qa.web.conversation import Turn

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

NEAREST_SHOWN = 3
KEPT_CARDS = 512
LONGEST_NEAREST = 320
"""Characters of a closest passage; what an answer quotes is always shown in full."""


def card_labels(answer: Answer) -> list[str]:
    """The labels of an answer's cards: numbers for citations, letters for the nearest passages of a refusal."""
    if answer.answered:
        return [str(number) for number in range(1, len(answer.citations) + 1)]
    return [chr(ord("A") + number) for number in range(len(answer.nearest[:NEAREST_SHOWN]))]


def card_key(turn: int, label: str) -> str:
    """The id of a card in the page; chips refer to it."""
    return f"card-{turn}-{label}"


def place(source: Citation | Hit) -> str:
    """Where a quote stands, in a few words: its page, or its section where the file has no pages."""
    return f"page {source.page}" if source.page is not None else source.section or "no page numbers"


def shortened(text: str, limit: int) -> str:
    """The text on one line, cut after a word where it is longer than `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: line.rfind(" ", 0, limit)] + " …"


def panel(engine: "FactsheetQA", turns: Sequence[Turn]) -> str:
    """The whole panel: the cards of every turn, of which the last is shown, then the documents held."""
    documents = tuple(engine.documents())
    groups = "".join(
        f'<section class="evidence{"" if turn.answer.answered else " closest"}" data-turn="{number}" '
        f'aria-labelledby="evidence-{number}"{"" if number == len(turns) else " hidden"}>'
        f"{_cards(engine, documents, number, turn.answer)}</section>"
        for number, turn in enumerate(turns, 1)
        if turn.answer is not None
    )
    return groups + _documents_held(documents, folded=bool(turns))


@lru_cache(maxsize=KEPT_CARDS)
def _cards(engine: "FactsheetQA", documents: tuple[Document, ...], turn: int, answer: Answer) -> str:
    """An answer's cards. They are kept, because the panel of a long conversation is drawn anew for each question."""
    held = {document.name: document for document in documents}
    sources: Sequence[Citation | Hit] = answer.citations if answer.answered else answer.nearest[:NEAREST_SHOWN]
    items = "".join(
        _card(engine, held[source.document], card_key(turn, label), label, source)
        for label, source in zip(card_labels(answer), sources, strict=True)
        if source.document in held
    )
    title = "Sources" if answer.answered else "Closest passages"
    body = f'<ol class="cards">{items}</ol>' if items else '<p class="none">Nothing comes close.</p>'
    return f'<h2 class="panel-title" id="evidence-{turn}">{title}</h2>{body}'


def _card(engine: "FactsheetQA", document: Document, key: str, label: str, source: Citation | Hit) -> str:
    quote = source.quote if isinstance(source, Citation) else source.text
    shown = quote if isinstance(source, Citation) else shortened(quote, LONGEST_NEAREST)
    action = f"Open page {source.page}" if source.page is not None else "Open the passage"
    return (
        f'<li class="card" id="{key}" data-source="{escape(json.dumps(_source(engine, document, label, source)))}">'
        f'<div class="card-head"><span class="mark" aria-hidden="true">{label}</span>'
        f'<h3 class="card-title">{escape(document.title)}</h3></div>'
        f'<p class="card-file">{escape(_file_line(document, source))}</p>'
        f'<blockquote class="quote" lang="{escape(document.language)}">{escape(shown)}</blockquote>'
        f'<dl class="place">{"".join(_place_rows(source))}</dl>'
        f"{_surroundings(engine, source, quote)}"
        f'<button type="button" class="open" data-open="{key}">{action}</button></li>'
    )


def _file_line(document: Document, source: Citation | Hit) -> str:
    where = f"page {source.page}" if source.page is not None else "a file without pages"
    return " · ".join(part for part in (document.name, where) if part)


def _place_rows(source: Citation | Hit) -> Iterator[str]:
    for name, value in (("Section", source.section), ("Row", source.row), ("Column", source.column)):
        if value:
            yield f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>"


def _source(engine: "FactsheetQA", document: Document, label: str, source: Citation | Hit) -> dict[str, object]:
    """What the page view in the browser needs; lengths are PDF points."""
    return {
        "label": label,
        "document": document.id,
        "title": document.title,
        "name": document.name,
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


def _surroundings(engine: "FactsheetQA", source: Citation | Hit, quote: str) -> str:
    """For a file without pages: the passage that holds the quote, between its neighbours, with the quote marked."""
    if source.page is not None:
        return ""
    passages = [passage.text for passage in engine.passages(source.document)]
    found = next((number for number, text in enumerate(passages) if quote in text), None)
    if found is None:
        return f'<div class="passage" hidden><p><mark>{escape(quote)}</mark></p></div>'
    before, after = passages[max(found - 1, 0) : found], passages[found + 1 : found + 2]
    head, tail = passages[found].split(quote, 1)
    marked = f"<p>{escape(head)}<mark>{escape(quote)}</mark>{escape(tail)}</p>"
    return f'<div class="passage" hidden>{_paragraphs(before)}{marked}{_paragraphs(after)}</div>'


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f'<p class="around">{escape(text)}</p>' for text in texts)


def _documents_held(documents: Sequence[Document], *, folded: bool) -> str:
    items = "".join(_document(document) for document in documents)
    state = "" if folded else " open"
    return (
        f'<details class="held"{state}><summary><h2 class="panel-title">Documents held</h2> '
        f'<span class="count">{len(documents)}</span></summary><ul class="documents">{items}</ul></details>'
    )


def _document(document: Document) -> str:
    facts = [
        document.country,
        str(document.year) if document.year else None,
        f"{document.page_count} pages" if document.page_count else "text without pages",
    ]
    line = " · ".join(fact for fact in facts if fact)
    return (
        f'<li class="document"><a href="documents/{document.id}/original" download>{escape(document.title)}</a>'
        f'<span class="document-facts">{escape(line)}</span>'
        f'<span class="document-name">{escape(document.name)}</span></li>'
    )
