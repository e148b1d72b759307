"""What the server gives out beside Gradio's own routes: page images, original files, the page's style, health.

Documents are named by their id, and only ids of documents held are served: no path comes from a request.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from qa.web.pages import page_drawer

if TYPE_CHECKING:
    from corpus.model import Document
    from qa.engine import FactsheetQA

STATIC = Path(__file__).parent / "static"
KEEP = {"Cache-Control": "private, max-age=86400, immutable"}  # the id is a hash of the content


def routes(engine: "FactsheetQA") -> list[BaseRoute]:
    """The routes of the page over the documents of an index."""
    draw = page_drawer(engine)

    def page_image(request: Request) -> Response:
        document = _held(engine, request.path_params["document"])
        page = request.path_params["page"]
        if document.page_count is None or not 1 <= page <= document.page_count:
            raise HTTPException(404, "There is no such page.")
        return Response(draw(document, page), media_type="image/png", headers=KEEP)

    def original(request: Request) -> Response:
        document = _held(engine, request.path_params["document"])
        source = engine.source(document.name)
        if not source.is_file():
            raise HTTPException(404, "The file is no longer where it was indexed from.")
        return FileResponse(source, filename=document.name, content_disposition_type="attachment")

    return [
        Route("/pages/{document:str}/{page:int}.png", page_image),
        Route("/documents/{document:str}/original", original),
        Route("/healthz", _fine),
        Route("/readyz", _fine),  # the server only listens once the index is open and the models are warm
        Mount("/page", StaticFiles(directory=STATIC)),
    ]


def _fine(_request: Request) -> Response:
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


def _held(engine: "FactsheetQA", document_id: str) -> "Document":
    for document in engine.documents():
        if document.id == document_id:
            return document
    raise HTTPException(404, "There is no such document.")
