"""Page images: drawn in limited child processes, a few at a time, and cached on disk within a bound."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from corpus.errors import ReadError
from qa.web.server.folder_cache import FolderCache

if TYPE_CHECKING:
    from corpus.model import Document
    from qa.engine import FactsheetQA

SCALE = 2.0
"""Pixels per PDF point: an A4 page becomes 1190 pixels wide, sharp at reading size on a screen of double density."""
THUMBNAIL_SCALE = 0.3
"""Pixels per PDF point of the small picture of a page."""
MAX_DRAWING = 2
"""Maximum pages of the shared documents drawn at a time; visitors' documents are drawn one page at a time."""
MAX_WAITING = 64
"""Maximum requests that wait for a page to be drawn, of shared and of visitors' documents each."""
KNOWN_FAILURES = 1_000
"""Maximum number of pages remembered because they could not be drawn."""


class TooManyPagesError(Exception):
    """More pages are waiting to be drawn than the server allows."""


class PageImages:
    """Pages of documents as PNG, drawn for requests of the server's event loop."""

    def __init__(self, max_drawing: int) -> None:
        self._places = asyncio.Semaphore(max_drawing)
        self._waiting = 0
        self._failures: OrderedDict[str, str] = OrderedDict()

    async def png(
        self, engine: "FactsheetQA", document: "Document", page: int, cache: FolderCache, scale: float = SCALE
    ) -> bytes:
        """Return a page (1-based) of a document as PNG, from the cache if it is there.

        Raises:
            ReadError: The page cannot be drawn; it is not tried again.
            TooManyPagesError: Too many pages are waiting.
        """
        name = _name(document, page, scale)
        if name in self._failures:
            raise ReadError(document.name, self._failures[name])
        cached = await run_in_threadpool(cache.get, name)
        if cached is not None:
            return cached
        async with self.place():
            return await run_in_threadpool(self._drawn, engine, document, page, cache, scale)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place among those that read or draw a page in a child process.

        Raises:
            TooManyPagesError: Too many are waiting.
        """
        if self._waiting >= MAX_WAITING:
            raise TooManyPagesError
        self._waiting += 1
        try:
            async with self._places:
                yield
        finally:
            self._waiting -= 1

    def _drawn(self, engine: "FactsheetQA", document: "Document", page: int, cache: FolderCache, scale: float) -> bytes:
        """Draw a page, unless it was drawn while this request waited."""
        name = _name(document, page, scale)
        cached = cache.get(name)
        if cached is not None:
            return cached
        try:
            png = engine.page_image(document.name, page, scale=scale)
        except ReadError as error:
            self._failures[name] = error.reason
            while len(self._failures) > KNOWN_FAILURES:
                self._failures.popitem(last=False)
            raise
        cache.put(name, png)
        return png


def _name(document: "Document", page: int, scale: float) -> str:
    """Return the file name of a page image; a document's id is a hash of its content."""
    return sha256(f"{document.id} {page} {scale}".encode()).hexdigest() + ".png"
