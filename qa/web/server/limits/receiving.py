"""Receive uploads: streamed to disk, counted as they arrive, within a time limit, and a few at once per address."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from starlette.requests import ClientDisconnect, Request

from qa.web.visits.uploads import MAX_BYTES, RefusedUpload

MAX_SENDING = 32
"""Maximum uploads that are received at once."""
MAX_SENDING_PER_ADDRESS = 4
"""Maximum uploads that are received at once from one network address."""
SENDING_SECONDS = 120.0
"""Maximum time for sending one file; 30 MB in that time need 2 Mbit/s."""
SILENCE_SECONDS = 15.0
"""Maximum time without any byte of an upload."""


class BrokenUploadError(Exception):
    """The file was not sent completely, or not in time."""


class Intake:
    """The uploads that are being received. All methods are for the server's event loop."""

    def __init__(self) -> None:
        self._sending: Counter[str] = Counter()

    async def receive(self, request: Request, path: Path, address: str) -> str:
        """Write the body of a request to a file and return the SHA-256 of its bytes.

        Raises:
            RefusedUpload: Too many files are being sent, or this one is too large.
            BrokenUploadError: The file was not sent completely, or not in time.
        """
        with self._place(address), path.open("wb") as file:
            digest, size = sha256(), 0
            async for chunk in _timed_chunks(request):
                size += len(chunk)
                if size > MAX_BYTES:
                    raise RefusedUpload("uploads.size", most=MAX_BYTES // 1_000_000)
                digest.update(chunk)
                file.write(chunk)
        return digest.hexdigest()

    async def discard(self, request: Request) -> None:
        """Read the rest of a refused body, so that the browser gets the response; give up if it does not end."""
        try:
            async for _ in _timed_chunks(request):
                pass
        except (BrokenUploadError, RuntimeError):  # RuntimeError: it was read before
            return

    @contextmanager
    def _place(self, address: str) -> Iterator[None]:
        if self._sending[address] >= MAX_SENDING_PER_ADDRESS or self._sending.total() >= MAX_SENDING:
            raise RefusedUpload("uploads.many", most=MAX_SENDING_PER_ADDRESS)
        self._sending[address] += 1
        try:
            yield
        finally:
            self._sending[address] -= 1
            if not self._sending[address]:
                del self._sending[address]


async def _timed_chunks(request: Request) -> AsyncIterator[bytes]:
    """Yield the body in chunks; raise BrokenUploadError when it breaks off or takes too long."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + SENDING_SECONDS
    chunks = request.stream()
    while True:
        try:
            async with asyncio.timeout_at(min(deadline, loop.time() + SILENCE_SECONDS)):
                chunk = await anext(chunks, None)
        except (TimeoutError, ClientDisconnect) as error:
            raise BrokenUploadError from error
        if chunk is None:
            return
        yield chunk
