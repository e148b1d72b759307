"""Connections that do not finish a request in time, or that are too many from one address, are closed."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15.0
"""Maximum time from opening a connection, or from the end of a response, to the end of a request's headers."""
MAX_CONNECTIONS = 2_000
"""Maximum open connections of the server."""
MAX_CONNECTIONS_PER_ADDRESS = 300
"""Maximum open connections from one network address that is not a named proxy; an open tab needs one or two."""
MAX_HEAD_BYTES = 32 * 1024
"""Maximum bytes of a request's headers."""


class TimedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with limits on waiting connections, which uvicorn itself does not have."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept a connection, or close it if its address has too many."""
        super().connection_made(transport)
        if self._is_one_too_many():
            transport.abort()
        else:
            self._start_timer()

    def data_received(self, data: bytes) -> None:
        """Handle bytes of a request; the timer stops once its headers are complete."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_timer()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        if self.cycle.response_complete:  # else a request that was sent ahead is being handled
            self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_timer()
        super().connection_lost(exc)

    def _is_one_too_many(self) -> bool:
        if self.client is None or self.client[0] in self.config.forwarded_allow_ips:
            return False
        same = sum(other.client is not None and other.client[0] == self.client[0] for other in self.connections)  # type: ignore[union-attr]
        return same > MAX_CONNECTIONS_PER_ADDRESS

    def _start_timer(self) -> None:
        self._stop_timer()
        if not self.transport.is_closing():
            self._timer = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
