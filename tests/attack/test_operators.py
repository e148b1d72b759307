"""The operator's page is for operators, and listed origins reach a server that asks for a password."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attacked_server import Running, running
from test_log_in import basic

from qa.errors import UsageError
from qa.web.server.access.operators import Operators
from qa.web.server.access.passwords import Gatekeeper, add_user

PASSWORD = "correct horse: battery"
ORIGIN = "https://intranet.example"


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("users") / "users"
    for name in ("ada", "bob"):
        add_user(file, name, PASSWORD)
    return file


@pytest.fixture(scope="module")
def guarded(small_index: Path, users: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with users, whose answers a page elsewhere may read."""
    options = ("--auth", str(users), "--operator", "bob", "--allow-origin", ORIGIN)
    with running(small_index, tmp_path_factory.mktemp("guarded") / "log", *options) as server:
        yield server


def preflight(server: Running, origin: str, path: str = "/api/ask") -> tuple[int, str | None]:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    status, headers, _ = server.get(path, asked, "OPTIONS")
    return status, headers["access-control-allow-origin"]


def test_of_several_users_only_the_named_see_the_operators_page(guarded: Running) -> None:
    assert guarded.get("/operator", basic("bob", PASSWORD))[0] == 200
    status, _, text = guarded.get("/operator", basic("ada", PASSWORD))
    assert (status, b"--operator" in text) == (403, True)
    assert guarded.get("/operator")[0] == 401


def test_a_listed_origin_needs_no_password_before_it_may_send_one(guarded: Running) -> None:
    assert preflight(guarded, ORIGIN) == (200, ORIGIN)
    assert preflight(guarded, "https://evil.example") == (403, None)
    for path in ("/operator", "/documents/x/original", "/nowhere"):
        assert guarded.get(path, {"Origin": ORIGIN}, "OPTIONS")[0] == 401
    status, headers, _ = guarded.get("/api/documents", {"Origin": ORIGIN} | basic("ada", PASSWORD))
    assert (status, headers["access-control-allow-origin"]) == (200, ORIGIN)
    assert guarded.get("/api/documents", {"Origin": ORIGIN})[0] == 401


def test_the_first_user_is_the_operator_unless_others_are_named(users: Path) -> None:
    gatekeeper = Gatekeeper(users)
    operators = Operators((), gatekeeper)
    assert operators.include({"factsheet_qa.user": "ada"})
    assert not operators.include({"factsheet_qa.user": "bob"})
    with pytest.raises(UsageError, match="--operator eve"):
        Operators(("eve",), gatekeeper)
    with pytest.raises(UsageError, match="--operator ada"):
        Operators(("ada",), None)


@pytest.mark.parametrize(
    ("address", "host", "forwarded", "status"),
    [
        ("127.0.0.1", "localhost:7860", False, True),
        ("::1", "[::1]:7860", False, True),
        ("127.0.0.1", "qa.example.org", False, False),
        ("127.0.0.1", "", False, False),
        ("127.0.0.1", "localhost:7860", True, False),
        ("192.0.2.7", "localhost:7860", False, False),
    ],
)
def test_without_users_the_machine_itself_is_the_operator(
    address: str, host: str, forwarded: bool, status: bool
) -> None:
    scope = {
        "type": "http",
        "client": (address, 50_000),
        "headers": [(b"host", host.encode())],
        "factsheet_qa.forwarded": forwarded,
    }
    assert Operators((), None).include(scope) is status
