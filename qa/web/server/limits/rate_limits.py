"""A maximum number of questions per minute from one network address through the interfaces for programs."""

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

from starlette.types import Scope

from qa.web.api.gradio_calls import called_endpoint
from qa.web.visits.visits import RateLimit

MAX_ADDRESSES = 10_000
"""Maximum number of remembered addresses; the least recently used one is forgotten first."""
_OTHER: Final = re.compile(r"/(?:api|mcp)(?:/|$)")


class RateLimits:
    """The recent questions of programs, by address. For the server's event loop.

    The page has its own limit for each visit, because many people may share an address.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._limits: OrderedDict[str, RateLimit] = OrderedDict()

    def allows(self, scope: Scope, content: dict[str, Any], address: str) -> bool:
        """Return True unless a request is one question too many; a question is counted."""
        if scope["method"] != "POST" or not _is_question(scope["path"], content):
            return True
        limit = self._limits.setdefault(address, RateLimit(self._per_minute, self._clock))
        self._limits.move_to_end(address)
        while len(self._limits) > MAX_ADDRESSES:
            self._limits.popitem(last=False)
        return limit.allows()


def _is_question(path: str, content: dict[str, Any]) -> bool:
    return bool(_OTHER.match(path)) or called_endpoint(path, content) is not None
