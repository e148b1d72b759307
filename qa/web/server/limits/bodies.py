"""Request bodies, counted as they arrive and within a time limit."""

import asyncio

from starlette.types import Message, Receive

BODY_SECONDS = 20.0
"""Maximum time for sending a request other than an upload."""


class BodyError(Exception):
    """The body is too large, broke off or took too long; `status` is the response."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


async def read_body(receive: Receive, max_bytes: int) -> bytes:
    """Return the whole body of a request.

    Raises:
        BodyError: The body is too large, broke off or took too long.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise BodyError(400, "The request broke off")
                body += message.get("body", b"")
                if len(body) > max_bytes:
                    raise BodyError(413, "Too large")
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError as error:
        raise BodyError(408, "The request took too long") from error


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives a body that was read already, then what else arrives."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
