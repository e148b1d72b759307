"""Routes beside Gradio's own: page images, original files, the page's style, health.

Documents are named by their id, and only indexed ids are served: no path comes from a request.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from qa.web.server.page_images import page_drawer
from qa.web.translations import preferred, translations_for

if TYPE_CHECKING:
    from corpus.model import Document
    from qa.engine import FactsheetQA
    from qa.web.metrics import Metrics

STATIC = Path(__file__).parent.parent / "static"
KEEP = {"Cache-Control": "private, max-age=86400, immutable"}  # the id is a hash of the content
FRESH = {"Cache-Control": "no-store"}

Find: TypeAlias = Callable[[Request], "FactsheetQA"]
"""Returns the engine whose documents a request may see."""


@dataclass(frozen=True, slots=True)
class DocumentRoutes:
    """Routes to the pages and originals of the documents that a request may see."""

    shared: "FactsheetQA"

    def under(self, prefix: str, find: Find) -> list[BaseRoute]:
        """Return the routes below a prefix."""
        draw = page_drawer(self.shared)

        def page_image(request: Request) -> Response:
            engine = find(request)
            document, page = _document(engine, request), request.path_params["page"]
            if document.page_count is None or not 1 <= page <= document.page_count:
                raise HTTPException(404, "There is no such page.")
            headers = KEEP if engine is self.shared else FRESH
            return Response(draw(engine, document, page), media_type="image/png", headers=headers)

        def original(request: Request) -> Response:
            engine = find(request)
            document = _document(engine, request)
            source = engine.source(document.name)
            if not source.is_file():
                raise HTTPException(404, "The file is no longer where it was indexed from.")
            return FileResponse(source, filename=document.name, content_disposition_type="attachment")

        return [
            Route(f"{prefix}/pages/{{document:str}}/{{page:int}}.png", page_image),
            Route(f"{prefix}/documents/{{document:str}}/original", original),
        ]


def routes(engine: "FactsheetQA", metrics: "Metrics | None") -> list[BaseRoute]:
    """Return the routes of the page over the documents of an index, with `/metrics` if `metrics` are given."""
    watched = [Route("/metrics", lambda _: Response(metrics.text(), media_type="text/plain"))] if metrics else []
    return [
        *DocumentRoutes(engine).under("", lambda _: engine),
        *watched,
        Route("/healthz", _fine),
        Route("/readyz", _fine),  # the server only listens once the index is open and the models are warm
        Route("/page/words.js", _words),
        Mount("/page", StaticFiles(directory=STATIC)),
    ]


def _fine(_request: Request) -> Response:
    return PlainTextResponse("ok\n", headers=FRESH)


def _words(request: Request) -> Response:
    """Return the page's texts for its scripts, in the language that the browser prefers."""
    say = translations_for(preferred(request.headers.get("accept-language")))
    script = (
        f"export const language = {json.dumps(say.language)};\nexport const texts = {json.dumps(say.for_browser())};\n"
    )
    return Response(script, media_type="text/javascript", headers={**FRESH, "Vary": "Accept-Language"})


def _document(engine: "FactsheetQA", request: Request) -> "Document":
    for document in engine.documents():
        if document.id == request.path_params["document"]:
            return document
    raise HTTPException(404, "There is no such document.")
