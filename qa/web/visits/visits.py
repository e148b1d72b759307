"""Visits: one for each open tab, with its conversation and its own documents."""

import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread

from qa.web.visits.turns import Compared, Turn
from qa.web.visits.uploads import UploadedDocuments

MAX_VISITS = 1000
"""Maximum number of visits."""
KEPT_SECONDS = 300.0
"""Seconds that a visit is kept after its connection was lost; a sleeping phone may reconnect."""
SWEEP_SECONDS = 10.0
"""Seconds between two searches for expired visits."""
QUESTIONS_A_MINUTE = 40
"""Maximum questions of a visit within any minute."""


class RateLimit:
    """A maximum number of questions within any minute. Safe for threads."""

    def __init__(self, most: int = QUESTIONS_A_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        self._asked: deque[float] = deque(maxlen=most)
        self._clock = clock
        self._lock = Lock()

    def allows(self) -> bool:
        """Return True and count the question if one more may be asked now."""
        with self._lock:
            now = self._clock()
            if len(self._asked) == self._asked.maxlen and now - self._asked[0] < 60:
                return False
            self._asked.append(now)
            return True


class Visit:
    """One open tab. Every address of the visit contains its token, which cannot be guessed."""

    def __init__(self, own_documents: UploadedDocuments) -> None:
        self.token = secrets.token_urlsafe(24)
        self.turns: list[Turn] = []
        self.rated: set[int] = set()
        self.compared: Compared | None = None
        self.own_documents = own_documents
        self.rate_limit = RateLimit()
        self.seen = time.monotonic()
        self.lost: float | None = None


class Visits:
    """All visits, by Gradio's session and by token. Safe for threads."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic, share: bool = False) -> None:
        """Keep uploads in subfolders of `folder`; with `share`, all visits share their documents."""
        self._folder = folder
        self._shared = UploadedDocuments(folder / "shared", is_shared=True) if share else None
        self._clock = clock
        self.on_end: Callable[[str], object] = lambda _session: None
        """Called with the session of each visit that ends."""
        self._by_session: dict[str, Visit] = {}
        self._lock = Lock()

    def of(self, session: str) -> Visit:
        """Return the visit of a session, created if there is none."""
        with self._lock:
            self._sweep()
            visit = self._by_session.get(session)
            if visit is None:
                visit = Visit(self._own_documents())
                self._by_session[session] = visit
            visit.seen, visit.lost = self._clock(), None
            return visit

    def blank(self) -> Visit:
        """Return an unregistered visit, for the page before anyone has opened it."""
        return Visit(self._own_documents())

    def with_token(self, token: str) -> Visit | None:
        """Return the visit of a token, or None."""
        with self._lock:
            return next((visit for visit in self._by_session.values() if visit.token == token), None)

    def lose(self, session: str) -> None:
        """Note that a session's connection ended: unless it reconnects, the visit expires."""
        with self._lock:
            if session in self._by_session:
                self._by_session[session].lost = self._clock()

    def end(self, token: str) -> None:
        """End a visit at once and delete its uploads."""
        with self._lock:
            for session, visit in list(self._by_session.items()):
                if visit.token == token:
                    self._close(session)

    def end_all(self) -> None:
        """End every visit."""
        with self._lock:
            for session in list(self._by_session):
                self._close(session)
        if self._shared is not None:
            self._shared.clear()

    def sweep(self) -> None:
        """End the visits whose connection was lost too long ago."""
        with self._lock:
            self._sweep()

    @contextmanager
    def swept(self, every: float = SWEEP_SECONDS) -> Iterator[None]:
        """Expire lost visits periodically until the block exits, then end them all."""
        done = Event()

        def sweep_periodically() -> None:
            while not done.wait(every):
                self.sweep()

        sweeper = Thread(target=sweep_periodically, name="sweeper", daemon=True)
        sweeper.start()
        try:
            yield
        finally:
            done.set()
            sweeper.join()
            self.end_all()

    def _own_documents(self) -> UploadedDocuments:
        return self._shared or UploadedDocuments(self._folder / secrets.token_hex(16))

    def _sweep(self) -> None:
        now = self._clock()
        for session, visit in list(self._by_session.items()):
            if visit.lost is not None and now - visit.lost > KEPT_SECONDS:
                self._close(session)
        while len(self._by_session) >= MAX_VISITS:
            self._close(min(self._by_session, key=lambda session: self._by_session[session].seen))

    def _close(self, session: str) -> None:
        documents = self._by_session.pop(session).own_documents
        if documents is not self._shared:
            documents.clear()
        self.on_end(session)
