"""Start the server: open the index, build the application, report when it is ready."""

import asyncio
import logging
import signal
import socket
import sys
from contextlib import closing
from types import FrameType

import uvicorn
from rich.console import Console

from qa.engine import FactsheetQA
from qa.errors import UsageError
from qa.web.server.access.forwarded import ForwardedHeaders
from qa.web.server.access.passwords import Gatekeeper
from qa.web.server.address import is_loopback, listening_socket, server_name
from qa.web.server.application import ServerOptions, guarded_app
from qa.web.server.limits.connections import MAX_CONNECTIONS, MAX_HEAD_BYTES, TimedProtocol
from qa.web.server.memory import limit_heaps, trimmed_heaps
from qa.web.visits.upload_folder import upload_folder
from qa.web.visits.upload_queue import UploadQueue
from qa.web.visits.visits import Visits


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
            server = _Server(_server_config(app, options))
            logging.getLogger("uvicorn.error").addFilter(_is_worth_saying)
            server.run(sockets=[listener])


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


def _is_worth_saying(record: logging.LogRecord) -> bool:
    """Return False for what uvicorn logs of open pages when it is stopped; they reconnect by themselves."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, asyncio.CancelledError) and "graceful shutdown exceeded" not in str(record.msg)


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
