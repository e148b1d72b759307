"""The tests themselves run offline, so that nothing can be fetched at run time unnoticed."""

import socket

import pytest


def test_a_connection_that_leaves_the_machine_is_refused_and_noted(strays: list[str]) -> None:
    with pytest.raises(OSError, match="leave the machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(OSError, match="leave the machine"):
        socket.getaddrinfo("example.org", 443)
    assert set(strays) == {"192.0.2.1", "example.org"}
    strays.clear()


def test_the_machine_itself_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()
