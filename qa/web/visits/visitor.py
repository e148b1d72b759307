"""The visitor behind a request: a random cookie tells the browser, the connection tells the network address."""

import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Final, Protocol

COOKIE: Final = "factsheet-qa-visitor"


class _Client(Protocol):
    host: str


class Connected(Protocol):
    """A request that knows the other end of its connection."""

    @property
    def client(self) -> _Client | None:
        """The other end, behind named proxies the one that they name."""


def visitor_of(headers: Mapping[str, str]) -> str:
    """Return the value of the visitor's cookie; empty for programs, which have none."""
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[COOKIE].value if COOKIE in cookies else ""


def address_of(request: Connected) -> str:
    """Return the network address that a request comes from."""
    return request.client.host if request.client is not None else ""


def new_cookie(is_secure: bool) -> str:
    """Return the header that gives a browser its cookie for this session; no script can read it."""
    secure = "; Secure" if is_secure else ""
    return f"{COOKIE}={secrets.token_urlsafe(32)}; Path=/; HttpOnly; SameSite=Lax{secure}"
