"""Who may see the operator's page: named users, or on a server without users this machine."""

from collections.abc import Collection
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from qa.errors import UsageError
from qa.web.server.access.forwarded import is_forwarded
from qa.web.server.access.hosts import host_name
from qa.web.server.access.passwords import Gatekeeper
from qa.web.server.address import is_loopback

_USER: Final = "factsheet_qa.user"
"""Key of a request's scope for the user who has logged in."""


def note_user(scope: Scope, user: str) -> None:
    """Record in a request who sent it."""
    scope[_USER] = user


class Operators:
    """The users who are operators; without users, everybody at this machine itself."""

    def __init__(self, names: Collection[str], gatekeeper: Gatekeeper | None) -> None:
        """Name the operators among the users; the first user is the operator if none is named.

        Raises:
            UsageError: One of them is no user.
        """
        users = gatekeeper.names if gatekeeper else ()
        for name in names:
            if name not in users:
                raise UsageError(f"--operator {name}: not a user of --auth; add them with --add-user first")
        self._names = frozenset(names or users[:1])

    def include(self, scope: Scope) -> bool:
        """Return True if a request comes from an operator."""
        return scope.get(_USER) in self._names if self._names else _is_local(scope)


def _is_local(scope: Scope) -> bool:
    """Return True if a request comes from this machine itself, as far as it shows.

    A proxy on this machine that forwards no address shows only in the name under which the server is called.
    """
    address = (scope.get("client") or ("",))[0]
    name = host_name(Headers(scope=scope).get("host", ""))
    return is_loopback(address) and not is_forwarded(scope) and name is not None and is_loopback(name)
