"""Security headers and refusals as one ASGI middleware.

Scripts run only from this server or with the page's nonce, so markup that got through escaping could not run.
`unsafe-eval` is there because Gradio compiles the templates of its HTML component in the browser.
"""

import json
import math
import re
import secrets
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.api.arguments import ArgumentError
from qa.web.api.gradio_calls import with_defaults
from qa.web.api.page_events import PageEvents
from qa.web.api.refusals import refused_argument, refused_call
from qa.web.server.access.guesses import TooManyGuessesError
from qa.web.server.access.hosts import HostPolicy
from qa.web.server.access.operators import note_user
from qa.web.server.access.passwords import Gatekeeper
from qa.web.server.limits.bodies import BodyError, read_body, replayed
from qa.web.server.limits.rate_limits import RateLimits
from qa.web.server.sessions import SessionOwners, json_object, session_of
from qa.web.visits.uploads import MAX_BYTES
from qa.web.visits.visitor import new_cookie, visitor_of

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
    r"/($|assets/|static/|page/|pages/|documents/|visits/|api/|mcp/?$"
    r"|(config|favicon\.ico|healthz|info|manifest\.json|metrics|openapi\.json|operator|readyz|robots\.txt|theme\.css)/?$)"
)
_UPLOAD: Final = re.compile(r"/visits/[^/]+/uploads$")
_CALL: Final = re.compile(r"/(?:api|gradio_api)/")
"""Paths for programs."""
_BODILESS: Final = ("GET", "HEAD", "OPTIONS", "DELETE")
_PROBES: Final = ("/healthz", "/readyz")
"""Paths that need no log-in and no name of the server, for whoever watches it."""
_SOCIAL_META: Final = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')


@dataclass(frozen=True, slots=True)
class GuardRules:
    """What the guard checks requests against; without a gatekeeper nobody has to log in."""

    hosts: HostPolicy
    sessions: SessionOwners
    rate_limits: RateLimits
    events: PageEvents
    gatekeeper: Gatekeeper | None = None


class Guard:
    """Middleware that refuses requests the page does not need and adds security headers to all responses."""

    def __init__(self, app: ASGIApp, rules: GuardRules) -> None:
        self.app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            response = _SecuredResponse(send, scope)
            if scope["path"] == "/":  # the page is changed on its way, so nothing inside may compress it
                scope["headers"] = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
            scope["query_string"] = _without_page(scope["query_string"])
            refusal = self._foreign(scope) or await self._challenge(scope) or _refusal(scope)
            if refusal is not None:
                await refusal(scope, receive, response.send)
            else:
                await self._serve(scope, receive, response.send)

    def _foreign(self, scope: Scope) -> ASGIApp | None:
        """Return the response to a request under another name or from a foreign page, or None."""
        if scope["path"] in _PROBES:
            return None
        if not self._rules.hosts.allows_host(Headers(scope=scope).get("host", "")):
            return _closing(scope, "This server does not answer under that name; see --host-name", 421)
        if not self._rules.hosts.allows_origin(scope):
            return _closing(scope, "Requests from other pages are refused", 403)
        return None

    async def _challenge(self, scope: Scope) -> ASGIApp | None:
        """Return the response that asks for a log-in, or None if there is nothing to ask."""
        if self._rules.gatekeeper is None or scope["path"] in _PROBES or _is_preflight(scope):
            return None
        authorization = Headers(scope=scope).get("authorization", "")
        try:
            user = await run_in_threadpool(self._rules.gatekeeper.admitted, authorization, _address(scope))
            if user is not None:
                note_user(scope, user)
                return None
        except TooManyGuessesError as error:
            headers = {"Retry-After": str(math.ceil(error.seconds)), "Connection": "close"}
            return _refused(scope, "Too many wrong passwords; please wait", 429, headers)
        challenge = {"WWW-Authenticate": 'Basic realm="Factsheet QA", charset="UTF-8"'}
        return _refused(scope, "Please log in", 401, challenge)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, unless it is an upload's, and hand the request on if its session is the visitor's."""
        try:
            content, receive = await self._read(scope, receive)
        except BodyError as error:
            await _closing(scope, str(error), error.status)(scope, receive, send)
        except ArgumentError as error:
            await refused_argument(error)(scope, receive, send)
        else:
            response = self._unwelcome(scope, content)
            if response is not None:
                await response(scope, receive, send)
            else:
                await self._rules.sessions.serve(self.app, visitor_of(Headers(scope=scope)), scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive) -> tuple[dict[str, Any], Receive]:
        """Return the JSON of a call, empty for other requests, and a `receive` that gives the body.

        Raises:
            BodyError: The body is too large or not finished in time.
            ArgumentError: The body is not JSON, or an argument cannot be used.
        """
        if scope["method"] in _BODILESS or _UPLOAD.match(scope["path"]):
            return {}, receive
        body = await read_body(receive, MAX_BODY)
        if not _CALL.match(scope["path"]):
            return {}, replayed(body, receive)
        content = json_object(body)
        completed = with_defaults(scope["path"], content)
        self._rules.events.check(scope["path"], completed)
        return content, replayed(body if completed is content else json.dumps(completed).encode(), receive)

    def _unwelcome(self, scope: Scope, content: dict[str, Any]) -> ASGIApp | None:
        """Return the response to a request for another visitor's session, or to one question too many, or None."""
        visitor = visitor_of(Headers(scope=scope))
        if not self._rules.sessions.allows(session_of(scope, content), visitor, _address(scope)):
            return _refused(scope, "There is no such session", 404)
        if not self._rules.rate_limits.allows(scope, content, _address(scope)):
            return _refused(scope, "Too many questions within a minute", 429, {"Retry-After": "60"})
        return None


