"""Report which page is being read, where pages take seconds, from the reader to the process that waits for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

PageProgress: TypeAlias = Callable[[int, int], None]
"""Called with the number of pages done and the number of all pages that take long."""

_listener: ContextVar[PageProgress | None] = ContextVar("page_progress", default=None)


@contextmanager
def page_progress(listener: PageProgress) -> Iterator[None]:
    """Pass what `report_page` reports to a listener until the block exits."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def report_page(done: int, total: int) -> None:
    """Report that `done` of `total` pages are read."""
    listener = _listener.get()
    if listener is not None:
        listener(done, total)
