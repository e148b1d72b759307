"""What the server refuses to give out, and what every response carries."""

import http.client
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from qa import FactsheetQA

ROOT = Path(__file__).parent.parent.parent


def request(
    address: str, path: str, method: str = "GET", body: bytes | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Status, headers and body; the path goes out as it is, dots and all."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=300)
    connection.request(method, path, body)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, response.headers, content


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=pyproject.toml",
        "/gradio_api/file/../../etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/page/../serve.py",
        "/page/..%2fserve.py",
        "/page/%2e%2e/serve.py",
        "/pages/..%2f..%2fetc%2fpasswd/1.png",
        "/pages/mexico_2023.pdf/1.png",
        "/documents/..%2fmanifest.json/original",
        "/documents//original",
        "/svelte/../../../blocks.py",
        "/static/../../blocks.py",
        "/monitoring",
        "/gradio_api/runs",
        "/docs",
    ],
)
def test_nothing_outside_the_documents_held_can_be_read(address: str, path: str) -> None:
    assert request(address, path)[0] in (403, 404)


def test_the_uploads_of_gradio_and_large_requests_are_turned_away(address: str) -> None:
    assert request(address, "/gradio_api/upload", "POST", b"x")[0] == 404
    assert request(address, "/gradio_api/call/ask", "POST", b"x" * 300_000)[0] == 413


def test_pages_of_documents_held_are_images(address: str, engine: FactsheetQA) -> None:
    document = next(document for document in engine.documents() if document.page_count)
    status, headers, content = request(address, f"/pages/{document.id}/1.png")
    assert (status, headers["content-type"], content[:4]) == (200, "image/png", b"\x89PNG")
    for page in (0, document.page_count + 1):
        assert request(address, f"/pages/{document.id}/{page}.png")[0] == 404


def test_a_file_without_pages_has_no_page_image(address: str, engine: FactsheetQA) -> None:
    document = next(document for document in engine.documents() if document.page_count is None)
    assert request(address, f"/pages/{document.id}/1.png")[0] == 404


def test_an_original_is_only_ever_a_download(address: str, engine: FactsheetQA) -> None:
    for document in engine.documents():
        status, headers, content = request(address, f"/documents/{document.id}/original")
        assert status == 200
        assert headers["content-disposition"].startswith("attachment")
        assert content == engine.source(document.name).read_bytes()


@pytest.mark.parametrize("path", ["/", "/healthz", "/page/page.js", "/gradio_api/info", "/nowhere"])
def test_every_response_carries_the_security_headers(address: str, path: str) -> None:
    _, headers, _ = request(address, path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))
    assert policy["frame-ancestors"] == "'none'"
    assert "'unsafe-inline'" not in policy["script-src"]


def test_the_nonce_of_scripts_is_new_each_time(address: str) -> None:
    first, second = (request(address, "/")[1]["content-security-policy"] for _ in range(2))
    assert first != second


def test_it_says_that_it_is_alive_and_ready(address: str) -> None:
    assert [request(address, path)[0] for path in ("/healthz", "/readyz")] == [200, 200]


def test_without_an_index_it_says_the_cure_and_leaves(tmp_path: Path) -> None:
    settings = {**os.environ, "FACTSHEET_QA_INDEX": str(tmp_path / "none")}
    run = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=settings, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 3
    assert "factsheet-qa index" in run.stderr
    assert "Traceback" not in run.stderr
