"""Check where the server is to listen, before anything slow is done."""

import errno
import os
import socket

from qa.errors import UsageError

NAME, PORT = "GRADIO_SERVER_NAME", "GRADIO_SERVER_PORT"
"""Gradio's own variables."""
LARGEST_PORT = 65_535


def check_address() -> None:
    """Check that the address in the environment exists and is free.

    Without a port the server looks for a free one itself.

    Raises:
        UsageError: The name is unknown, or the port is no number, taken or not allowed.
    """
    name, port = os.environ.get(NAME, "127.0.0.1"), os.environ.get(PORT)
    number = 0 if port is None else _port(port)
    try:
        family, kind, _, _, address = socket.getaddrinfo(name, number, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise UsageError(f"{NAME}={name} is no address of this machine ({error}); set it to 127.0.0.1") from error
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise UsageError(_unusable(name, number, error)) from error


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= LARGEST_PORT):
        raise UsageError(f"{PORT}={text} is no port; set it to a number from 1 to {LARGEST_PORT}, or unset it")
    return int(text)


def _unusable(name: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program; set {PORT} to another one, or unset it"
    if error.errno == errno.EACCES:
        return f"port {port} needs more rights ({error.strerror}); set {PORT} to one above 1023"
    return f"{NAME}={name} is no address of this machine ({error.strerror}); set it to 127.0.0.1"
