"""The route of the operator's page."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from platform import python_version
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from qa.indexing.last_build import last_refused
from qa.model import FileProblem
from qa.web.server.access.operators import Operators
from qa.web.server.document_routes import FRESH
from qa.web.server.memory import resident_bytes
from qa.web.translations import translations_of
from qa.web.views.operator import REASONS, ServerState, operator_page

if TYPE_CHECKING:
    from qa.web.visits.asker import Asker
    from qa.web.visits.feedback import Feedback
    from qa.web.visits.visits import Visits

PATH: Final = "/operator"
_REFUSED: Final = "Only operators see this page: users named by --operator, or without --auth the server's machine\n"
MAX_WARNINGS = 1_000
"""Maximum warnings of the reader that are listed."""


@dataclass(frozen=True, slots=True)
class OperatorRoutes:
    """The route of the page, for operators."""

    asker: "Asker"
    visits: "Visits"
    feedback: "Feedback"
    operators: Operators
    started: float = field(default_factory=time.monotonic)

    def all(self) -> list[Route]:
        """Return the routes."""
        return [Route(PATH, self._page)]

    def _page(self, request: Request) -> Response:
        if not self.operators.include(request.scope):
            return PlainTextResponse(_REFUSED, 403)
        say = translations_of(request.headers, request.cookies)
        return HTMLResponse(operator_page(self._state(), say), headers=FRESH)

    def _state(self) -> ServerState:
        engine, metrics = self.asker.shared, self.asker.metrics
        changed, warnings = engine.store.changed(), list(self._warnings())
        return ServerState(
            documents=len(engine.documents()),
            changed=None if changed is None else datetime.fromtimestamp(changed, UTC).astimezone(),
            index_bytes=engine.store.size(),
            versions=[
                f"factsheet-qa {version('factsheet-qa')}",
                f"Gradio {version('gradio')}",
                f"Python {python_version()}",
            ],
            models=engine.newest().index.embedder_names,
            running=timedelta(seconds=time.monotonic() - self.started),
            memory_bytes=resident_bytes(),
            visits=self.visits.count,
            questions=metrics.questions,
            refused={reason: metrics.refused(reason) for reason in REASONS},
            rated=self.feedback.counts(),
            refused_files=last_refused(engine.store),
            warnings=warnings[:MAX_WARNINGS],
        )

    def _warnings(self) -> Iterator[FileProblem]:
        engine = self.asker.shared
        for document in engine.documents():
            yield from (FileProblem(document.name, warning) for warning in engine.warnings(document.id))
