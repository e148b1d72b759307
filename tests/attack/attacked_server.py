"""A running server, and a client that can send what no browser would."""

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
EMBEDDER = "bge-small-en-v1.5"
READY_SECONDS = 300


@dataclass(frozen=True)
class Running:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def get(
        self, path: str, headers: dict[str, str] | None = None, method: str = "GET", body: bytes | None = None
    ) -> tuple[int, HTTPMessage, bytes]:
        """Send one request; the path goes out as it is."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, response.headers, content

    def raw(self, request: bytes, seconds: float = 60) -> bytes:
        """Send bytes and return what comes back until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            received = b""
            try:
                connection.sendall(request)
                while chunk := connection.recv(65536):
                    received += chunk
            except (ConnectionResetError, BrokenPipeError):
                pass
            return received

    def memory_mb(self) -> int:
        """Return the resident memory of the server."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]


@dataclass
class Tab:
    """A visitor's tab as the browser's script opens it, with its cookie."""

    server: Running
    cookie: str = ""
    session: str = ""
    token: str = ""

    @classmethod
    def opened(cls, server: Running, session: str | None = None, cookie: str | None = None) -> "Tab":
        """Load the page and open a visit."""
        if cookie is None:
            _, headers, _ = server.get("/")
            cookie = headers["set-cookie"].split(";")[0]
        tab = cls(server, cookie, session or secrets.token_hex(6))
        status, _, content = tab.call("open", [])
        found = re.search(rb"visits/([A-Za-z0-9_-]{20,})", content)
        tab.token = found[1].decode() if status == 200 and found else ""
        return tab

    def call(self, name: str, data: list[Any]) -> tuple[int, HTTPMessage, bytes]:
        """Call one of the page's own functions."""
        function = next(each for each in config(self.server)["dependencies"] if each["api_name"] == name)
        given = [*data, *[None] * (len(function["inputs"]) - len(data))]
        body = json.dumps({"data": given, "fn_index": function["id"], "session_hash": self.session}).encode()
        headers = {"Cookie": self.cookie, "Content-Type": "application/json"}
        return self.server.get("/gradio_api/run/predict", headers, "POST", body)

    def get(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Send a request for something of the visit."""
        status, _, content = self.server.get(f"/visits/{self.token}{path}", headers, method, body)
        return status, content

    def upload(self, name: str, content: bytes) -> dict[str, Any]:
        """Upload a file and wait until it is ready or refused."""
        _, answer = self.get("/uploads", "POST", content, **{"X-Name": name})
        upload = json.loads(answer)
        deadline = time.monotonic() + READY_SECONDS
        while upload.get("state") not in ("ready", "refused", None) and time.monotonic() < deadline:
            time.sleep(0.2)
            listed = json.loads(self.get("/uploads")[1])
            upload = next(each for each in listed if each["id"] == upload["id"])
        return dict(upload)


def config(server: Running) -> dict[str, Any]:
    """Return Gradio's description of the page."""
    return dict(json.loads(server.get("/config")[2]))


@contextmanager
def running(index: Path, log: Path, *options: str, prefix: Sequence[str] = (), **settings: str) -> Iterator[Running]:
    """Serve an index until the block ends, by a command in front if one is given."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {**os.environ, "GRADIO_SERVER_PORT": str(port), "FACTSHEET_QA_EMBEDDER": EMBEDDER, **settings}
    command = [*prefix, sys.executable, "-m", "qa", "serve", "--index", str(index), *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    server = Running(port, process, log)
    try:
        _wait(server)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def _wait(server: Running) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if server.get("/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not become ready:\n{server.log.read_text()}")
