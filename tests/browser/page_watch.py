"""What a page does while a test drives it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Route

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass
class Watch:
    """What must not happen while a page is open."""

    strays: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def route(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in ("http", "https", "ws", "wss") and url.hostname not in LOOPBACK:
            self.strays.append(route.request.url)
            route.abort()
        else:
            route.continue_()
