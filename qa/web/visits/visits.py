"""Visits: one for each open tab, with its conversation and its own documents."""

import secrets
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread

from qa.web.visits.turns import Compared, Turn
from qa.web.visits.uploads import UploadedDocuments

MAX_VISITS = 1000
"""Maximum number of visits."""
MAX_VISITS_PER_ADDRESS = 100
"""Maximum number of visits from one network address, such as that of an office."""
KEPT_SECONDS = 300.0
"""Seconds that a visit is kept after its connection was lost; a sleeping phone may reconnect."""
EMPTY_KEPT_SECONDS = 60.0
"""The same for a visit without content, which its page can open again; many of them cost memory."""
RELOAD_SECONDS = 20.0
"""Seconds that a visit is kept after its tab was left, which may be a reload of the page."""
SWEEP_SECONDS = 10.0
"""Seconds between two searches for expired visits."""
QUESTIONS_A_MINUTE = 40
"""Maximum questions of a visit within any minute."""


class TooManyVisitsError(Exception):
    """There is no room for another visit."""


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

    def __init__(self, own_documents: UploadedDocuments, session: str = "", address: str = "") -> None:
        self.session = session
        self.address = address
        self.token = secrets.token_urlsafe(24)
        self.turns: list[Turn] = []
        self.rated: set[int] = set()
        self.judged: set[tuple[str, str]] = set()
        self.compared: Compared | None = None
        self.own_documents = own_documents
        self.rate_limit = RateLimit()
        self.seen = 0.0
        self.left: float | None = None

    def judge(self, number: int) -> bool:
        """Note that the answer of a turn (1-based) was rated; return False if the same answer was rated before."""
        turn = self.turns[number - 1]
        answer = (turn.question, turn.answer.text if turn.answer is not None else "")
        is_new = answer not in self.judged
        self.judged.add(answer)
        return is_new

    @property
    def is_empty(self) -> bool:
        """True if the visit has neither questions nor a comparison nor uploads."""
        return (
            not self.turns
            and self.compared is None
            and (self.own_documents.is_shared or not self.own_documents.uploads)
        )


class Visits:
    """All visits, by the visitor's cookie and Gradio's session, and by token. Safe for threads.

    A session's name alone opens nothing, because the browser makes it with a weak random generator.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic, share: bool = False) -> None:
        """Keep uploads in subfolders of `folder`; with `share`, all visits share their documents."""
        self._folder = folder
        self._shared = UploadedDocuments(folder / "shared", is_shared=True) if share else None
        self._clock = clock
        self.on_end: Callable[[str], object] = lambda _session: None
        """Called with the session of each visit that ends."""
        self._by_key: dict[tuple[str, str], Visit] = {}
        self._connections: Counter[tuple[str, str]] = Counter()
        self._lock = Lock()

    def of(self, session: str, visitor: str = "", address: str = "") -> Visit:
        """Return the visit of a session and a visitor's cookie, created if there is none.

        Raises:
            TooManyVisitsError: There is no room for a new visit, or none for another one from this address.
        """
        with self._lock:
            self._expire()
            visit = self._by_key.get((visitor, session))
            if visit is None:
                self._make_room(address)
                visit = Visit(self._own_documents(), session, address)
                self._by_key[visitor, session] = visit
            visit.seen, visit.left = self._clock(), None
            return visit

    def has(self, session: str, visitor: str) -> bool:
        """Return True if a session of a visitor's cookie has a visit."""
        with self._lock:
            return (visitor, session) in self._by_key

    def blank(self) -> Visit:
        """Return an unregistered visit, for the page before anyone has opened it."""
        return Visit(self._own_documents())

    @property
    def count(self) -> int:
        """The number of visits."""
        with self._lock:
            return len(self._by_key)

    def with_token(self, token: str) -> Visit | None:
        """Return the visit of a token, or None."""
        with self._lock:
            return next((visit for visit in self._by_key.values() if visit.token == token), None)

    @contextmanager
    def connected(self, session: str, visitor: str) -> Iterator[None]:
        """Keep a visit open until the block exits: a tab holds a connection for as long as it is open."""
        self._count_connection(session, visitor, 1)
        try:
            yield
        finally:
            self._count_connection(session, visitor, -1)

    def resume(self, session: str, visitor: str, token: str) -> None:
        """Give the visit of a token to a new session of the same visitor, if its tab was left: it was reloaded.

        A session that has a visit already keeps it: its documents would otherwise belong to no visit, and never go.
        """
        with self._lock:
            if (visitor, session) in self._by_key:
                return
            for key, visit in list(self._by_key.items()):
                is_left = visit.left is not None or key not in self._connections
                if visit.token == token and key[0] == visitor and is_left:
                    self._by_key[visitor, session] = self._by_key.pop(key)
                    self.on_end(visit.session)
                    visit.session = session

    def leave(self, token: str) -> None:
        """Note that a tab was left: unless it is reloaded, its visit ends soon."""
        with self._lock:
            for visit in self._by_key.values():
                if visit.token == token:
                    visit.left = self._clock()

    def end(self, token: str) -> None:
        """End a visit at once and delete its uploads."""
        with self._lock:
            for key, visit in list(self._by_key.items()):
                if visit.token == token:
                    self._close(key)

    def end_all(self) -> None:
        """End every visit."""
        with self._lock:
            for key in list(self._by_key):
                self._close(key)
        if self._shared is not None:
            self._shared.clear()

    def sweep(self) -> None:
        """End the visits whose connection was lost too long ago."""
        with self._lock:
            self._expire()

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

    def _count_connection(self, session: str, visitor: str, change: int) -> None:
        with self._lock:
            self._connections[visitor, session] += change
            if self._connections[visitor, session] <= 0:
                del self._connections[visitor, session]
            if (visit := self._by_key.get((visitor, session))) is not None:
                visit.seen = self._clock()

    def _expire(self) -> None:
        now = self._clock()
        for key, visit in list(self._by_key.items()):
            is_lost = now - visit.seen > (EMPTY_KEPT_SECONDS if visit.is_empty else KEPT_SECONDS)
            is_left = visit.left is not None and now - visit.left > RELOAD_SECONDS
            if key not in self._connections and (is_lost or is_left):
                self._close(key)

    def _make_room(self, address: str) -> None:
        """End the oldest empty visit if there are too many; a visit that is open or has content is never ended."""
        for visits, most in (
            ([key for key, visit in self._by_key.items() if visit.address == address], MAX_VISITS_PER_ADDRESS),
            (list(self._by_key), MAX_VISITS),
        ):
            if len(visits) < most:
                continue
            empty = [key for key in visits if key not in self._connections and self._by_key[key].is_empty]
            if not empty:
                raise TooManyVisitsError
            self._close(min(empty, key=lambda key: self._by_key[key].seen))

    def _close(self, key: tuple[str, str]) -> None:
        visit = self._by_key.pop(key)
        if visit.own_documents is not self._shared:
            visit.own_documents.clear()
        self.on_end(visit.session)
