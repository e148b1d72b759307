"""Run the calls of programs in threads, a few at a time, so that visitors of the page are not kept waiting."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import anyio
import anyio.to_thread

CONCURRENT_CALLS = 2
"""Maximum calls over HTTP and MCP that are worked on at a time."""
MAX_WAITING_CALLS = 64
"""Maximum calls that wait for their turn; further ones are refused."""

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class TooManyCallsError(Exception):
    """More calls wait than the server allows."""


class CallSlots:
    """The places for calls. For the server's event loop."""

    def __init__(self) -> None:
        self._limiter = anyio.CapacityLimiter(CONCURRENT_CALLS)

    async def run(
        self, function: Callable[_Arguments, _Result], *arguments: _Arguments.args, **named: _Arguments.kwargs
    ) -> _Result:
        """Return the function's result once there is a place for the call.

        Raises:
            TooManyCallsError: Too many calls are waiting.
        """
        if self._limiter.statistics().tasks_waiting >= MAX_WAITING_CALLS:
            raise TooManyCallsError("too many calls are waiting; try again in a minute")
        return await anyio.to_thread.run_sync(functools.partial(function, *arguments, **named), limiter=self._limiter)
