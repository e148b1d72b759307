"""Page images of the documents held, drawn once and kept within a bound."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.model import Document
    from qa.engine import FactsheetQA

KEPT_PAGES = 96
SCALE = 2.0
"""Pixels a PDF point: an A4 page becomes 1190 pixels wide, sharp at reading size on a screen of double density."""


def page_drawer(engine: "FactsheetQA") -> Callable[["Document", int], bytes]:
    """A function that gives the PNG of a document's page (1-based), drawing each page only once while it is kept."""

    @lru_cache(maxsize=KEPT_PAGES)
    def draw(_document_id: str, name: str, page: int) -> bytes:
        return engine.page_image(name, page, scale=SCALE)

    return lambda document, page: draw(document.id, document.name, page)
