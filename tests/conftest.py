"""Fixtures that all tests share."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from database_server import Server, running
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

# Property tests look for new examples, except in CI: a change must not be delayed by chance.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

SHARED_VARIABLE = "FACTSHEET_QA_SHARED"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real factsheets, question sets and bad inputs that is not part of the repository."""
    folder = os.environ.get(SHARED_VARIABLE)
    if folder is None:
        pytest.skip(f"{SHARED_VARIABLE} is not set: it names the folder of material that is not in the repository")
    return Path(folder)


@pytest.fixture(scope="session")
def bundled() -> Path:
    """The factsheets that come with the repository."""
    return Path(__file__).parent.parent / "corpus" / "factsheets"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's chromium; that it is missing is a failure, not a reason to skip."""
    program = shutil.which("chromium")
    assert program, "the browser tests need the program chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def database_server() -> Iterator[Server]:
    """A PostgreSQL server with pgvector."""
    with running() as server:
        yield server


@pytest.fixture(params=["folder", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where an index may be: a folder, and a database of a real server."""
    if request.param == "folder":
        return tmp_path / "index"
    server: Server = request.getfixturevalue("database_server")
    return server.database()


@pytest.fixture(scope="session", autouse=True)
def strays() -> Iterator[list[str]]:
    """The hosts other than this machine that anything tried to look up or connect to; each try is refused."""
    found: list[str] = []
    look_up, connect, connect_ex = socket.getaddrinfo, socket.socket.connect, socket.socket.connect_ex

    def check(host: object) -> None:
        if not _is_this_machine(host):
            found.append(str(host))
            raise OSError(f"the tests run offline, and this would leave the machine: {host}")

    def checked_look_up(host: str | bytes | None, *arguments: object, **options: object) -> list[tuple[object, ...]]:
        check(host)
        return look_up(host, *arguments, **options)

    def checked_connect(self: socket.socket, address: tuple[str, int] | str) -> None:
        check(address[0] if isinstance(address, tuple) else None)
        connect(self, address)

    def checked_connect_ex(self: socket.socket, address: tuple[str, int] | str) -> int:
        check(address[0] if isinstance(address, tuple) else None)
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", checked_look_up)
        patch.setattr(socket.socket, "connect", checked_connect)
        patch.setattr(socket.socket, "connect_ex", checked_connect_ex)
        yield found


@pytest.fixture(autouse=True)
def offline(strays: list[str]) -> Iterator[None]:
    """Nothing may be fetched at run time: a test fails when anything tries to leave the machine."""
    yield
    tried, strays[:] = list(strays), []
    assert not tried, f"tried to leave the machine: {tried}"


def _is_this_machine(host: object) -> bool:
    """Whether a host name or address is the loopback device; None stands for a socket in the file system."""
    if host is None or host in ("", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False
