"""The source panel: one card for each quote, with what the page view needs to show it in its place."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from corpus.model import Box, Document
from qa.model import Answer, Citation, Hit
from qa.web.translations import Translations, translations_for
from qa.web.views.labels import NEAREST_SHOWN, card_key, card_labels, place, shorten_line
from qa.web.visits.asker import Asker
from qa.web.visits.visits import Visit

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

KEPT_CARDS = 512
LONGEST_NEAREST = 320
"""Characters of a closest passage; what an answer quotes is always shown in full."""


def panel(asker: Asker, visit: Visit, say: Translations) -> str:
    """The whole panel: the cards of every turn, of which the last is shown, then the documents held."""
    groups = "".join(
        f'<section class="evidence{"" if turn.answer.answered else " closest"}" data-turn="{number}" '
        f'aria-labelledby="evidence-{number}"{"" if number == len(visit.turns) else " hidden"}>'
        f"{_turn_cards(asker, visit, number, turn.answer, turn.own, say)}</section>"
        for number, turn in enumerate(visit.turns, 1)
        if turn.answer is not None
    )
    documents = asker.documents(visit)
    return groups + _documents_held(asker, visit, documents, say, folded=bool(visit.turns))


def base(visit: Visit, own: bool) -> str:
    """What stands in front of the addresses of a document's pages and original."""
    return f"visits/{visit.token}/" if own else ""


def _turn_cards(asker: Asker, visit: Visit, number: int, answer: Answer, own: bool, say: Translations) -> str:
    engine = asker.engine(visit, own)
    draw = _cards.__wrapped__ if own else _cards  # nothing of a visitor's documents is kept beyond the visit
    return draw(engine, tuple(engine.documents()), base(visit, own), number, answer, say.language)


@lru_cache(maxsize=KEPT_CARDS)
def _cards(
    engine: "FactsheetQA", documents: tuple[Document, ...], base: str, turn: int, answer: Answer, language: str
) -> str:
    """An answer's cards. They are kept, because the panel of a long conversation is drawn anew for each question."""
    held = {document.name: document for document in documents}
    say = translations_for(language)
    sources: Sequence[Citation | Hit] = answer.citations if answer.answered else answer.nearest[:NEAREST_SHOWN]
    items = "".join(
        card(engine, held[source.document], base, card_key(turn, label), label, source, say)
        for label, source in zip(card_labels(answer), sources, strict=True)
        if source.document in held
    )
    title = say("source.sources") if answer.answered else say("source.closest")
    body = f'<ol class="cards">{items}</ol>' if items else f'<p class="none">{say("source.none")}</p>'
    return f'<h2 class="panel-title" id="evidence-{turn}">{title}</h2>{body}'


def card(
    engine: "FactsheetQA",
    document: Document,
    base: str,
    key: str,
    label: str,
    source: Citation | Hit,
    say: Translations,
) -> str:
    """The card of one quote: `key` is its id in the page, `base` as `base` gives it."""
    quote = source.quote if isinstance(source, Citation) else source.text
    shown = quote if isinstance(source, Citation) else shorten_line(quote, LONGEST_NEAREST)
    action = say("source.open_passage") if source.page is None else say("source.open_page", n=source.page)
    data = escape(json.dumps(_source(engine, document, base, label, source)))
    return (
        f'<li class="card" id="{key}" data-source="{data}">'
        f'<div class="card-head"><span class="mark" aria-hidden="true">{label}</span>'
        f'<h3 class="card-title">{escape(document.title)}</h3></div>'
        f'<p class="card-file">{escape(_file_line(document, source, say))}</p>'
        f'<blockquote class="quote" lang="{escape(document.language)}">{escape(shown)}</blockquote>'
        f'<dl class="place">{"".join(_place_rows(source, say))}</dl>'
        f"{_surroundings(engine, source, quote)}"
        f'<button type="button" class="open" data-open="{key}">{action}</button></li>'
    )


def _file_line(document: Document, source: Citation | Hit, say: Translations) -> str:
    return f"{document.name} · {say('source.no_pages') if source.page is None else place(source, say)}"


def _place_rows(source: Citation | Hit, say: Translations) -> Iterator[str]:
    for name, value in (("section", source.section), ("row", source.row), ("column", source.column)):
        if value:
            yield f"<div><dt>{say('source.' + name)}</dt><dd>{escape(value)}</dd></div>"


def _source(
    engine: "FactsheetQA", document: Document, base: str, label: str, source: Citation | Hit
) -> dict[str, object]:
    """What the page view in the browser needs; lengths are PDF points."""
    return {
        "label": label,
        "base": base,
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


def _documents_held(
    asker: Asker, visit: Visit, documents: Sequence[Document], say: Translations, *, folded: bool
) -> str:
    shared = len(asker.shared.documents())
    items = "".join(
        _document(document, base(visit, own=place >= shared), say) for place, document in enumerate(documents)
    )
    title = f'<h2 class="panel-title">{say("documents.held")}</h2>'
    return (
        f'<details class="held"{"" if folded else " open"}><summary>{title} '
        f'<span class="count">{len(documents)}</span></summary><ul class="documents">{items}</ul></details>'
    )


def _document(document: Document, base: str, say: Translations) -> str:
    line = " · ".join(facts(document, say))
    return (
        f'<li class="document"><a href="{base}documents/{document.id}/original" download>{escape(document.title)}</a>'
        f'<span class="document-facts">{escape(line)}</span>'
        f'<span class="document-name">{escape(document.name)}</span></li>'
    )


def facts(document: Document, say: Translations) -> list[str]:
    """Country, year and length of a document, as far as they are known."""
    known = [document.country, str(document.year) if document.year else None]
    length = say.count("source.length", document.page_count) if document.page_count else say("source.no_pages")
    return [fact for fact in (*known, length) if fact]
