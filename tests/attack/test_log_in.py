"""Guessing passwords: slowed down, also with forged addresses, and never a lock for others."""

import base64
from pathlib import Path

import pytest
from attacked_server import Running, running
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import UsageError
from qa.web.server.access.forwarded import ForwardedHeaders
from qa.web.server.access.guesses import (
    FREE_GUESSES,
    FREE_GUESSES_PER_ADDRESS,
    MAX_WAIT_SECONDS,
    Guesses,
    TooManyGuessesError,
)
from qa.web.server.access.passwords import add_user

NAME, PASSWORD = "ada", "correct horse: battery"


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("users") / "users"
    add_user(file, NAME, PASSWORD)
    return file


def basic(name: str, password: str, scheme: str = "Basic") -> dict[str, str]:
    return {"Authorization": f"{scheme} " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def status(server: Running, headers: dict[str, str]) -> int:
    return server.get("/robots.txt", headers)[0]


@pytest.mark.long
def test_forged_addresses_and_a_named_proxy(small_index: Path, users: Path, tmp_path: Path) -> None:
    with running(small_index, tmp_path / "log", "--auth", str(users)) as server:
        forged = [
            status(server, basic("eve", f"guess {number}") | {"X-Forwarded-For": f"10.7.{number}.1"})
            for number in range(FREE_GUESSES + 2)
        ]
        assert forged == [401] * FREE_GUESSES + [429] * 2
        assert status(server, basic(NAME, PASSWORD)) in (200, 404)
    options = ("--auth", str(users), "--proxy", "127.0.0.1", "--host-name", "qa.example")
    with running(small_index, tmp_path / "log", *options) as server:
        for number in range(FREE_GUESSES + 1):
            status(server, basic(NAME, f"guess {number}") | {"X-Forwarded-For": "10.9.9.9"})
        assert status(server, basic(NAME, PASSWORD) | {"X-Forwarded-For": "10.9.9.9"}) == 429
        assert status(server, basic(NAME, PASSWORD) | {"X-Forwarded-For": "10.0.0.1"}) in (200, 404)
        assert status(server, basic(NAME, PASSWORD, "bAsIc") | {"X-Forwarded-For": "10.9.9.9"}) in (200, 404)
        # As nginx and Caddy forward a page that visitors reach by HTTPS.
        forwarded = {"Host": "qa.example", "X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "https"}
        page = server.get("/", basic(NAME, PASSWORD) | forwarded)
        assert page[0] == 200
        assert "; Secure" in page[1]["set-cookie"]
        assert server.get("/config", basic(NAME, PASSWORD) | forwarded | {"Origin": "https://qa.example"})[0] == 200
        assert server.get("/config", basic(NAME, PASSWORD) | forwarded | {"Origin": "http://qa.example"})[0] == 403


def test_waits_grow_and_end() -> None:
    now = 0.0
    guesses = Guesses(clock=lambda: now)
    for _ in range(FREE_GUESSES):
        guesses.check(NAME, "10.0.0.1")
        guesses.add(NAME, "10.0.0.1")
    waits = []
    for _ in range(10):
        with pytest.raises(TooManyGuessesError) as refused:
            guesses.check(NAME, "10.0.0.1")
        waits.append(refused.value.seconds)
        now += refused.value.seconds
        guesses.check(NAME, "10.0.0.1")
        guesses.add(NAME, "10.0.0.1")
    assert waits == sorted(waits)
    assert max(waits) == MAX_WAIT_SECONDS
    guesses.check(NAME, "10.0.0.2")
    guesses.check("bob", "10.0.0.1")


@given(st.lists(st.tuples(st.sampled_from(["ada", "bob", "eve"]), st.sampled_from("12")), max_size=80))
def test_other_users_and_addresses_never_wait(wrong: list[tuple[str, str]]) -> None:
    guesses = Guesses(clock=lambda: 0.0)
    for name, address in wrong:
        guesses.add(name, address)
    guesses.check("ada", "3")
    if len(wrong) < FREE_GUESSES_PER_ADDRESS:
        guesses.check("carol", "1")


@pytest.mark.parametrize("proxy", ["nginx", "10.0.0.0/99", ""])
def test_a_proxy_is_named_by_its_address(proxy: str) -> None:
    with pytest.raises(UsageError, match="--proxy"):
        ForwardedHeaders(lambda *_: None, [proxy])  # type: ignore[arg-type,return-value]
