"""No visitor can end, see or stop what another one does."""

import json
import secrets
import socket
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from attacked_server import Running, Tab
from hypothesis import given
from hypothesis import strategies as st

from qa.web.server.sessions import MAX_SESSIONS_PER_ADDRESS, SessionOwners
from qa.web.visits.upload_queue import MAX_WAITING, MAX_WAITING_PER_ADDRESS, Owner, UploadQueue
from qa.web.visits.visits import (
    EMPTY_KEPT_SECONDS,
    KEPT_SECONDS,
    MAX_VISITS,
    MAX_VISITS_PER_ADDRESS,
    TooManyVisitsError,
    Visits,
)

FACTS = b"# Country factsheet: Ruritania (2022)\n\nThe Heron Fund pays EUR 5 million a year to clusters.\n"


def test_newcomers_end_nobodys_visit(tab: Tab) -> None:
    assert tab.upload("mine.md", FACTS)["state"] == "ready"
    for _ in range(MAX_VISITS_PER_ADDRESS + 50):
        Tab(tab.server, "", secrets.token_hex(6)).call("describe_comparison", [[], []])
    assert [upload["state"] for upload in json.loads(tab.get("/uploads")[1])] == ["ready"]


def test_the_name_of_a_session_opens_nothing(tab: Tab) -> None:
    assert tab.upload("mine.md", FACTS)["state"] == "ready"
    for cookie in ("", "factsheet-qa-visitor=" + "x" * 43):
        thief = Tab.opened(tab.server, tab.session, cookie)
        assert thief.token == ""
        status, _, _ = tab.server.get(f"/gradio_api/queue/data?session_hash={tab.session}", {"Cookie": cookie})
        assert status == 404
        assert tab.server.get(f"/gradio_api/heartbeat/{tab.session}", {"Cookie": cookie})[0] == 404


def test_the_cookie_is_for_the_server_alone(server: Running) -> None:
    _, headers, _ = server.get("/")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(headers["set-cookie"].split("; "))
    assert "set-cookie" not in server.get("/", {"Cookie": headers["set-cookie"].split(";")[0]})[1]


def test_an_upload_that_breaks_off_leaves_no_trace(tab: Tab) -> None:
    before = tab.server.log.read_text()
    head = (
        f"POST /visits/{tab.token}/uploads HTTP/1.1\r\nHost: 127.0.0.1:{tab.server.port}\r\n"
        "X-Name: a.txt\r\nContent-Length: 1000\r\n\r\nonly this"
    )
    with socket.create_connection(("127.0.0.1", tab.server.port)) as connection:
        connection.sendall(head.encode())
    assert json.loads(tab.get("/uploads")[1]) == []
    assert "Traceback" not in tab.server.log.read_text()[len(before) :]


def test_sessions_of_one_address_are_bounded_and_those_of_visits_stay(tmp_path: Path) -> None:
    visits, forgotten = Visits(tmp_path), []
    visits.on_end = forgotten.append
    owners = SessionOwners(visits)
    visits.of("tab", "cookie", "10.0.0.6")
    assert owners.allows("tab", "cookie", "10.0.0.6")
    assert owners.allows("elsewhere", "", "10.0.0.1")
    for number in range(2 * MAX_SESSIONS_PER_ADDRESS):
        assert owners.allows(f"flood {number}", "", "10.0.0.6")
    assert len(forgotten) == MAX_SESSIONS_PER_ADDRESS + 1
    assert not owners.allows("tab", "thief", "10.0.0.6")
    assert not owners.allows("elsewhere", "thief", "10.0.0.6")


def test_an_open_visit_is_never_ended_and_newcomers_are_refused(tmp_path: Path) -> None:
    visits = Visits(tmp_path)
    first = visits.of("tab", "cookie", "10.0.0.1")
    first.turns.append(None)  # type: ignore[arg-type]  # anything asked
    with visits.connected("open", "cookie"):
        opened = visits.of("open", "cookie", "10.0.0.1")
        for number in range(2 * MAX_VISITS):
            visits.of(f"new {number}", "", f"10.1.{number // 50}.1")
        assert visits.of("tab", "cookie") is first
        assert visits.of("open", "cookie") is opened


def test_a_full_server_refuses_newcomers(tmp_path: Path) -> None:
    visits = Visits(tmp_path)
    for number in range(MAX_VISITS_PER_ADDRESS):
        visits.of(str(number), "", "10.0.0.1").turns.append(None)  # type: ignore[arg-type]
    with pytest.raises(TooManyVisitsError):
        visits.of("one more", "", "10.0.0.1")
    assert visits.of("another address", "", "10.0.0.2")


def test_a_closed_tab_may_come_back_for_a_while(tmp_path: Path) -> None:
    now = 0.0
    visits = Visits(tmp_path, clock=lambda: now)
    with visits.connected("tab", "cookie"):
        visit = visits.of("tab", "cookie")
        now = 10 * KEPT_SECONDS
        visits.sweep()
        assert visits.of("tab", "cookie") is visit
    for kept in (EMPTY_KEPT_SECONDS, KEPT_SECONDS):
        now += kept - 1
        assert visits.of("tab", "cookie") is visit
        visit.turns.append(None)  # type: ignore[arg-type]  # anything asked
    now += KEPT_SECONDS + 1
    visits.sweep()
    assert visits.with_token(visit.token) is None


def test_empty_visits_that_nobody_returns_to_end_soon(tmp_path: Path) -> None:
    now = 0.0
    visits = Visits(tmp_path, clock=lambda: now)
    for number in range(MAX_VISITS_PER_ADDRESS):
        visits.of(f"flood {number}", "", "10.0.0.6")
    with visits.connected("tab", "cookie"):
        visits.of("tab", "cookie")
        now += EMPTY_KEPT_SECONDS + 1
        visits.sweep()
        assert visits.count == 1


def test_a_newcomers_file_waits_for_one_file_of_each_other_address() -> None:
    now = 0.0
    done: list[str] = []
    gate, finished = Event(), Event()
    queue = UploadQueue(clock=lambda: now)

    def slow(name: str) -> None:
        nonlocal now
        gate.wait(60)
        now += 100.0
        done.append(name)

    def quick() -> None:
        done.append("newcomer")
        finished.set()

    for number in range(MAX_WAITING_PER_ADDRESS):
        assert queue.submit(Owner("10.6.6.6", f"visit {number % 3}"), partial(slow, f"slow {number}"))
    assert queue.submit(Owner("10.0.0.1", "newcomer"), quick)
    gate.set()
    assert finished.wait(60)
    assert done.index("newcomer") <= 2
    queue.close()


def test_one_address_cannot_fill_the_queue() -> None:
    gate = Event()
    queue = UploadQueue()
    accepted = [queue.submit(Owner("10.6.6.6", f"visit {n}"), partial(gate.wait, 60)) for n in range(MAX_WAITING)]
    assert sum(accepted) <= MAX_WAITING_PER_ADDRESS + 1
    assert queue.submit(Owner("10.0.0.1", "newcomer"), gate.wait)
    gate.set()
    queue.close()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=1, max_size=20))
def test_every_file_is_indexed_once(owners: list[tuple[str, str]]) -> None:
    done: list[int] = []
    finished = Event()

    def work(number: int) -> None:
        done.append(number)
        if len(done) == len(owners):
            finished.set()

    queue = UploadQueue()
    for number, (address, visit) in enumerate(owners):
        assert queue.submit(Owner(address, visit), partial(work, number))
    assert finished.wait(60)
    queue.close()
    assert sorted(done) == list(range(len(owners)))
