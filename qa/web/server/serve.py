"""Start the server: open the index, build the page, report when it is ready."""

import signal
import socket
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import fastapi
import gradio as gr
import uvicorn
from platformdirs import user_cache_path, user_data_path
from rich.console import Console
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Mount

from qa.engine import FactsheetQA
from qa.errors import UsageError
from qa.web.api.endpoints import endpoints
from qa.web.api.mcp import tool_server
from qa.web.layout import HEAD, build
from qa.web.metrics import Metrics
from qa.web.server.access.forwarded import ForwardedHeaders
from qa.web.server.access.hosts import HostPolicy
from qa.web.server.access.passwords import Gatekeeper
from qa.web.server.address import is_loopback, listening_socket, server_name
from qa.web.server.connections import MAX_CONNECTIONS, MAX_HEAD_BYTES, TimedProtocol
from qa.web.server.document_routes import STATIC, shared_routes
from qa.web.server.memory import limit_heaps, trimmed_heaps
from qa.web.server.rate_limits import RateLimits
from qa.web.server.security import Guard, GuardRules
from qa.web.server.sessions import SessionOwners
from qa.web.server.visit_routes import VisitRoutes
from qa.web.visits.asker import Asker
from qa.web.visits.feedback import Feedback
from qa.web.visits.upload_folder import upload_folder
from qa.web.visits.upload_queue import UploadQueue
from qa.web.visits.visits import MAX_VISITS, QUESTIONS_A_MINUTE, Visits

if TYPE_CHECKING:
    from mcp.server.fastmcp import FastMCP

THREADS = 8
"""Maximum requests handled at once; Gradio's queue bounds the questions among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerOptions:
    """Options that an operator chooses.

    `auth` is a file of users. `feedback` is the folder for visitors' ratings of answers; by default it
    is beside the index, or in the user data folder. `open_to_all` admits other machines without a password. With
    `share_uploads` everyone sees what one visitor uploads. The server answers under `host_names` beside its own;
    pages of `origins` may call it; only forwarded headers of `proxies`, by IP address or network, are believed.
    Programs at one address may ask `questions_a_minute`.
    """

    index: str
    auth: Path | None = None
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


def run_server(options: ServerOptions) -> None:
    """Serve the page over an index on this machine until interrupted.

    Gradio itself reads the address from GRADIO_SERVER_NAME and GRADIO_SERVER_PORT.

    Raises:
        UsageError: The server would admit everyone, or the users cannot be read.
        IndexMissingError, IndexDamagedError, IndexVersionError, ModelError: The index cannot be opened.
    """
    _check_address(options)
    limit_heaps()
    signal.signal(signal.SIGTERM, _exit)
    gatekeeper = Gatekeeper(options.auth) if options.auth else None
    with listening_socket() as listener, upload_folder() as folder:
        engine = FactsheetQA.open(options.index)
        visits, queue = Visits(folder, share=options.share_uploads), UploadQueue()
        with closing(queue), visits.swept(), trimmed_heaps():
            app = guarded_app(options, engine, visits, queue, gatekeeper)
            _Server(_server_config(app, options)).run(sockets=[listener])


def guarded_app(
    options: ServerOptions, engine: FactsheetQA, visits: Visits, queue: UploadQueue, gatekeeper: Gatekeeper | None
) -> ForwardedHeaders:
    """Return the whole application: the page and its routes behind the guard."""
    metrics = Metrics(engine)
    asker = Asker(engine, metrics)
    rules = GuardRules(
        HostPolicy(server_name(), options.host_names, options.origins),
        SessionOwners(visits),
        RateLimits(tuple(endpoints(asker)), options.questions_a_minute),
        gatekeeper,
    )
    tools = tool_server(asker) if options.mcp else None
    cross_origin = Middleware(
        CORSMiddleware,
        allow_origins=list(options.origins),
        allow_credentials=bool(options.origins),
        allow_methods=["GET", "POST"],
    )
    app = fastapi.FastAPI(
        routes=_routes(options, asker, visits, queue, tools),
        lifespan=(lambda _: tools.session_manager.run()) if tools else None,
        middleware=[Middleware(Guard, rules=rules), cross_origin],  # it also replaces Gradio's own cross-origin rules
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    _mount_page(app, build(asker, visits, uploads=options.uploads))
    return ForwardedHeaders(app, options.proxies)


def _routes(
    options: ServerOptions, asker: Asker, visits: Visits, queue: UploadQueue, tools: "FastMCP | None"
) -> list[BaseRoute]:
    feedback = Feedback(options.feedback or _feedback_folder(asker.shared.folder))
    pages = user_cache_path("factsheet-qa") / "pages"
    return [
        *shared_routes(asker.shared, pages, asker.metrics if options.metrics else None),
        *VisitRoutes(visits, feedback, queue if options.uploads else None).all(),
        *([Mount("/mcp", tools.streamable_http_app())] if tools else []),
    ]


def _mount_page(app: fastapi.FastAPI, page: gr.Blocks) -> None:
    """Mount the page at the root of the application."""
    page.max_threads = THREADS
    page.state_session_capacity = MAX_VISITS  # programs have sessions too, without a visit
    gr.mount_gradio_app(app, page, path="/", **_gradio_settings())


class _Server(uvicorn.Server):
    """uvicorn's server, which also says when it is ready."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen."""
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            name = f"[{host}]" if ":" in host else host
            Console().print(f"Ready: http://{name}:{port}", highlight=False)


def _server_config(app: ForwardedHeaders, options: ServerOptions) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=TimedProtocol,
        ws="none",
        log_level="warning",
        proxy_headers=False,
        forwarded_allow_ips=list(options.proxies),
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        timeout_graceful_shutdown=2,
    )


def _feedback_folder(index: Path | None) -> Path:
    """Return the folder beside the index, or in the user data folder if the index is in a database."""
    if index is None:
        return user_data_path("factsheet-qa") / "feedback"
    return index.with_name(index.name + "-feedback")


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


def _check_address(options: ServerOptions) -> None:
    """Refuse to serve other machines without a password, unless the operator asked for it explicitly."""
    name = server_name()
    if options.auth is None and not options.open_to_all and not is_loopback(name):
        raise UsageError(
            f"GRADIO_SERVER_NAME={name} would let other machines in without a password: name users with --auth FILE, "
            "or say --open-to-all if that is what you want"
        )


def _exit(_signal: int, _frame: FrameType | None) -> None:
    """Exit normally, so that temporary files are deleted."""
    sys.exit(0)
