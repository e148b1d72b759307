"""Plain HTTP for programs: JSON in, JSON out, described by `/openapi.json`."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from corpus.errors import ReadError
from qa.errors import UnknownDocumentError
from qa.web.api.arguments import ArgumentError, AskArguments, CompareArguments, SearchArguments, explained
from qa.web.api.bodies import AnswerBody, ComparisonBody, DocumentBody, ErrorBody, HitBody
from qa.web.api.call_slots import CallSlots, TooManyCallsError
from qa.web.api.endpoints import ARGUMENTS, Endpoints
from qa.web.api.refusals import refused_argument, refused_call
from qa.web.server.document_routes import FRESH
from qa.web.server.page_images import PageImages, TooManyPagesError
from qa.web.server.reading.library import Library

PREFIX = "/api"
_BUSY = 503
_ERRORS: dict[int | str, dict[str, Any]] = {
    422: {"model": ErrorBody, "description": "An argument is missing, of a wrong type or unknown."},
    429: {"model": ErrorBody, "description": "Too many questions within a minute from this address."},
    _BUSY: {"model": ErrorBody, "description": "Too many calls are waiting."},
}
_NO_PAGE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/png": {}}, "description": "The page as it is printed."},
    404: {"model": ErrorBody, "description": "There is no such document or page."},
}


@dataclass(frozen=True, slots=True)
class HttpApi:
    """The routes below `/api`, over the documents that everyone sees."""

    endpoints: Endpoints
    library: Library
    images: PageImages
    slots: CallSlots

    def add_to(self, app: FastAPI) -> None:
        """Add the routes and the form of their errors to an application."""
        router = APIRouter(prefix=PREFIX, responses=_ERRORS)
        router.add_api_route("/ask", self.ask, methods=["POST"], responses=_described(AnswerBody))
        router.add_api_route("/search", self.search, methods=["POST"], responses=_described(list[HitBody]))
        router.add_api_route("/compare", self.compare, methods=["POST"], responses=_described(ComparisonBody))
        router.add_api_route("/documents", self.documents, responses=_described(list[DocumentBody]))
        router.add_api_route("/pages/{document}/{page}.png", self.page, responses=_NO_PAGE, response_class=Response)
        router.add_route(f"{PREFIX}/{{path:path}}", _unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
        app.include_router(router)
        app.add_exception_handler(RequestValidationError, _wrong_arguments)
        app.add_exception_handler(ArgumentError, _wrong_argument)
        app.add_exception_handler(TooManyCallsError, _too_many_calls)
        app.add_exception_handler(HTTPException, _failed)

    async def ask(self, arguments: AskArguments) -> JSONResponse:
        """Answer a question by verbatim quotes, or refuse with a reason."""
        return _json(await self.slots.run(self.endpoints.ask, **arguments.model_dump()))

    async def search(self, arguments: SearchArguments) -> JSONResponse:
        """Find the passages that fit a question best, best first."""
        return _json(await self.slots.run(self.endpoints.search, **arguments.model_dump()))

    async def compare(self, arguments: CompareArguments) -> JSONResponse:
        """Say what each document states on a topic, with its quote and place, or that it states nothing."""
        return _json(await self.slots.run(self.endpoints.compare, **arguments.model_dump()))

    async def documents(self) -> JSONResponse:
        """List the indexed documents."""
        return _json(await self.slots.run(self.endpoints.documents))

    async def page(
        self,
        document: Annotated[str, Path(description="The file name or the id of a document.")],
        page: Annotated[int, Path(ge=1, description="The number of the page, from 1.")],
    ) -> Response:
        """Draw a page of a PDF, in two pixels per point of the boxes."""
        engine = self.library.engine
        found = next((each for each in engine.documents() if document in (each.id, each.name)), None)
        if found is None or found.page_count is None or page > found.page_count:
            raise HTTPException(404, "there is no such document or page; GET /api/documents lists them")
        try:
            png = await self.images.png(engine, found, page, self.library.cache)
        except (ReadError, UnknownDocumentError) as error:
            raise HTTPException(422, str(error)) from error
        except TooManyPagesError as error:
            raise HTTPException(_BUSY, "too many pages are waiting; try again in a minute") from error
        return Response(png, media_type="image/png", headers=FRESH)


def _described(body: object) -> dict[int | str, dict[str, Any]]:
    """Return the description of a successful response; the engine's results need no further validation."""
    return {200: {"model": body}}


def _json(content: object) -> JSONResponse:
    return JSONResponse(content, headers=FRESH)


_MODELS: dict[str, type[BaseModel]] = {
    f"{PREFIX}/{name}": model for name, model in ARGUMENTS.items() if model is not None
}


def _wrong_arguments(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return refused_argument(explained(error.errors()[0], _MODELS.get(request.url.path)))


def _wrong_argument(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ArgumentError)
    return refused_argument(error)


def _too_many_calls(_request: Request, error: Exception) -> Response:
    return refused_call(str(error), _BUSY)


def _unknown(_request: Request) -> Response:
    return refused_call("there is no such path, or not with this method; /openapi.json lists them", 404)


async def _failed(request: Request, error: Exception) -> Response:
    """Return other refusals in the same form below `/api`, and as FastAPI does elsewhere."""
    assert isinstance(error, HTTPException)
    if request.url.path.startswith(f"{PREFIX}/"):
        return refused_call(str(error.detail), error.status_code)
    return await http_exception_handler(request, error)
