"""The route that searches all documents of a visit for words, to be opened at the place found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from qa.web.translations import Translations, translations_of
from qa.web.views.cards import page_view
from qa.web.views.labels import one_line, place
from qa.web.views.sources import address_prefix
from qa.web.visits.asker import Asker
from qa.web.visits.turns import MAX_QUESTION_LENGTH
from qa.web.visits.visits import Visit, Visits

if TYPE_CHECKING:
    from qa.model import Hit

MAX_FOUND = 20
"""Maximum number of passages that a search of all documents lists."""
LONGEST_FOUND = 600
"""Maximum characters of a passage in the list."""


@dataclass(frozen=True, slots=True)
class SearchRoutes:
    """The route below `/visits/TOKEN` that searches the shared documents and the visitor's own."""

    visits: Visits
    asker: Asker

    def all(self) -> list[BaseRoute]:
        """Return the routes."""
        return [Route("/visits/{token}/found.json", self._found)]

    def _found(self, request: Request) -> Response:
        visit = self.visits.with_token(request.path_params["token"])
        if visit is None:
            raise HTTPException(404, "There is no such visit.")
        say = translations_of(request.headers, request.cookies)
        sought = request.query_params.get("q", "").strip()[:MAX_QUESTION_LENGTH]
        if not sought:
            return _json([])
        if not visit.rate_limit.allows():
            return _json({"reason": say("answer.too_fast")}, 429)
        return _json(list(self._hits(visit, sought, say)))

    def _hits(self, visit: Visit, sought: str, say: Translations) -> Iterator[dict[str, Any]]:
        """Yield the passages that fit best, those of the visitor's own documents first."""
        for engine, own in reversed(self.asker.engines(visit)):
            known = {document.name: document for document in engine.documents()}
            for hit in engine.search(sought, k=MAX_FOUND):
                if hit.document in known:
                    source = page_view(engine, known[hit.document], address_prefix(visit, own), "", hit)
                    yield _shown(source, hit, say)


def _shown(source: dict[str, object], hit: "Hit", say: Translations) -> dict[str, Any]:
    where = [part for part in (place(hit, say), hit.row, hit.column) if part]
    return {"source": source, "place": " · ".join(where), "text": one_line(hit.text)[:LONGEST_FOUND]}


def _json(content: object, status: int = 200) -> Response:
    return JSONResponse(content, status, headers={"Cache-Control": "no-store"})
