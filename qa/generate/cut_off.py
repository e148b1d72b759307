"""Cut a request to a model's server off when its time is over.

A client's own timeouts count the silence between two pieces: they never end a reply whose headers arrive drop by drop.
"""

import socket
import time
from contextlib import suppress
from threading import Timer, local
from typing import Any, Final

_CONNECTED: Final = ("connection.connect_tcp.complete", "connection.start_tls.complete")
_CLOSED: Final = "http11.response_closed.started"


class CutOff:
    """A hook for requests, by which the connection of each ends at the deadline of its thread. Safe for threads."""

    def __init__(self) -> None:
        self._threads = local()

    def end_at(self, deadline: float) -> None:
        """Set when the next request of this thread ends, on the clock of `time.monotonic`."""
        self._threads.deadline = deadline

    def __call__(self, request: Any) -> None:  # noqa: ANN401 - httpx's Request, under either of its names
        """Have a request that is about to be sent report its connection."""
        request.extensions["trace"] = _Connection(self._threads.deadline).follow


class _Connection:
    """The connection of one request."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._timer: Timer | None = None

    def follow(self, event: str, info: dict[str, Any]) -> None:
        """Shut the connection down at the deadline, unless the response was closed before."""
        if event in _CONNECTED:
            self._stop()
            left = max(0.0, self._deadline - time.monotonic())
            self._timer = Timer(left, _shut_down, [info["return_value"].get_extra_info("socket")])
            self._timer.daemon = True
            self._timer.start()
        elif event == _CLOSED:
            self._stop()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


def _shut_down(connection: socket.socket) -> None:
    with suppress(OSError):  # it was closed meanwhile
        connection.shutdown(socket.SHUT_RDWR)
