"""Start the server: open the index, build the page, say when it is ready."""

import ctypes
import ipaddress
import os
import signal
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import gradio as gr
from platformdirs import user_data_path
from rich.console import Console
from starlette.middleware import Middleware
from starlette.routing import Mount

from qa.engine import FactsheetQA
from qa.errors import UsageError
from qa.web.api.mcp import tool_server
from qa.web.layout import HEAD, build
from qa.web.metrics import Metrics
from qa.web.server.document_routes import STATIC, routes
from qa.web.server.passwords import Gatekeeper
from qa.web.server.security import Guard
from qa.web.server.visit_routes import VisitRoutes
from qa.web.visits.asker import Asker
from qa.web.visits.feedback import Feedback
from qa.web.visits.upload_folder import visitors_folder
from qa.web.visits.uploads import Workshop
from qa.web.visits.visits import MOST_VISITS, Visits

THREADS = 8
"""Requests that are worked on at once; the questions among them are bounded by the queue."""


@dataclass(frozen=True, slots=True)
class Serving:
    """What an operator decides.

    `auth` is a file of users (`access.py`). `feedback` is the folder for what visitors say of answers; the default lies
    beside the index, or in the user data folder. `open_to_all` lets others than this machine in without a password.
    With `share_uploads` everyone sees what one visitor brings.
    """

    index: str
    auth: Path | None = None
    open_to_all: bool = False
    uploads: bool = True
    share_uploads: bool = False
    metrics: bool = False
    mcp: bool = False
    feedback: Path | None = None


def run_server(options: Serving) -> None:
    """Serve the page over an index on this machine until interrupted.

    GRADIO_SERVER_NAME and GRADIO_SERVER_PORT, which Gradio itself reads, say where else.

    Raises:
        UsageError: The server would let everyone in, or the users cannot be read.
        IndexMissingError, IndexDamagedError, IndexVersionError, ModelError: The index cannot be opened.
    """
    _check_address(options)
    few_heaps()
    signal.signal(signal.SIGTERM, _leave)
    gatekeeper = Gatekeeper(options.auth) if options.auth else None
    engine = FactsheetQA.open(options.index)
    with visitors_folder() as folder:
        visits, workshop = Visits(folder, share=options.share_uploads), Workshop()
        with closing(workshop), visits.swept():
            _run(options, engine, visits, workshop, gatekeeper)


def _run(
    options: Serving, engine: FactsheetQA, visits: Visits, workshop: Workshop, gatekeeper: Gatekeeper | None
) -> None:
    metrics = Metrics(engine)
    feedback = Feedback(options.feedback or _feedback_folder(engine.folder))
    own = VisitRoutes(engine, visits, feedback, workshop if options.uploads else None)
    asker = Asker(engine, metrics)
    tools = tool_server(asker, _host()) if options.mcp else None
    page = build(asker, visits, uploads=options.uploads)
    _, address, _ = page.launch(
        app_kwargs={
            "routes": [
                *routes(engine, metrics if options.metrics else None),
                *own.all(),
                *([Mount("/mcp", tools.streamable_http_app())] if tools else []),
            ],
            **({"lifespan": lambda _: tools.session_manager.run()} if tools else {}),
            "middleware": [Middleware(Guard, gatekeeper=gatekeeper)],
            "docs_url": None,
            "redoc_url": None,
            "openapi_url": None,
        },
        mcp_server=False,
        **_look(),
    )
    Console().print(f"Ready: {address.rstrip('/')}", highlight=False)
    page.block_thread()


def _feedback_folder(index: Path | None) -> Path:
    """Beside the index, or in the user data folder if the index lies in a database."""
    if index is None:
        return user_data_path("factsheet-qa") / "feedback"
    return index.with_name(index.name + "-feedback")


def _look() -> dict[str, Any]:
    """How Gradio is told to look and to keep quiet."""
    fonts = ["Source Sans 3", "system-ui", "sans-serif"]
    return {
        "theme": gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]),
        "head": HEAD,
        "footer_links": [],
        "favicon_path": STATIC / "favicon.svg",
        "max_threads": THREADS,
        "state_session_capacity": MOST_VISITS,  # programs that call the page's functions have sessions too, of no visit
        "run_history": False,
        "enable_monitoring": False,
        "ssr_mode": False,
        "pwa": False,
        "share": False,
        "quiet": True,
        "prevent_thread_lock": True,
    }


def _check_address(options: Serving) -> None:
    """Refuse to let other machines in without a password, unless the operator said so twice."""
    name = _host()
    if options.auth is None and not options.open_to_all and not _is_loopback(name):
        raise UsageError(
            f"GRADIO_SERVER_NAME={name} would let other machines in without a password: name users with --auth FILE, "
            "or say --open-to-all if that is what you want"
        )


def _host() -> str:
    return os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1")


def _is_loopback(name: str) -> bool:
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """End the process in order, so that temporary files go."""
    sys.exit(0)


_M_ARENA_MAX = -8


HEAPS = 2


def few_heaps() -> None:
    """Let all threads share two of glibc's heaps, where it would make eight a core and keep what each once needed.

    Under the load of `benchmarks/load.py` the server holds 570 MB instead of 720, and an index made anew adds 2 %
    instead of 10 %. Other C libraries have no such setting and are left alone.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(_M_ARENA_MAX, HEAPS)