def _is_preflight(scope: Scope) -> bool:
    """Return True if a browser asks whether a page may send a request; it asks without the user's password."""
    headers = Headers(scope=scope)
    return scope["method"] == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers


def _without_page(query: bytes) -> bytes:
    """Return a query without the name of a page: this site has one, and Gradio fails on other names."""
    parts = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return urlencode([part for part in parts if part[0] != "page"]).encode() if dict(parts).get("page") else query


def _address(scope: Scope) -> str:
    return str((scope.get("client") or ("",))[0])


def _refused(scope: Scope, text: str, status: int, headers: dict[str, str] | None = None) -> ASGIApp:
    """Return the response to a refused request: JSON for programs, otherwise a line of text."""
    if not _CALL.match(scope["path"]):
        return PlainTextResponse(f"{text}\n", status, headers)
    response = refused_call(text, status)
    response.headers.update(headers or {})
    return response


def _closing(scope: Scope, text: str, status: int) -> ASGIApp:
    """Return a response after which the connection is closed, because the rest of the request is not read."""
    return _refused(scope, text, status, {"Connection": "close"})


def _refusal(scope: Scope) -> ASGIApp | None:
    """Return the response to a refused request, or None."""
    if not _GRADIO.match(scope["path"]) and not _OTHER.match(scope["path"]):
        return _closing(scope, "Not found", 404)
    headers = Headers(scope=scope)
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers and length:
        return _closing(scope, "A request has either Content-Length or Transfer-Encoding", 400)
    if scope["method"] in _BODILESS and not length and "transfer-encoding" not in headers:
        return None
    if not (length.isascii() and length.isdigit() and len(length) < 12):
        return _closing(scope, "Length required", 411)
    most = 0 if scope["method"] in _BODILESS else MAX_BYTES if _UPLOAD.match(scope["path"]) else MAX_BODY
    return _closing(scope, "Too large", 413) if int(length) > most else None


class _SecuredResponse:
    """A response with security headers added and the nonce put into the scripts of an HTML page."""

    def __init__(self, send: Send, scope: Scope) -> None:
        self._send = send
        self._nonce = secrets.token_urlsafe(16)
        self._start: Message | None = None
        self._body = b""
        self._is_new = scope["path"] == "/" and not visitor_of(Headers(scope=scope))
        self._is_secure = scope["scheme"] == "https"

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers.update({**_HEADERS, "Content-Security-Policy": _POLICY.format(nonce=self._nonce)})
            if headers.get("content-type", "").startswith("text/html"):
                if self._is_new:
                    headers.append("Set-Cookie", new_cookie(self._is_secure))
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
