"""Visitors who try to stop a server: slow and huge uploads, bombs, floods of questions and visits, unfinished requests.

They come from an address of their own, as strangers do, and go on until an event is set.
"""

import io
import socket
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from benchmarks.tab import Tab, Trouble

ADDRESS = "127.0.0.66"
"""The network address that they come from; Linux answers on all of 127.0.0.0/8."""
SECONDS = 30.0
"""Maximum time of one of their requests."""
ODD_QUESTIONS = ("(" * 1000, "1," * 500, "预算" * 500, "What is the budget? " * 50, "b\u0301" * 500)
_SLOW_HEAD = "POST {path} HTTP/1.1\r\nHost: {host}\r\nX-Name: slow.txt\r\nContent-Length: 20000000\r\n\r\n"
_BAD_HEAD = "POST /api/ask HTTP/1.1\r\nHost: {host}\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n"
_HALF_HEAD = "GET / HTTP/1.1\r\nHost: {host}\r\nX-Unfinished: "


@dataclass
class Attack:
    """Where they attack, until when, and what came of it: the number of tries by kind and outcome."""

    server: str
    over: threading.Event = field(default_factory=threading.Event)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    bombs: dict[str, bytes] = field(default_factory=lambda: bomb_files())

    @property
    def host(self) -> str:
        """Host and port of the server."""
        return urlsplit(self.server).netloc

    def note(self, kind: str, outcome: object) -> None:
        """Count a try."""
        with self.lock:
            self.outcomes[kind, str(outcome)] += 1

    def client(self) -> httpx.Client:
        """Return a client from the attackers' address."""
        return httpx.Client(base_url=self.server, timeout=SECONDS, transport=httpx.HTTPTransport(local_address=ADDRESS))

    def connection(self) -> socket.socket:
        """Return a connection from the attackers' address."""
        parts = urlsplit(self.server)
        return socket.create_connection((parts.hostname, parts.port), SECONDS, source_address=(ADDRESS, 0))


def flood_of_questions(attack: Attack) -> None:
    """Ask odd questions of the greatest length as fast as the server answers."""
    with attack.client() as client:
        for question in ODD_QUESTIONS:
            answer = client.post("/api/ask", json={"question": question})
            attack.note("question", answer.status_code)


def flood_of_visits(attack: Attack) -> None:
    """Open tabs and leave them."""
    try:
        Tab(attack.server, SECONDS, ADDRESS)
        attack.note("visit", "opened")
    except Trouble:
        attack.note("visit", "refused")
    attack.over.wait(0.2)


def bombs(attack: Attack) -> None:
    """Upload files that would take time or memory without limit."""
    with Tab(attack.server, SECONDS, ADDRESS) as tab:
        for name, content in attack.bombs.items():
            attack.note("bomb", tab.upload(name, content))
        attack.over.wait(20)


def slow_upload(attack: Attack) -> None:
    """Announce a large file and send it a few bytes at a time."""
    with Tab(attack.server, SECONDS, ADDRESS) as tab, attack.connection() as connection:
        connection.sendall(_SLOW_HEAD.format(path=tab.uploads, host=attack.host).encode())
        while not attack.over.is_set():
            connection.sendall(b"slow ")
            time.sleep(0.5)


def unfinished_requests(attack: Attack) -> None:
    """Open connections that never finish a request, and one that contradicts itself."""
    connections = [attack.connection() for _ in range(20)]
    for connection in connections:
        connection.sendall(_HALF_HEAD.format(host=attack.host).encode())
    with attack.connection() as connection:
        connection.sendall(_BAD_HEAD.format(host=attack.host).encode() + b"5\r\nhello\r\n")
        attack.note("two lengths", connection.recv(20)[9:12].decode())
    attack.over.wait(20)
    for connection in connections:
        connection.close()


KINDS: Sequence[Callable[[Attack], None]] = (
    flood_of_questions, flood_of_visits, bombs, slow_upload, unfinished_requests,
)  # fmt: skip


def attackers(attack: Attack) -> list[threading.Thread]:
    """Start one attacker of each kind; they stop when the event of the attack is set."""
    threads = [threading.Thread(target=_repeat, args=(attack, kind), name=kind.__name__) for kind in KINDS]
    for thread in threads:
        thread.start()
    return threads


def _repeat(attack: Attack, kind: Callable[[Attack], None]) -> None:
    while not attack.over.is_set():
        try:
            kind(attack)
        except (httpx.HTTPError, OSError, Trouble, ValueError) as error:
            attack.note(kind.__name__, type(error).__name__)
            attack.over.wait(0.5)


def bomb_files() -> dict[str, bytes]:
    """Return files by name: unclosed comments, a page of a million lines, an archive that inflates a thousandfold."""
    return {
        "comments.html": b"<!--" * 500_000,
        "lines.pdf": _page(b"BT /F1 12 Tf 50 50 Td (A plan) Tj ET\n" + b"0 0 m 500 500 l S\n" * 1_000_000),
        "zeros.docx": _archive("word/document.xml", bytes(400_000_000)),
    }


def _page(drawing: bytes) -> bytes:
    """Return a PDF with one page that is drawn so."""
    writer, content, file = PdfWriter(), DecodedStreamObject(), io.BytesIO()
    content.set_data(drawing)
    page = writer.add_blank_page(595, 842)
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    writer.write(file)
    return file.getvalue()


def _archive(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()
