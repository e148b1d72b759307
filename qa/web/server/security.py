"""Security headers and refusals as one ASGI middleware.

Scripts run only from this server or with the page's nonce, so markup that got through escaping could not run.
`unsafe-eval` is there because Gradio compiles the templates of its HTML component in the browser.
"""

import re
import secrets
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.server.passwords import Gatekeeper
from qa.web.visits.uploads import MAX_BYTES

MAX_BODY = 256 * 1024
"""Maximum bytes of a request; a question with its filters is far smaller. Uploads have their own limit."""

_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-eval' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Of Gradio's own routes only those that asking a question needs: no upload, no file, no proxy, no recording.
_GRADIO: Final = re.compile(
    r"/gradio_api/(app_id|call|cancel|config|heartbeat|info|login_check|openapi\.json|queue/(join|data)|reset|run"
    r"|startup-events|theme\.css|user)(/|$)"
)
_OTHER: Final = re.compile(
    r"/($|assets/|static/|page/|pages/|documents/|visits/|mcp/?$|(config|favicon\.ico|healthz|info|manifest\.json|metrics|readyz"
    r"|robots\.txt|theme\.css)/?$)"
)
_UPLOAD: Final = re.compile(r"/visits/[^/]+/uploads$")
_PROBES: Final = ("/healthz", "/readyz", "/gradio_api/startup-events")
"""Paths that need no log-in; Gradio requests the last one when it starts."""
_SOCIAL_META: Final = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')


class Guard:
    """Middleware that refuses requests the page does not need and adds security headers to all responses."""

    def __init__(self, app: ASGIApp, gatekeeper: Gatekeeper | None = None) -> None:
        self.app = app
        self._gatekeeper = gatekeeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = await self._challenge(scope) or _refusal(scope)
            await (refusal or self.app)(scope, receive, _SecuredResponse(send).send)

    async def _challenge(self, scope: Scope) -> ASGIApp | None:
        """Return the response that asks for a log-in, or None if there is nothing to ask."""
        if self._gatekeeper is None or scope["path"] in _PROBES:
            return None
        authorization = Headers(scope=scope).get("authorization", "")
        address = (scope.get("client") or ("",))[0]
        if await run_in_threadpool(self._gatekeeper.admits, authorization, address):
            return None
        challenge = {"WWW-Authenticate": 'Basic realm="Factsheet QA", charset="UTF-8"'}
        return PlainTextResponse("Please log in\n", 401, headers=challenge)


def _refusal(scope: Scope) -> ASGIApp | None:
    """Return the response to a refused request, or None."""
    if not _GRADIO.match(scope["path"]) and not _OTHER.match(scope["path"]):
        return PlainTextResponse("Not found\n", 404)
    if scope["method"] in ("GET", "HEAD", "OPTIONS", "DELETE"):
        return None
    length = Headers(scope=scope).get("content-length", "")
    if not length.isdecimal():
        return PlainTextResponse("Length required\n", 411)
    most = MAX_BYTES if _UPLOAD.match(scope["path"]) else MAX_BODY
    return PlainTextResponse("Too large\n", 413) if int(length) > most else None


class _SecuredResponse:
    """A response with security headers added and the nonce put into the scripts of an HTML page."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._nonce = secrets.token_urlsafe(16)
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers.update({**_HEADERS, "Content-Security-Policy": _POLICY.format(nonce=self._nonce)})
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message  # sent with the body, because its length changes
                return
        elif self._start is not None:
            await self._send_page(message)
            return
        await self._send(message)

    async def _send_page(self, message: Message) -> None:
        self._body += message.get("body", b"")
        if message.get("more_body", False) or self._start is None:
            return
        page = _SOCIAL_META.sub(b"", self._body)
        page = page.replace(b"<script", f'<script nonce="{self._nonce}"'.encode())
        headers = MutableHeaders(raw=self._start["headers"])
        if "content-length" in headers:
            headers["content-length"] = str(len(page))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": page})
