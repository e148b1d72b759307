"""Requests are answered only under the server's own names and only for its own pages.

A page of another site can make the browser send requests here. The names stop DNS rebinding; the origins stop requests
of foreign pages, also of sibling hosts, which count as the same site.
"""

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from qa.web.server.address import is_loopback


class HostPolicy:
    """The host names and origins that requests may have."""

    def __init__(self, listening_on: str, host_names: Sequence[str] = (), origins: Sequence[str] = ()) -> None:
        """Allow loopback names, IP addresses if other machines can reach the server, and the names given.

        No attacker can bind an IP address to a name of their own, so IP addresses need no list.
        """
        self._is_local = is_loopback(listening_on)
        self._names = {name.lower() for name in host_names}
        self._origins = {origin.lower().rstrip("/") for origin in origins}

    def allows_host(self, host: str) -> bool:
        """Return True if the server answers under a value of the Host header."""
        name = host_name(host)
        if name is None:
            return False
        return name in self._names or is_loopback(name) or (not self._is_local and _is_ip(name))

    def allows_origin(self, scope: Scope) -> bool:
        """Return True if a request comes from the server's own page, from a listed origin, or from no page."""
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is not None:
            own = f"{scope['scheme']}://{headers.get('host', '')}"
            return origin.lower() in {own.lower(), *self._origins}
        if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
            return True
        return scope["method"] in ("GET", "HEAD") and headers.get("sec-fetch-mode") == "navigate"


def host_name(host: str) -> str | None:
    """Return the name in a Host header, in small letters and without its port."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    is_plain = parts.netloc == host and not parts.username and not parts.path and not any(map(str.isspace, host))
    return parts.hostname if is_plain else None


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
