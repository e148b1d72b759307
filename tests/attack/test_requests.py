"""Requests that lie about their size, do not end, or come from elsewhere."""

import json
import socket
import time

import pytest
from attacked_server import Running, Tab

from qa.web.server.limits.connections import HEAD_SECONDS
from qa.web.server.limits.receiving import MAX_SENDING_PER_ADDRESS

PATHS = ["/", "/config", "/gradio_api/info", "/documents/x/original", "/visits/x/uploads", "/metrics", "/page/page.js"]


@pytest.mark.parametrize("path", ["/gradio_api/call/ask", "/visits/nobody/uploads", "/visits/nobody/feedback"])
def test_both_length_headers_are_refused(server: Running, path: str) -> None:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 10\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    )
    assert server.raw(head.encode() + b"5\r\nhello\r\n0\r\n\r\n").startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "+5", "0x10", "\u00b2", "99999999999"])
def test_lengths_that_are_none_are_refused(server: Running, length: str) -> None:
    head = f"POST /gradio_api/call/ask HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: {length}\r\n\r\n"
    assert server.raw(head.encode("latin-1") + b"{}")[9:12] in (b"400", b"411", b"413", b"431")


def test_unfinished_uploads_take_no_memory_and_are_few(server: Running, tab: Tab) -> None:
    before = server.memory_mb()
    head = (
        f"POST /visits/{tab.token}/uploads HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        "X-Name: a.txt\r\nContent-Length: 20000000\r\n\r\n"
    )
    connections = []
    for _ in range(MAX_SENDING_PER_ADDRESS):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=120)
        connection.sendall(head.encode() + b"y" * 15_000_000)
        connections.append(connection)
    assert tab.upload("small.txt", b"One line of text.")["state"] == "refused"
    assert server.memory_mb() < before + 40
    for connection in connections:
        connection.close()
    deadline = time.monotonic() + 60
    while tab.upload("small.txt", b"One line of text.")["state"] == "refused":
        assert time.monotonic() < deadline
        time.sleep(0.5)


@pytest.mark.long
def test_half_sent_headers_and_bodies_expire(server: Running) -> None:
    began = time.monotonic()
    assert server.raw(b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ", seconds=3 * HEAD_SECONDS) == b""
    head = f"POST /gradio_api/call/ask HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 100\r\n\r\n"
    assert server.raw(head.encode() + b"{", seconds=3 * HEAD_SECONDS).startswith(b"HTTP/1.1 408")
    assert time.monotonic() - began < 6 * HEAD_SECONDS


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost:9"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    ],
)
def test_foreign_pages_are_refused_on_every_route(server: Running, path: str, headers: dict[str, str]) -> None:
    for method in ("GET", "OPTIONS"):
        preflight = {"Access-Control-Request-Method": "POST"} if method == "OPTIONS" else {}
        status, answer, _ = server.get(path, headers | preflight, method)
        assert status == 403
        assert not [name for name in answer if name.lower().startswith("access-control")]


@pytest.mark.parametrize("path", [*PATHS, "/gradio_api/queue/data?session_hash=x"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "10.0.0.1", "a b", "user@localhost", ""])
def test_other_names_of_the_server_are_refused(server: Running, path: str, host: str) -> None:
    assert server.get(path, {"Host": host})[0] in (400, 421)


def test_the_own_page_needs_no_cross_origin_headers(server: Running) -> None:
    for name in (f"127.0.0.1:{server.port}", f"localhost:{server.port}", f"[::1]:{server.port}"):
        status, headers, _ = server.get("/config", {"Host": name, "Origin": f"http://{name}"})
        assert status == 200
        assert not [each for each in headers if each.lower().startswith("access-control")]


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/info"])
@pytest.mark.parametrize(
    "query", ["page=4", "%70age=x", "page=", "q=a&page=../x&page=", "deep_link=../../x", "page=%ff"]
)
def test_no_query_makes_the_page_fail(server: Running, path: str, query: str) -> None:
    before = server.log.read_text()
    assert server.get(f"{path}?{query}")[0] in (200, 404)
    assert server.log.read_text() == before


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Gradio-Server", "X-Direct-Url", "Forwarded"])
def test_headers_do_not_move_the_page(server: Running, header: str) -> None:
    for path in ("/", "/config"):
        assert b"evil.example" not in server.get(path, {header: "http://evil.example"})[2]


@pytest.mark.parametrize(
    "body",
    [
        b'{"data":[' + b"[" * 100_000 + b"]" * 100_000 + b"]}",
        b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
        b"{",
        b"[]",
        b"\xff",
        b'{"data":["\\ud800 budget",null,null,null]}',
        b'{"data":["q",null,[' + b"9" * 200_000 + b"],null]}",
    ],
)
def test_bodies_that_are_not_what_they_should_be_are_refused(server: Running, body: bytes) -> None:
    before = server.log.read_text()
    status, _, answer = server.get("/gradio_api/call/ask", {"Content-Type": "application/json"}, "POST", body)
    assert status == 422
    assert answer
    assert "Traceback" not in server.log.read_text()[len(before) :]


def test_programs_ask_at_a_bounded_pace(server: Running) -> None:
    body = json.dumps({"data": ["What does Sylvania fund?", None, None, None]}).encode()
    headers = {"Content-Type": "application/json"}
    statuses = [server.get("/gradio_api/call/ask", headers, "POST", body)[0] for _ in range(60)]
    assert 429 in statuses
    assert server.get("/readyz")[0] == 200
