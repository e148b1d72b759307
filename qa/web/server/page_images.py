"""Page images; those of the shared documents are cached within a bound."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.model import Document
    from qa.engine import FactsheetQA

CACHED_PAGES = 96
"""Maximum number of cached page images."""
SCALE = 2.0
"""Pixels per PDF point: an A4 page becomes 1190 pixels wide, sharp at reading size on a screen of double density."""


def page_drawer(shared: "FactsheetQA") -> Callable[["FactsheetQA", "Document", int], bytes]:
    """Return a function that draws a document's page (1-based) as PNG.

    Pages of the shared documents are cached; those of visitors' documents never are.
    """

    @lru_cache(maxsize=CACHED_PAGES)
    def draw(_document_id: str, name: str, page: int) -> bytes:
        return shared.page_image(name, page, scale=SCALE)

    def drawn(engine: "FactsheetQA", document: "Document", page: int) -> bytes:
        if engine is shared:
            return draw(document.id, document.name, page)
        return engine.page_image(document.name, page, scale=SCALE)

    return drawn
