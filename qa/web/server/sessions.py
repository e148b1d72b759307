"""Gradio's sessions, each bound to the browser that used it first.

The browser makes a session's name with a weak random generator, so the name alone must not open the session's events.
"""

import json
import re
from collections import Counter, OrderedDict
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, unquote

from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.api.arguments import ArgumentError
from qa.web.visits.visits import Visits

MAX_SESSIONS = 20_000
"""Maximum number of remembered sessions; the least recently used one is forgotten first."""
MAX_SESSIONS_PER_ADDRESS = 200
"""Maximum number of sessions of one network address. Beyond it, the least recently used one without a visit is
forgotten, and with it the copy of the page that Gradio keeps for each."""
_HEARTBEAT: Final = re.compile(r"/gradio_api/heartbeat/([^/]+)/?$")


@dataclass(frozen=True, slots=True)
class _Owner:
    visitor: str
    address: str


class SessionOwners:
    """The browser, by its cookie, that each session belongs to. For the server's event loop."""

    def __init__(self, visits: Visits) -> None:
        self._visits = visits
        self._owners: OrderedDict[str, _Owner] = OrderedDict()
        self._of_address: Counter[str] = Counter()

    def allows(self, session: str | None, visitor: str, address: str) -> bool:
        """Return True if a session belongs to a visitor or is new; a new one belongs to this visitor from now on."""
        if session is None:
            return True
        if session not in self._owners:
            self._add(session, _Owner(visitor, address))
        self._owners.move_to_end(session)
        return self._owners[session].visitor == visitor

    def _add(self, session: str, owner: _Owner) -> None:
        if self._of_address[owner.address] >= MAX_SESSIONS_PER_ADDRESS:
            of_address = [each for each, other in self._owners.items() if other.address == owner.address]
            idle = next((each for each in of_address if not self._visits.has(each, self._owners[each].visitor)), None)
            if idle is not None:
                self._forget(idle)
                self._visits.on_end(idle)
        while len(self._owners) >= MAX_SESSIONS:
            self._forget(next(iter(self._owners)))
        self._owners[session] = owner
        self._of_address[owner.address] += 1

    def _forget(self, session: str) -> None:
        address = self._owners.pop(session).address
        self._of_address[address] -= 1
        if not self._of_address[address]:
            del self._of_address[address]

    async def serve(self, app: ASGIApp, visitor: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, and keep the visit open during the connection that every open tab holds."""
        tab = _HEARTBEAT.match(scope["path"])
        if tab is None:
            await app(scope, receive, send)
        else:
            with self._visits.connected(unquote(tab[1]), visitor):
                await app(scope, receive, send)


def session_of(scope: Scope, body: dict[str, Any]) -> str | None:
    """Return the session that a request names in its path, query or body."""
    if tab := _HEARTBEAT.match(scope["path"]):
        return unquote(tab[1])
    query = parse_qs(str(scope["query_string"], "latin-1"))
    session = query["session_hash"][0] if "session_hash" in query else body.get("session_hash")
    return session if isinstance(session, str) else None


def json_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in the body of a call; empty if there is no body.

    Raises:
        ArgumentError: The body is not a JSON object, is nested too deeply or contains half a surrogate pair.
    """
    if not body.strip():
        return {}
    try:
        content = json.loads(body)
        json.dumps(content, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise _wrong_body("contains half a surrogate pair, which is not a character") from error
    except ValueError as error:
        raise _wrong_body("is not JSON") from error
    except RecursionError as error:
        raise _wrong_body("is nested too deeply") from error
    if not isinstance(content, dict):
        raise _wrong_body("is not a JSON object")
    return content


def _wrong_body(reason: str) -> ArgumentError:
    return ArgumentError("body", reason, 'send a JSON object, such as {"question": "…"} to /api/ask')
