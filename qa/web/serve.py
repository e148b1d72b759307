"""Start the server: open the index, build the page, say when it is ready."""

from pathlib import Path

import gradio as gr
from rich.console import Console
from starlette.middleware import Middleware

from qa.engine import FactsheetQA
from qa.web.layout import HEAD, build
from qa.web.routes import STATIC, routes
from qa.web.security import Guard

THREADS = 8
"""Requests that are worked on at once; the questions among them are bounded by the queue."""


def serve(index: Path) -> None:
    """Serve the page over an index on this machine until interrupted.

    GRADIO_SERVER_NAME and GRADIO_SERVER_PORT, which Gradio itself reads, say where else.

    Raises:
        IndexMissingError, IndexDamagedError, IndexVersionError, ModelError: The index cannot be opened.
    """
    engine = FactsheetQA.open(index)
    page = build(engine)
    _, address, _ = page.launch(
        theme=gr.themes.Base(
            font=["Source Sans 3", "system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]
        ),
        head=HEAD,
        footer_links=[],
        favicon_path=STATIC / "favicon.svg",
        max_threads=THREADS,
        app_kwargs={
            "routes": routes(engine),
            "middleware": [Middleware(Guard)],
            "docs_url": None,
            "redoc_url": None,
            "openapi_url": None,
        },
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        share=False,
        quiet=True,
        prevent_thread_lock=True,
    )
    Console().print(f"Ready: {address.rstrip('/')}", highlight=False)
    page.block_thread()
