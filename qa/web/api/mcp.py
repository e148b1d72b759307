"""The endpoints as tools for language models, by the Model Context Protocol (`pip install "factsheet-qa[mcp]"`).

Gradio has such a mode too, but it returns results in Python's notation instead of JSON, and calls itself over the
network, which a password stops. This server calls the functions and returns structured results.
"""

import functools
from collections.abc import Callable, Coroutine
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from qa.errors import UsageError
from qa.web.api.call_slots import CallSlots
from qa.web.api.endpoints import endpoints

if TYPE_CHECKING:
    from mcp.server.fastmcp import FastMCP

    from qa.web.visits.asker import Asker


def tool_server(asker: "Asker", slots: CallSlots) -> "FastMCP":
    """Return a server with the tools ask, search, documents and compare over the shared documents.

    It leaves the check of host names, which stops DNS rebinding, to the web server in front of it.

    Raises:
        UsageError: The package `mcp` is not installed, or not in a version that this project knows.
    """
    try:
        from mcp.server.fastmcp import FastMCP
        from mcp.server.transport_security import TransportSecuritySettings
    except ImportError as error:
        raise UsageError(f'--mcp needs the package mcp: {_installed()}: pip install "factsheet-qa[mcp]"') from error

    server = FastMCP(
        "factsheet-qa",
        stateless_http=True,
        json_response=True,
        streamable_http_path="/",
        log_level="WARNING",
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    for name, function in endpoints(asker).items():
        server.add_tool(_in_thread(function, slots), name=name)
    return server


def _installed() -> str:
    """Say which version of the package is installed, if any."""
    try:
        return f"version {version('mcp')} is installed, which has another interface"
    except PackageNotFoundError:
        return "it is not installed"


def _in_thread(function: Callable[..., Any], slots: CallSlots) -> Callable[..., Coroutine[Any, Any, Any]]:
    """Return the function as a coroutine with the same signature, so that it does not block other requests."""

    @functools.wraps(function)
    async def call(**arguments: Any) -> Any:  # noqa: ANN401 - what the function takes and returns
        return await slots.run(function, **arguments)

    return call
