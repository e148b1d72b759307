"""Routes of the document reader: outline, words of a page, search in a document, the text of a file without pages."""

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from corpus.errors import ReadError
from qa.web.reader.document_text import DocumentText, printed_text
from qa.web.reader.finding import find
from qa.web.reader.flowing_text import flowing_text
from qa.web.reader.outline import outline
from qa.web.server.page_images import PageImages, TooManyPagesError
from qa.web.server.reading.library import Find, Library, named_document
from qa.web.views.rendering import render
from qa.web.visits.turns import MAX_QUESTION_LENGTH

if TYPE_CHECKING:
    from corpus.model import Document


@dataclass(frozen=True, slots=True)
class ReaderRoutes:
    """Routes to what is printed in the documents that a request may see. `headers` rule the browser's cache."""

    find: Find
    images: PageImages
    headers: dict[str, str]

    def under(self, prefix: str) -> list[BaseRoute]:
        """Return the routes below a prefix."""
        document = f"{prefix}/documents/{{document:str}}"
        return [
            Route(f"{document}/outline.json", self._outline),
            Route(f"{document}/found.json", self._found),
            Route(f"{document}/text.html", self._flowing),
            Route(f"{prefix}/pages/{{document:str}}/{{page:int}}.json", self._page),
        ]

    async def _outline(self, request: Request) -> Response:
        library, document, text = await self._text(request)
        passages = await run_in_threadpool(lambda: list(library.engine.passages(document.id)))
        entries = [entry.to_dict() for entry in outline(text, passages)]
        return JSONResponse({"outline": entries, "labels": text.labels}, headers=self.headers)

    async def _page(self, request: Request) -> Response:
        library, document, text = await self._text(request)
        page = request.path_params["page"]
        if not 1 <= page <= (document.page_count or 0):
            raise HTTPException(404, "There is no such page.")
        try:
            size = await run_in_threadpool(library.engine.page_size, document.name, page)
        except ReadError as error:
            raise HTTPException(422, "The pages of this file cannot be measured.") from error
        return JSONResponse({"size": size, "words": text.page(page)}, headers=self.headers)

    async def _found(self, request: Request) -> Response:
        _, _, text = await self._text(request)
        sought = request.query_params.get("q", "")[:MAX_QUESTION_LENGTH]
        hits = await run_in_threadpool(find, text, sought)
        return JSONResponse([hit.to_dict() for hit in hits], headers=self.headers)

    def _flowing(self, request: Request) -> Response:
        library = self.find(request)
        document = named_document(library.engine, request)
        elements = flowing_text(library.engine.passages(document.id))
        return HTMLResponse(render("flowing_text", elements=list(elements), document=document), headers=self.headers)

    async def _text(self, request: Request) -> tuple[Library, "Document", DocumentText]:
        """Return the text of a document with pages, from the cache if it is there."""
        library = await run_in_threadpool(self.find, request)
        document = await run_in_threadpool(named_document, library.engine, request)
        if document.page_count is None:
            raise HTTPException(404, "This document has no pages.")
        name = sha256(f"{document.id} text".encode()).hexdigest() + ".json"
        content = await run_in_threadpool(library.cache.get, name)
        if content is not None:
            return library, document, await run_in_threadpool(DocumentText.from_json, content)
        try:
            async with self.images.place():
                text = await run_in_threadpool(printed_text, library.engine, document)
        except TooManyPagesError as error:
            raise HTTPException(503, "Too many pages are being read; please try again shortly.") from error
        await run_in_threadpool(library.cache.put, name, text.to_json())
        return library, document, text
