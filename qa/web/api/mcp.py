"""The endpoints as tools for language models, by the Model Context Protocol (`pip install "factsheet-qa[mcp]"`).

Gradio has such a mode too, but it returns results in Python's notation instead of JSON, and calls itself over the
network, which a password stops. This server calls the functions and returns structured results.
"""

import functools
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread

from qa.errors import UsageError
from qa.web.api.endpoints import endpoints

if TYPE_CHECKING:
    from mcp.server.fastmcp import FastMCP

    from qa.web.visits.asker import Asker

CONCURRENT_CALLS = 2
"""Maximum number of calls that are worked on at a time."""


def tool_server(asker: "Asker", host: str) -> "FastMCP":
    """Return a server with the tools ask, search, documents and compare over the shared documents.

    On a loopback host it only answers requests that name a loopback host, so that no web page can reach it by another
    name (DNS rebinding).

    Raises:
        UsageError: The package `mcp` is not installed.
    """
    try:
        from mcp.server.fastmcp import FastMCP
    except ImportError as error:
        raise UsageError('--mcp needs the package mcp: pip install "factsheet-qa[mcp]"') from error

    server = FastMCP(
        "factsheet-qa",
        host=host,
        stateless_http=True,
        json_response=True,
        streamable_http_path="/",
        log_level="WARNING",
    )
    limiter = anyio.CapacityLimiter(CONCURRENT_CALLS)
    for name, function in endpoints(asker).items():
        server.add_tool(_in_thread(function, limiter), name=name)
    return server


def _in_thread(function: Callable[..., Any], limiter: anyio.CapacityLimiter) -> Callable[..., Coroutine[Any, Any, Any]]:
    """Return the function as a coroutine with the same signature, so that it does not block other requests."""

    @functools.wraps(function)
    async def call(**arguments: Any) -> Any:  # noqa: ANN401 - what the function takes and returns
        return await anyio.to_thread.run_sync(functools.partial(function, **arguments), limiter=limiter)

    return call
