"""The address that the server listens on, from Gradio's own variables GRADIO_SERVER_NAME and GRADIO_SERVER_PORT."""

import ipaddress
import os
import socket

from qa.errors import UsageError

DEFAULT_PORT = 7860
PORTS_TRIED = 100
"""Number of ports tried in turn if none was asked for."""


def server_name() -> str:
    """Return the name or IP address to listen on; this machine only unless one is set."""
    return os.environ.get("GRADIO_SERVER_NAME", "").strip() or "127.0.0.1"


def is_loopback(name: str) -> bool:
    """Return True if only this machine can reach a name or IP address."""
    try:
        return name == "localhost" or ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def requested_port() -> int | None:
    """Return the port that was asked for, or None.

    Raises:
        UsageError: GRADIO_SERVER_PORT is not the number of a port.
    """
    value = os.environ.get("GRADIO_SERVER_PORT", "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 6 and 0 < int(value) < 65536):
        raise UsageError(f"GRADIO_SERVER_PORT={value} is not a port: set a number from 1 to 65535, or unset it")
    return int(value)


def listening_socket() -> socket.socket:
    """Listen on the port that was asked for, or on the first free one from the default port on.

    Raises:
        UsageError: The name or the port cannot be used.
    """
    name, port = server_name(), requested_port()
    ports = range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED) if port is None else [port]
    for number in ports:
        try:
            return _bound(name, number)
        except OSError as error:
            reason = error.strerror
    raise UsageError(f"{name} cannot be listened on at port {ports[-1]} ({reason}): set GRADIO_SERVER_PORT to another")


def _bound(name: str, port: int) -> socket.socket:
    host = name.strip("[]")
    family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(place)
        bound.listen(512)
    except OSError:
        bound.close()
        raise
    return bound
