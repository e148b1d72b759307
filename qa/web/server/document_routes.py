"""Routes beside Gradio's own: page images, original files, the page's style, health.

Documents are named by their id, and only indexed ids are served: no path comes from a request.
"""

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from corpus.errors import ReadError
from qa.web.server.folder_cache import FolderCache
from qa.web.server.page_images import SCALE, THUMBNAIL_SCALE, PageImages, TooManyPagesError
from qa.web.server.reading.library import Find, Library, named_document
from qa.web.server.reading.reader_routes import ReaderRoutes
from qa.web.translations import translations_of

if TYPE_CHECKING:
    from corpus.model import Document
    from qa.engine import FactsheetQA
    from qa.web.metrics import Metrics

STATIC = Path(__file__).parent.parent / "static"
KEEP = {"Cache-Control": "private, max-age=86400, immutable"}  # the id is a hash of the content
FRESH = {"Cache-Control": "no-store"}
SHARED_CACHE_BYTES = 200_000_000
"""Maximum bytes of cached page images of the shared documents; a page takes about 0.3 MB."""
_PLACEHOLDER = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842"><rect width="595" height="842" fill="#fff"/>'
    '<text x="297" y="400" text-anchor="middle" font-family="sans-serif" font-size="13" fill="#444">{text}</text></svg>'
)


@dataclass(frozen=True, slots=True)
class DocumentRoutes:
    """Routes to pages, originals and texts of the documents that a request may see.

    `headers` rule the browser's cache.
    """

    find: Find
    images: PageImages
    headers: dict[str, str]

    def under(self, prefix: str) -> list[BaseRoute]:
        """Return the routes below a prefix."""
        return [
            Route(f"{prefix}/pages/{{document:str}}/{{page:int}}.png", self._page_image),
            Route(f"{prefix}/documents/{{document:str}}/original", self._original),
            *ReaderRoutes(self.find, self.images, self.headers).under(prefix),
        ]

    async def _page_image(self, request: Request) -> Response:
        library, document = await run_in_threadpool(self._found, request)
        page = request.path_params["page"]
        scale = THUMBNAIL_SCALE if "small" in request.query_params else SCALE
        if document.page_count is None or not 1 <= page <= document.page_count:
            raise HTTPException(404, "There is no such page.")
        try:
            png = await self.images.png(library.engine, document, page, library.cache, scale)
        except ReadError:
            return _placeholder(request, "viewer.undrawn", 422)
        except TooManyPagesError:
            return _placeholder(request, "viewer.busy", 503)
        return Response(png, media_type="image/png", headers=self.headers)

    def _original(self, request: Request) -> Response:
        library, document = self._found(request)
        source = library.engine.source(document.name)
        if not source.is_file():
            raise HTTPException(404, "The file is no longer where it was indexed from.")
        headers = FRESH if self.headers == FRESH else None
        return FileResponse(source, filename=document.name, content_disposition_type="attachment", headers=headers)

    def _found(self, request: Request) -> tuple[Library, "Document"]:
        library = self.find(request)
        return library, named_document(library.engine, request)


def shared_library(engine: "FactsheetQA", cache: Path) -> Library:
    """Return the documents that everyone sees; `cache` is the folder for their page images."""
    return Library(engine, FolderCache(cache, SHARED_CACHE_BYTES))


def shared_routes(library: Library, images: PageImages, metrics: "Metrics | None") -> list[BaseRoute]:
    """Return the routes of the page over the shared documents, with `/metrics` if `metrics` are given."""
    watched = [Route("/metrics", lambda _: Response(metrics.text(), media_type="text/plain"))] if metrics else []
    return [
        *DocumentRoutes(lambda _: library, images, KEEP).under(""),
        *watched,
        Route("/healthz", _fine),
        Route("/readyz", _fine),  # the server only listens once the index is open and the models are warm
        Route("/page/words.js", _words),
        Mount("/page", StaticFiles(directory=STATIC)),
    ]


def _placeholder(request: Request, key: str, status: int) -> Response:
    """Return an image that says why the page is not shown, in the browser's language."""
    text = translations_of(request.headers, request.cookies)(key)
    return Response(_PLACEHOLDER.format(text=escape(text)), status, FRESH, "image/svg+xml")


def _fine(_request: Request) -> Response:
    return PlainTextResponse("ok\n", headers=FRESH)


def _words(request: Request) -> Response:
    """Return the page's texts for its scripts, in the language that the browser prefers."""
    say = translations_of(request.headers, request.cookies)
    script = (
        f"export const language = {json.dumps(say.language)};\nexport const texts = {json.dumps(say.for_browser())};\n"
    )
    return Response(script, media_type="text/javascript", headers={**FRESH, "Vary": "Accept-Language"})
