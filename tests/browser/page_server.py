"""The real server as a child process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent.parent
SECONDS = 300


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, its process, and what it wrote."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def serving(
    index: str | Path,
    log: Path,
    settings: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
    command: Sequence[str] = ("app.py",),
) -> Iterator[Server]:
    """Serves an index on a free port until the block ends: `python app.py`, `serve` with options, or a command."""
    port = free_port()
    environment = {**os.environ, "FACTSHEET_QA_INDEX": str(index), "GRADIO_SERVER_PORT": str(port), **(settings or {})}
    port = int(environment["GRADIO_SERVER_PORT"])
    with log.open("wb") as output:
        call = [sys.executable, *(["-m", "qa", "serve", *options] if options else command)]
        process = subprocess.Popen(call, cwd=ROOT, env=environment, stdout=output, stderr=output)
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        process.terminate()
        process.wait(120)


def free_port() -> int:
    """A port of the loopback device that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_ready(server: Server) -> None:
    if (
        not came_true(lambda: server.process.poll() is not None or _is_ready(server))
        or server.process.poll() is not None
    ):
        pytest.fail(f"the server did not become ready:\n{server.log.read_text()}")


def _is_ready(server: Server) -> bool:
    try:
        with urlopen(f"{server.address}/readyz", timeout=60):
            return True
    except OSError:
        return False


def came_true(condition: Callable[[], object]) -> bool:
    """Waits until a condition holds; False where it did not come true however long a busy machine was given."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True
