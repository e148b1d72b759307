"""The queue of uploaded files: one is indexed at a time, and all addresses and visits get a fair share of the time."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Condition, Thread

_log = logging.getLogger(__name__)

MAX_WAITING = 400
"""Maximum files of all visits that wait to be indexed; one is indexed at a time, so that questions stay quick."""
MAX_WAITING_PER_ADDRESS = 40
"""Maximum waiting files of all visits from one network address."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The visit that a file belongs to, and the network address that the visit comes from."""

    address: str
    visit: str


@dataclass(frozen=True, slots=True)
class _Job:
    owner: Owner
    work: Callable[[], object]


class UploadQueue:
    """Start-time fair queueing (Goyal, Vin and Cheng 1996) over addresses, then over the visits of an address.

    The next file is one of the address that has used the least time. Who joins starts with the least time that anybody
    waiting has used, so nobody saves up time, and a newcomer waits for one file of each other address at most.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: list[_Job] = []
        self._spent: dict[str, float] = {}
        self._closed = False
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="upload")
        self._changed = Condition()
        self._thread = Thread(target=self._run, name="uploads", daemon=True)
        self._thread.start()

    def submit(self, owner: Owner, work: Callable[[], object]) -> bool:
        """Queue a piece of work; return False if the queue is full."""
        with self._changed:
            of_address = sum(job.owner.address == owner.address for job in self._waiting)
            if self._closed or len(self._waiting) >= MAX_WAITING or of_address >= MAX_WAITING_PER_ADDRESS:
                return False
            for key in _keys(owner):
                self._spent.setdefault(key, min(self._spent.values(), default=0.0))
            self._waiting.append(_Job(owner, work))
            self._changed.notify()
            return True

    def close(self) -> None:
        """Finish the current file and drop the waiting ones."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            started = self._clock()
            error = self._pool.submit(job.work).exception()
            if error is not None:
                _log.error("an upload could not be indexed", exc_info=error)
            self._account(job.owner, self._clock() - started)
        self._pool.shutdown()

    def _next(self) -> _Job | None:
        """Wait for a job and take the fairest one; None after the queue was closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            if not self._waiting:
                return None
            job = min(self._waiting, key=lambda job: [self._spent[key] for key in _keys(job.owner)])
            self._waiting.remove(job)
            return job

    def _account(self, owner: Owner, seconds: float) -> None:
        """Add the time of a file to its owner's, and forget owners without files."""
        with self._changed:
            for key in _keys(owner):
                self._spent[key] += seconds
            waiting = {key for job in self._waiting for key in _keys(job.owner)}
            self._spent = {key: spent for key, spent in self._spent.items() if key in waiting}


def _keys(owner: Owner) -> tuple[str, str]:
    """Return the keys of an owner's accounts, that of the address first."""
    return f"address {owner.address}", f"visit {owner.visit}"
