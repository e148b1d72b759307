"""Build the whole web application: the page, its routes and the API behind the guard."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import fastapi
import gradio as gr
from platformdirs import user_cache_path, user_data_path
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount

from qa.engine import FactsheetQA
from qa.web.api.call_slots import CallSlots
from qa.web.api.endpoints import Endpoints
from qa.web.api.mcp import tool_server
from qa.web.api.page_events import PageEvents
from qa.web.layout import HEAD, build
from qa.web.metrics import Metrics
from qa.web.server.access.forwarded import ForwardedHeaders
from qa.web.server.access.hosts import HostPolicy
from qa.web.server.access.operators import Operators
from qa.web.server.access.passwords import Gatekeeper
from qa.web.server.address import server_name
from qa.web.server.api_routes import HttpApi
from qa.web.server.document_routes import STATIC, shared_library, shared_routes
from qa.web.server.limits.rate_limits import RateLimits
from qa.web.server.operator_routes import OperatorRoutes
from qa.web.server.page_images import MAX_DRAWING, PageImages
from qa.web.server.reading.search_routes import SearchRoutes
from qa.web.server.security import Guard, GuardRules
from qa.web.server.sessions import SessionOwners
from qa.web.server.visit_routes import VisitRoutes
from qa.web.visits.asker import Asker
from qa.web.visits.feedback import Feedback
from qa.web.visits.upload_queue import UploadQueue
from qa.web.visits.visits import MAX_VISITS, QUESTIONS_A_MINUTE, Visits

THREADS = 8
"""Maximum requests handled at once; Gradio's queue bounds the questions among them."""
_API: Final[Mapping[str, Any]] = {
    "title": "Factsheet QA",
    "summary": "Answers from policy factsheets, backed by verbatim quotes.",
    "version": version("factsheet-qa"),
    "openapi_url": "/openapi.json",
    "docs_url": None,  # its pages load scripts from elsewhere
    "redoc_url": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerOptions:
    """Options that an operator chooses.

    `auth` is a file of users, `operators` those of them who see the operator's page. `feedback` is the folder for
    visitors' ratings of answers; by default it is beside the index, or in the user data folder. `open_to_all` admits
    other machines without a password. With `share_uploads` everyone sees what one visitor uploads. The server answers
    under `host_names` beside its own; pages of `origins` may call it; only forwarded headers of `proxies`, by IP
    address or network, are believed. Programs at one address may ask `questions_a_minute`.
    """

    index: str
    auth: Path | None = None
    operators: tuple[str, ...] = ()
    open_to_all: bool = False
    uploads: bool = True
    share_uploads: bool = False
    metrics: bool = False
    mcp: bool = False
    feedback: Path | None = None
    host_names: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    questions_a_minute: int = QUESTIONS_A_MINUTE


def guarded_app(
    options: ServerOptions, engine: FactsheetQA, visits: Visits, queue: UploadQueue, gatekeeper: Gatekeeper | None
) -> ForwardedHeaders:
    """Return the whole application: the page and its routes behind the guard."""
    asker, slots = Asker(engine, Metrics(engine)), CallSlots()
    page = build(asker, visits, uploads=options.uploads)
    rules = GuardRules(
        HostPolicy(server_name(), options.host_names, options.origins),
        SessionOwners(visits),
        RateLimits(options.questions_a_minute),
        PageEvents(page),
        gatekeeper,
    )
    cross_origin = Middleware(
        CORSMiddleware,
        allow_origins=list(options.origins),
        allow_credentials=bool(options.origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization"],
    )
    tools = tool_server(asker, slots) if options.mcp else None
    library, images = shared_library(engine, user_cache_path("factsheet-qa") / "pages"), PageImages(MAX_DRAWING)
    feedback = _feedback(options, engine)
    app = fastapi.FastAPI(
        routes=[
            *shared_routes(library, images, asker.metrics if options.metrics else None),
            *SearchRoutes(visits, asker).all(),
            *VisitRoutes(visits, feedback, queue if options.uploads else None).all(),
            *OperatorRoutes(asker, visits, feedback, Operators(options.operators, gatekeeper)).all(),
            *([Mount("/mcp", tools.streamable_http_app())] if tools else []),
        ],
        lifespan=(lambda _: tools.session_manager.run()) if tools else None,
        middleware=[Middleware(Guard, rules=rules), cross_origin],  # it also replaces Gradio's own cross-origin rules
        **_API,
    )
    HttpApi(Endpoints(asker), library, images, slots).add_to(app)
    _mount_page(app, page)
    return ForwardedHeaders(app, options.proxies)


def _mount_page(app: fastapi.FastAPI, page: gr.Blocks) -> None:
    """Mount the page at the root of the application."""
    page.max_threads = THREADS
    page.state_session_capacity = MAX_VISITS  # programs have sessions too, without a visit
    gr.mount_gradio_app(app, page, path="/", **_gradio_settings())


def _feedback(options: ServerOptions, engine: FactsheetQA) -> Feedback:
    """Return the ratings beside the index, or in the user data folder if the index is in a database."""
    beside = engine.folder and engine.folder.with_name(engine.folder.name + "-feedback")
    return Feedback(options.feedback or beside or user_data_path("factsheet-qa") / "feedback")


def _gradio_settings() -> dict[str, Any]:
    """Return the settings of Gradio for the page's look, its limits, and no calls to the network."""
    fonts = ["Source Sans 3", "system-ui", "sans-serif"]
    return {
        "theme": gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]),
        "head": HEAD,
        "footer_links": [],
        "favicon_path": str(STATIC / "favicon.svg"),
        "run_history": False,
        "enable_monitoring": False,
        "show_error": False,
        "ssr_mode": False,
        "pwa": False,
        "mcp_server": False,
    }
