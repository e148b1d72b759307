"""Page images: those of the shared documents drawn once and kept within a bound."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.model import Document
    from qa.engine import FactsheetQA

KEPT_PAGES = 96
SCALE = 2.0
"""Pixels a PDF point: an A4 page becomes 1190 pixels wide, sharp at reading size on a screen of double density."""


def page_drawer(shared: "FactsheetQA") -> Callable[["FactsheetQA", "Document", int], bytes]:
    """A function that gives the PNG of a document's page (1-based).

    Each page of the shared documents is drawn only once while it is kept; nothing of a visitor's documents is kept.
    """

    @lru_cache(maxsize=KEPT_PAGES)
    def draw(_document_id: str, name: str, page: int) -> bytes:
        return shared.page_image(name, page, scale=SCALE)

    def drawn(engine: "FactsheetQA", document: "Document", page: int) -> bytes:
        if engine is shared:
            return draw(document.id, document.name, page)
        return engine.page_image(document.name, page, scale=SCALE)

    return drawn
