"""The source panel: one card for each quote, and the documents that can be asked."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from corpus.model import Document
from qa.model import Answer, Citation, Hit
from qa.web.translations import Translations, translations_for
from qa.web.views.cards import source_card
from qa.web.views.labels import card_key, card_labels, nearest_shown, quotes_shown
from qa.web.views.rendering import render
from qa.web.visits.asker import Asker
from qa.web.visits.visits import Visit

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

CACHED_CARDS = 512
"""Maximum number of answers whose cards are kept, of all visits."""


def sources_panel(asker: Asker, visit: Visit, say: Translations) -> str:
    """Return the cards of every turn, of which those of the last are shown, then all documents."""

    def cards(number: int, answer: Answer, own: bool) -> Markup:
        engine = asker.engine(visit, own)
        draw = _cards if own else _cached_cards  # nothing of a visitor's documents is kept beyond the visit
        documents = tuple(engine.documents())
        return draw(engine, documents, address_prefix(visit, own), number, answer, say.language)

    shared = len(asker.shared.documents())
    documents = [
        (document, address_prefix(visit, own=place >= shared)) for place, document in enumerate(asker.documents(visit))
    ]
    return render("sources", turns=visit.turns, cards=cards, documents=documents, facts=document_facts, say=say)


def address_prefix(visit: Visit, own: bool) -> str:
    """Return what precedes the addresses of a document's pages and original."""
    return f"visits/{visit.token}/" if own else ""


def _cards(
    engine: "FactsheetQA", documents: tuple[Document, ...], prefix: str, turn: int, answer: Answer, language: str
) -> Markup:
    """Return an answer's cards."""
    known = {document.name: document for document in documents}
    sources: Sequence[Citation | Hit] = quotes_shown(answer) if answer.answered else nearest_shown(answer)
    cards = [
        source_card(engine, known[source.document], prefix, card_key(turn, label), label, source)
        for label, source in zip(card_labels(answer), sources, strict=True)
        if source.document in known
    ]
    return render("cards", turn=turn, answered=answer.answered, cards=cards, say=translations_for(language))


_cached_cards = lru_cache(maxsize=CACHED_CARDS)(_cards)
"""Cards of shared documents: every question draws the whole panel of a conversation again."""


def document_facts(document: Document, say: Translations) -> list[str]:
    """Return country, year and length of a document, as far as they are known."""
    known = [document.country, str(document.year) if document.year else None]
    length = say.count("source.length", document.page_count) if document.page_count else say("source.no_pages")
    return [fact for fact in (*known, length) if fact]
