"""The real server as a child process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent.parent
SECONDS_TO_START = 120


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, its process, and what it wrote."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def serving(
    index: Path, log: Path, settings: Mapping[str, str] | None = None, options: Sequence[str] = ()
) -> Iterator[Server]:
    """Serves an index on a free port until the block ends: `python app.py`, or `serve` with options."""
    port = free_port()
    environment = {**os.environ, "FACTSHEET_QA_INDEX": str(index), "GRADIO_SERVER_PORT": str(port), **(settings or {})}
    with log.open("wb") as output:
        command = [sys.executable, *(["-m", "qa", "serve", *options] if options else ["app.py"])]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """A port of the loopback device that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urlopen(f"{server.address}/readyz", timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"the server did not become ready:\n{server.log.read_text()}")
