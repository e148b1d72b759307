"""Wrong passwords slow down further guesses, more and more, but lock nobody out for long."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

FREE_GUESSES = 5
"""Wrong passwords for one user from one address before further guesses have to wait."""
FREE_GUESSES_PER_ADDRESS = 60
"""Wrong passwords for any users from one address before further guesses have to wait."""
MAX_WAIT_SECONDS = 60.0
"""Maximum time between two guesses; the time doubles from one second on with each wrong password."""
FORGET_SECONDS = 900.0
"""Time after the last wrong password when all of them are forgotten."""
MAX_REMEMBERED = 10_000
"""Maximum number of users and addresses whose wrong passwords are remembered; the oldest are forgotten first."""


class TooManyGuessesError(Exception):
    """A log-in was refused unseen; it may be tried again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again in {seconds:.0f} s")
        self.seconds = seconds


@dataclass(slots=True)
class _Failures:
    count: int
    last: float


class Guesses:
    """Wrong passwords by user and address, and by address. Safe for threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: dict[tuple[str, str], _Failures] = {}
        self._lock = Lock()

    def check(self, name: str, address: str) -> None:
        """Refuse a guess that comes too early.

        Raises:
            TooManyGuessesError: The guess has to wait.
        """
        with self._lock:
            wait = max(self._wait((name, address), FREE_GUESSES), self._wait(("", address), FREE_GUESSES_PER_ADDRESS))
        if wait > 0:
            raise TooManyGuessesError(wait)

    def add(self, name: str, address: str) -> None:
        """Note a wrong password."""
        with self._lock:
            for key in ((name, address), ("", address)):
                count = self._failures.pop(key).count if self._is_remembered(key) else 0
                self._failures[key] = _Failures(count + 1, self._clock())
            while len(self._failures) > MAX_REMEMBERED:
                del self._failures[next(iter(self._failures))]

    def _wait(self, key: tuple[str, str], free: int) -> float:
        if not self._is_remembered(key) or self._failures[key].count < free:
            return 0.0
        failures = self._failures[key]
        pause = min(2.0 ** (failures.count - free), MAX_WAIT_SECONDS)
        return failures.last + pause - self._clock()

    def _is_remembered(self, key: tuple[str, str]) -> bool:
        return key in self._failures and self._clock() - self._failures[key].last < FORGET_SECONDS
