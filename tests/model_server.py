"""A server that speaks OpenAI's protocol on the loopback device, writes what it is told, and misbehaves on demand."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

PIECE = 7
"""Characters of a reply that are sent at a time."""
HEADERS = 400
"""Headers that a server sends which drips them."""

Reply = Callable[[str], str]
"""From what the user message says to what the model writes."""


@dataclass
class ScriptedModel:
    """What the server does, request by request; the last behaviour stays. `requests` is what it was sent."""

    address: str = ""
    reply: Reply = lambda said: ""
    behaviour: Sequence[str] = ("well",)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    headers_sent: int = 0
    over: Event = field(default_factory=Event)

    def next_behaviour(self) -> str:
        return self.behaviour[min(len(self.requests), len(self.behaviour)) - 1]

    @property
    def said(self) -> list[str]:
        """The whole text of each request."""
        return ["\n".join(message["content"] for message in request["messages"]) for request in self.requests]


@contextmanager
def scripted_model() -> Iterator[ScriptedModel]:
    """Serve until the block ends."""
    model = ScriptedModel()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"model": model}))
    server.daemon_threads = True
    model.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.over.set()
        server.shutdown()
        server.server_close()
        thread.join(30)


class _Handler(BaseHTTPRequestHandler):
    model: ScriptedModel

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.model.requests.append(request)
        self.model.keys.append(self.headers.get("Authorization", ""))
        behaviour = self.model.next_behaviour()
        try:
            if behaviour.isdigit():
                self._refuse(int(behaviour))
            else:
                getattr(self, f"_{behaviour}")(request)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _refuse(self, status: int) -> None:
        """Refuse, and repeat the key as some servers do."""
        body = json.dumps({"error": {"message": f"Incorrect key: {self.headers.get('Authorization')}"}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def _send(self, text: str, ending: str | None = None) -> None:
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": ending}
        self.wfile.write(f"data: {json.dumps({'choices': [choice]})}\n\n".encode())
        self.wfile.flush()

    def _pieces(self, request: dict[str, Any]) -> Iterator[str]:
        text = self.model.reply(request["messages"][-1]["content"])
        yield from (text[start : start + PIECE] for start in range(0, len(text), PIECE))

    def _well(self, request: dict[str, Any]) -> None:
        self._begin()
        self.wfile.write(b": a comment\n\n")
        for piece in self._pieces(request):
            self._send(piece)
        self._send("", "stop")
        self.wfile.write(b'data: {"choices": [], "usage": {}}\n\ndata: [DONE]\n\n')

    def _breaks_off(self, request: dict[str, Any]) -> None:
        self._begin()
        for piece in self._pieces(request):
            self._send(piece)

    def _closed(self, request: dict[str, Any]) -> None:
        self.close_connection = True

    def _silent(self, request: dict[str, Any]) -> None:
        self.model.over.wait()

    def _drips_headers(self, request: dict[str, Any]) -> None:
        self.send_response(200)
        for number in range(HEADERS):
            self.send_header(f"X-{number}", "drop")
            self.flush_headers()
            self.model.headers_sent += 1
            self.model.over.wait(0.05)

    def _silent_after_headers(self, request: dict[str, Any]) -> None:
        self._begin()
        self.model.over.wait()

    def _drips(self, request: dict[str, Any]) -> None:
        self._begin()
        while not self.model.over.wait(0.05):
            self.wfile.write(b": still here\n\n")
            self.wfile.flush()

    def _endless(self, request: dict[str, Any]) -> None:
        self._begin()
        while not self.model.over.is_set():
            self._send("and so on ")

    def _endless_line(self, request: dict[str, Any]) -> None:
        self._begin()
        while not self.model.over.is_set():
            self.wfile.write(b"data: " + b"x" * 65536)

    def _broken_json(self, request: dict[str, Any]) -> None:
        self._begin()
        self.wfile.write(b'data: {"choices": [{"delta": {"content": "The\n\ndata: [DONE]\n\n')

    def _wrong_shape(self, request: dict[str, Any]) -> None:
        self._begin()
        self.wfile.write(b'data: {"choices": "none"}\n\ndata: [DONE]\n\n')

    def _html(self, request: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html><body>Please log in</body></html>")

    def _nothing(self, request: dict[str, Any]) -> None:
        self._begin()
        self._send("", "stop")
        self.wfile.write(b"data: [DONE]\n\n")
