"""Forwarded headers, believed only from proxies that the operator names."""

import ipaddress
from collections.abc import Sequence
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from qa.errors import UsageError

_NEVER: Final = frozenset(
    {b"forwarded", b"x-forwarded-host", b"x-forwarded-prefix", b"x-gradio-server", b"x-direct-url"}
)
"""Headers that would change the page's address; the Host header alone decides it."""
_FROM_PROXIES: Final = frozenset({b"x-forwarded-for", b"x-forwarded-proto", b"x-real-ip"})


_SIGNS: Final = _NEVER | _FROM_PROXIES | {b"via"}
"""Headers that show that a request came through a proxy."""
_FORWARDED: Final = "factsheet_qa.forwarded"
"""Key of a request's scope that says so."""


def is_forwarded(scope: Scope) -> bool:
    """Return True if a request came through a proxy, whether it is a named one or not."""
    return bool(scope.get(_FORWARDED))


class ForwardedHeaders:
    """Middleware that takes a visitor's address and protocol from named proxies, and removes such headers of others."""

    def __init__(self, app: ASGIApp, proxies: Sequence[str]) -> None:
        """Trust the proxies at these IP addresses or networks.

        Raises:
            UsageError: One of them is not an IP address or network.
        """
        try:
            self._networks = [ipaddress.ip_network(proxy, strict=False) for proxy in proxies]
        except ValueError as error:
            raise UsageError(f"--proxy: {error}; name an IP address or network, such as 127.0.0.1") from error
        self._app = app
        self._proxied = ProxyHeadersMiddleware(app, trusted_hosts=list(proxies))  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_proxy = self._is_proxy(scope)
        scope[_FORWARDED] = any(name.lower() in _SIGNS for name, _ in scope["headers"])
        dropped = _NEVER if is_proxy else _NEVER | _FROM_PROXIES
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name.lower() not in dropped]
        await (self._proxied if is_proxy else self._app)(scope, receive, send)  # type: ignore[arg-type]

    def _is_proxy(self, scope: Scope) -> bool:
        try:
            address = ipaddress.ip_address((scope.get("client") or ("",))[0])
        except ValueError:
            return False
        return any(address in network for network in self._networks)
