"""Routes of one visit: its uploads with their pages, its conversation to download, its ratings, its end.

Every address contains the visit's secret token.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from qa.answering.comparison import Comparison
from qa.web.server.document_routes import FRESH, DocumentRoutes
from qa.web.server.folder_cache import FolderCache
from qa.web.server.limits.receiving import BrokenUploadError, Intake
from qa.web.server.page_images import PageImages
from qa.web.server.reading.library import Library
from qa.web.translations import Translations, translations_of
from qa.web.views.documents import state_line
from qa.web.views.export.formats import FORMATS
from qa.web.views.export.turns import ExportOrigin
from qa.web.visits.feedback import Feedback
from qa.web.visits.upload_queue import Owner, UploadQueue
from qa.web.visits.uploads import RefusedUpload, Upload
from qa.web.visits.visits import Visit, Visits

OWN_CACHE_BYTES = 30_000_000
"""Maximum bytes of cached page images of a visitor's documents; they are deleted with the visit."""
COMPARED: Final[dict[str, tuple[str, Callable[[Comparison], str]]]] = {
    "csv": ("text/csv", Comparison.to_csv),
    "md": ("text/markdown", Comparison.to_markdown),
    "json": ("application/json", lambda found: json.dumps(found.to_dict(), ensure_ascii=False, indent=2)),
}
"""Media type and writer of a comparison, by file ending."""


@dataclass(frozen=True, slots=True)
class VisitRoutes:
    """The routes below `/visits/TOKEN`. Without a queue nothing can be uploaded."""

    visits: Visits
    feedback: Feedback
    queue: UploadQueue | None

    def all(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            *(self._upload_routes(self.queue) if self.queue else []),
            Route("/visits/{token}/conversation.{format}", self._conversation),
            Route("/visits/{token}/comparison.{format}", self._comparison),
            Route("/visits/{token}/feedback", self._rate, methods=["POST"]),
            Route("/visits/{token}/end", self._end, methods=["POST"]),
        ]

    def _upload_routes(self, queue: UploadQueue) -> list[BaseRoute]:
        intake = Intake()

        async def upload(request: Request) -> Response:
            return await self._upload(request, queue, intake)

        return [
            Route("/visits/{token}/uploads", self._list),
            Route("/visits/{token}/uploads", upload, methods=["POST"]),
            Route("/visits/{token}/uploads/{id}", self._remove, methods=["DELETE"]),
            *DocumentRoutes(self._own_library, PageImages(1), FRESH).under("/visits/{token}"),
        ]

    def _visit(self, request: Request) -> Visit:
        visit = self.visits.with_token(request.path_params["token"])
        if visit is None:
            raise HTTPException(404, "There is no such visit.")
        return visit

    def _own_library(self, request: Request) -> Library:
        documents = self._visit(request).own_documents
        if documents.engine is None:
            raise HTTPException(404, "There is no such document.")
        return Library(documents.engine, FolderCache(documents.pages_folder, OWN_CACHE_BYTES))

    def _list(self, request: Request) -> Response:
        say = _words(request)
        return _json([_shown(upload, say) for upload in self._visit(request).own_documents.uploads])

    async def _upload(self, request: Request, queue: UploadQueue, intake: Intake) -> Response:
        """Accept a file: its name is in the header X-Name, percent-encoded, its content is the body."""
        visit, say = self._visit(request), _words(request)
        name = unquote(request.headers.get("x-name", "")).strip()
        documents, address = visit.own_documents, request.client.host if request.client else ""
        path = documents.incoming()
        try:
            documents.check(name, int(request.headers["content-length"]))
            digest = await intake.receive(request, path, address)
            owner = Owner(address, visit.token)
            upload = await run_in_threadpool(documents.add, name, path, digest, owner, queue)
        except RefusedUpload as refused:
            upload = documents.refuse(name, say(refused.key, **refused.values))
            await intake.discard(request)
        except BrokenUploadError:
            return _json({"reason": say("uploads.unfinished")}, 408)
        finally:
            path.unlink(missing_ok=True)
        return _json(_shown(upload, say), 201)

    def _remove(self, request: Request) -> Response:
        if not self._visit(request).own_documents.remove(request.path_params["id"]):
            return _json({"reason": _words(request)("uploads.reading_now")}, 409)
        return Response(status_code=204)

    def _conversation(self, request: Request) -> Response:
        visit, format = self._visit(request), request.path_params["format"]
        if format not in FORMATS:
            raise HTTPException(404, "There is no such format.")
        headers = {**FRESH, "Content-Disposition": f'attachment; filename="conversation.{format}"'}
        origin = ExportOrigin(str(request.base_url), date.today().isoformat())
        content = FORMATS[format].write(visit.turns, _words(request), origin)
        return Response(content, media_type=FORMATS[format].media_type, headers=headers)

    def _comparison(self, request: Request) -> Response:
        compared, format = self._visit(request).compared, request.path_params["format"]
        if compared is None or compared.found is None or format not in COMPARED:
            raise HTTPException(404, "There is no such comparison.")
        media_type, write = COMPARED[format]
        headers = {**FRESH, "Content-Disposition": f'attachment; filename="comparison.{format}"'}
        return Response(write(compared.found), media_type=media_type, headers=headers)

    async def _rate(self, request: Request) -> Response:
        """Record a visitor's rating of an answer, once for each."""
        visit = self._visit(request)
        number, right, comment = _rating(await _object(request))
        if not 1 <= number <= len(visit.turns) or number in visit.rated:
            raise HTTPException(409, "There is no such answer, or it was rated already.")
        visit.rated.add(number)
        if not visit.judge(number):
            return Response(status_code=204)
        await run_in_threadpool(self.feedback.add, visit.turns, number, right, comment)
        return Response(status_code=204)

    def _end(self, request: Request) -> Response:
        self.visits.leave(request.path_params["token"])
        return Response(status_code=204)


def _words(request: Request) -> Translations:
    return translations_of(request.headers, request.cookies)


def _json(content: object, status: int = 200) -> Response:
    return JSONResponse(content, status, headers=FRESH)


def _shown(upload: Upload, say: Translations) -> dict[str, Any]:
    return {**asdict(upload), "line": state_line(upload, say)}


async def _object(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body of a request."""
    try:
        content = await request.json()
    except ValueError as error:
        raise HTTPException(400, "This is not JSON.") from error
    if not isinstance(content, dict):
        raise HTTPException(400, "This is not a JSON object.")
    return content


def _rating(content: dict[str, Any]) -> tuple[int, bool, str]:
    number, right, comment = content.get("turn"), content.get("right"), content.get("comment", "")
    if not isinstance(number, int) or not isinstance(right, bool) or not isinstance(comment, str):
        raise HTTPException(400, "A rating has turn (a number), right (true or false) and comment (a text).")
    return number, right, comment
