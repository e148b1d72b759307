"""Start the server: open the index, build the page, report when it is ready."""

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
from qa.web.visits.upload_folder import upload_folder
from qa.web.visits.uploads import UploadQueue
from qa.web.visits.visits import MAX_VISITS, Visits

THREADS = 8
"""Maximum requests handled at once; Gradio's queue bounds the questions among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerOptions:
    """Options that an operator chooses.

    `auth` is a file of users (`passwords.py`). `feedback` is the folder for visitors' ratings of answers; by default it
    is beside the index, or in the user data folder. `open_to_all` admits other machines without a password. With
    `share_uploads` everyone sees what one visitor uploads.
    """

    index: str
    auth: Path | None = None
    open_to_all: bool = False
    uploads: bool = True
    share_uploads: bool = False
    metrics: bool = False
    mcp: bool = False
    feedback: Path | None = None


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
    engine = FactsheetQA.open(options.index)
    with upload_folder() as folder:
        visits, queue = Visits(folder, share=options.share_uploads), UploadQueue()
        with closing(queue), visits.swept():
            _run(options, engine, visits, queue, gatekeeper)


def _run(
    options: ServerOptions, engine: FactsheetQA, visits: Visits, queue: UploadQueue, gatekeeper: Gatekeeper | None
) -> None:
    metrics = Metrics(engine)
    feedback = Feedback(options.feedback or _feedback_folder(engine.folder))
    own = VisitRoutes(engine, visits, feedback, queue if options.uploads else None)
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
        **_gradio_settings(),
    )
    Console().print(f"Ready: {address.rstrip('/')}", highlight=False)
    page.block_thread()


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
        "favicon_path": STATIC / "favicon.svg",
        "max_threads": THREADS,
        "state_session_capacity": MAX_VISITS,  # programs have sessions too, without a visit
        "run_history": False,
        "enable_monitoring": False,
        "ssr_mode": False,
        "pwa": False,
        "share": False,
        "quiet": True,
        "prevent_thread_lock": True,
    }


def _check_address(options: ServerOptions) -> None:
    """Refuse to serve other machines without a password, unless the operator asked for it explicitly."""
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


def _exit(_signal: int, _frame: FrameType | None) -> None:
    """Exit normally, so that temporary files are deleted."""
    sys.exit(0)


_M_ARENA_MAX = -8
HEAPS = 2
"""Maximum number of heaps of glibc's allocator."""


def limit_heaps() -> None:
    """Let all threads share two of glibc's heaps; by default it creates eight per core and keeps their memory.

    Under the load of `benchmarks/load.py` the server uses 570 MB instead of 720, and a rebuilt index adds 2 % instead
    of 10 %. Other C libraries have no such setting.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(_M_ARENA_MAX, HEAPS)
