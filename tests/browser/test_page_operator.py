"""What an operator decides: who comes in, what is counted, and whether models may use the tools."""

import asyncio
import base64
import http.client
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from gradio.server_messages import HeartbeatMessage
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult
from page_server import ROOT, Server, serving
from playwright.sync_api import Browser, expect

from qa import FactsheetQA
from qa.errors import UsageError
from qa.web.layout import build
from qa.web.metrics import Metrics
from qa.web.server.access.passwords import add_user
from qa.web.server.memory import HEAPS
from qa.web.visits.asker import Asker
from qa.web.visits.visits import RateLimit, Visits

QUESTION = "Why were the Mixed Funds ended?"
OFF_TOPIC = "How do I bake sourdough bread?"
NAME, PASSWORD = "ada", "correct horse: battery"


def get(address: str, path: str, authorization: str = "") -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=300)
    connection.request("GET", path, headers={"Authorization": authorization} if authorization else {})
    response = connection.getresponse()
    text = response.read().decode("utf-8", "replace")
    connection.close()
    return response.status, text


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


async def with_tools(address: str, name: str, arguments: dict[str, Any]) -> tuple[list[str], CallToolResult]:
    """The names of the tools, and what one of them gives."""
    async with (
        streamable_http_client(f"{address}/mcp/") as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        names = [tool.name for tool in (await session.list_tools()).tools]
        return names, await session.call_tool(name, arguments)


def run_apart(address: str, name: str, arguments: dict[str, Any]) -> tuple[list[str], CallToolResult]:
    """`with_tools` in a thread of its own: Playwright's loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, with_tools(address, name, arguments)).result(60)


def called(address: str, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return what a tool gives, in structured form; a list is under "result"."""
    _, result = run_apart(address, name, arguments)
    assert not result.isError
    assert result.structuredContent is not None
    return result.structuredContent


def test_models_find_four_tools_and_the_same_answers(operated: Server, engine: FactsheetQA) -> None:
    names, _ = run_apart(operated.address, "documents", {})
    assert set(names) == {"ask", "search", "documents", "compare"}
    answer = called(operated.address, "ask", {"question": QUESTION, "countries": ["Mexico"]})
    wanted = engine.ask(QUESTION, countries=["Mexico"]).to_dict()
    assert answer["citations"] == wanted["citations"]
    hits = called(operated.address, "search", {"question": QUESTION, "k": 2})["result"]
    assert [hit["text"] for hit in hits] == [hit.text for hit in engine.search(QUESTION, k=2)]


def test_what_a_tool_cannot_do_is_said(operated: Server) -> None:
    _, result = run_apart(operated.address, "ask", {"question": " "})
    assert result.isError
    assert "empty" in str(result.content)


def test_without_the_option_there_are_no_tools_and_no_counts(address: str) -> None:
    assert get(address, "/mcp/")[0] == 404
    assert get(address, "/metrics")[0] == 404


def test_questions_and_refusals_are_counted(operated: Server, engine: FactsheetQA) -> None:
    def counts() -> dict[str, float]:
        _, text = get(operated.address, "/metrics")
        return {name: float(value) for name, value in re.findall(r"^(factsheet_qa\S*) (\S+)$", text, re.MULTILINE)}

    before = counts()
    called(operated.address, "ask", {"question": QUESTION})
    called(operated.address, "ask", {"question": OFF_TOPIC})
    after = counts()
    assert after["factsheet_qa_questions_total"] == before["factsheet_qa_questions_total"] + 2
    refused = [name for name in after if name.startswith("factsheet_qa_refusals_total")]
    assert sum(after[name] for name in refused) == sum(before.get(name, 0) for name in refused) + 1
    assert after["factsheet_qa_answer_seconds_count"] == after["factsheet_qa_questions_total"]
    assert after["factsheet_qa_documents"] == len(engine.documents())
    assert after["factsheet_qa_index_bytes"] > 100_000


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("users") / "users"
    add_user(file, NAME, PASSWORD)
    return file


@pytest.fixture(scope="module")
def guarded(index: Path, users: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(index, tmp_path_factory.mktemp("guarded") / "log", options=["--auth", str(users)]) as server:
        yield server


def test_with_the_password_the_page_works(guarded: Server, chromium: Browser) -> None:
    context = chromium.new_context(http_credentials={"username": NAME, "password": PASSWORD})
    page = context.new_page()
    page.goto(guarded.address)
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".turn .answer")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    "path", ["/", "/config", "/page/page.js", "/gradio_api/info", "/documents/x/original", "/nowhere"]
)
def test_without_a_password_nothing_is_given_out(guarded: Server, path: str) -> None:
    for authorization in ("", basic(NAME, "wrong password"), basic("eve", PASSWORD), "Basic !", "Bearer x"):
        assert get(guarded.address, path, authorization)[0] in (401, 429)
    assert get(guarded.address, "/healthz")[0] == 200


def test_the_file_of_users_holds_no_password(users: Path) -> None:
    assert PASSWORD not in users.read_text(encoding="utf-8")
    assert users.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("name", "password"), [("", PASSWORD), ("a:b", PASSWORD), (NAME, "short"), ("a\nb", PASSWORD)])
def test_users_and_passwords_that_cannot_be(tmp_path: Path, name: str, password: str) -> None:
    with pytest.raises(UsageError):
        add_user(tmp_path / "users", name, password)


def test_other_machines_are_let_in_only_when_said_twice(index: Path) -> None:
    settings = {**os.environ, "FACTSHEET_QA_INDEX": str(index), "GRADIO_SERVER_NAME": "0.0.0.0"}
    run = subprocess.run(
        [sys.executable, "-m", "qa", "serve"], cwd=ROOT, env=settings, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 2
    assert "--auth" in run.stderr and "--open-to-all" in run.stderr


def test_a_session_asks_at_a_bounded_pace() -> None:
    now = 0.0
    limit = RateLimit(3, clock=lambda: now)
    assert [limit.allows() for _ in range(5)] == [True, True, True, False, False]
    now = 60.5
    assert limit.allows()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="a setting of glibc")
def test_the_threads_of_a_server_share_two_heaps(tmp_path: Path) -> None:
    program = """
import ctypes, sys, threading
from qa.web.server.memory import limit_heaps
limit_heaps()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
together = threading.Barrier(12)
def hold():
    libc.malloc(ctypes.c_size_t(5000))
    together.wait()
threads = [threading.Thread(target=hold) for _ in range(12)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
file = ctypes.c_void_p(libc.fopen(sys.argv[1].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""
    told = tmp_path / "heaps.xml"
    subprocess.run([sys.executable, "-c", program, str(told)], cwd=ROOT, check=True, timeout=120)
    assert 1 <= told.read_text(encoding="ascii").count("<heap ") <= HEAPS


def test_gradio_keeps_nothing_of_a_visit_that_ended(engine: FactsheetQA, tmp_path: Path, chromium: Browser) -> None:
    visits = Visits(tmp_path)
    page = build(Asker(engine, Metrics(engine)), visits, uploads=False)
    tab = chromium.new_page()
    try:
        _, address, _ = page.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True, ssr_mode=False)
        tab.goto(address)
        expect(tab.locator("#tools [data-visit]")).to_be_attached()
        assert len(page.state_holder.session_data) == 1
        (unread,) = page._queue.pending_messages_per_session.values()
        unread.put_nowait(HeartbeatMessage())
        visits.end_all()
        assert not page.state_holder.session_data
        assert unread.empty()
    finally:
        tab.close()
        page.close(verbose=False)
