"""Who is there: one visit for each open tab, with its conversation and its own documents."""

import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread

from qa.web.visits.turns import Compared, Turn
from qa.web.visits.uploads import UploadedDocuments

MOST_VISITS = 1000
KEPT_SECONDS = 300.0
"""How long a visit is kept after its connection was lost: a phone that slept may come back."""
SWEEP_SECONDS = 10.0
QUESTIONS_A_MINUTE = 40


class Pace:
    """At most so many questions within any minute."""

    def __init__(self, most: int = QUESTIONS_A_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        self._asked: deque[float] = deque(maxlen=most)
        self._clock = clock
        self._lock = Lock()

    def allows(self) -> bool:
        """Whether one more question may be asked now; if so, it is counted."""
        with self._lock:
            now = self._clock()
            if len(self._asked) == self._asked.maxlen and now - self._asked[0] < 60:
                return False
            self._asked.append(now)
            return True


class Visit:
    """One open tab. Its token is in every address that leads to something of the visit, and cannot be guessed."""

    def __init__(self, shelf: UploadedDocuments) -> None:
        self.token = secrets.token_urlsafe(24)
        self.turns: list[Turn] = []
        self.rated: set[int] = set()
        self.compared: Compared | None = None
        self.shelf = shelf
        self.pace = Pace()
        self.seen = time.monotonic()
        self.lost: float | None = None


class Visits:
    """All visits, by Gradio's session and by token. Safe for threads."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic, share: bool = False) -> None:
        """Keep what visitors bring in subfolders of `folder`; with `share`, all visits have one shelf in common."""
        self._folder = folder
        self._shared = UploadedDocuments(folder / "shared", is_shared=True) if share else None
        self._clock = clock
        self.on_end: Callable[[str], object] = lambda _session: None
        """Called with the session of each visit that ends."""
        self._by_session: dict[str, Visit] = {}
        self._lock = Lock()

    def of(self, session: str) -> Visit:
        """The visit of a session; a new one where there is none."""
        with self._lock:
            self._sweep()
            visit = self._by_session.get(session)
            if visit is None:
                visit = Visit(self._shelf())
                self._by_session[session] = visit
            visit.seen, visit.lost = self._clock(), None
            return visit

    def nobody(self) -> Visit:
        """A visit that is not among the visits: what the page looks like before anyone came."""
        return Visit(self._shelf())

    def with_token(self, token: str) -> Visit | None:
        """The visit that a token belongs to."""
        with self._lock:
            return next((visit for visit in self._by_session.values() if visit.token == token), None)

    def lose(self, session: str) -> None:
        """A session's connection ended: unless it comes back, the visit ends a little later."""
        with self._lock:
            if session in self._by_session:
                self._by_session[session].lost = self._clock()

    def end(self, token: str) -> None:
        """End a visit at once and delete what it brought."""
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
        """End the visits whose connection has been lost for long."""
        with self._lock:
            self._sweep()

    @contextmanager
    def swept(self, every: float = SWEEP_SECONDS) -> Iterator[None]:
        """Sweeps now and then until the block ends, also while nobody comes; then every visit ends."""
        done = Event()

        def sweep_on() -> None:
            while not done.wait(every):
                self.sweep()

        sweeper = Thread(target=sweep_on, name="sweeper", daemon=True)
        sweeper.start()
        try:
            yield
        finally:
            done.set()
            sweeper.join()
            self.end_all()

    def _shelf(self) -> UploadedDocuments:
        return self._shared or UploadedDocuments(self._folder / secrets.token_hex(16))

    def _sweep(self) -> None:
        now = self._clock()
        for session, visit in list(self._by_session.items()):
            if visit.lost is not None and now - visit.lost > KEPT_SECONDS:
                self._close(session)
        while len(self._by_session) >= MOST_VISITS:
            self._close(min(self._by_session, key=lambda session: self._by_session[session].seen))

    def _close(self, session: str) -> None:
        shelf = self._by_session.pop(session).shelf
        if shelf is not self._shared:
            shelf.clear()
        self.on_end(session)
