"""What a page does while a test drives it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from page_server import came_true
from playwright.sync_api import Page, Route

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


def hover_over_chip(page: Page) -> None:
    """Hover over the first chip until its preview is there: the page may still be scrolling under the mouse."""

    def is_previewed() -> bool:
        page.mouse.move(0, 0)
        page.locator(".turn .chip").first.hover()
        return page.get_by_role("tooltip").is_visible()

    assert came_true(is_previewed)
