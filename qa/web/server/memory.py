"""Keep the server's memory low, where the C library is glibc: others have no such settings."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
HEAPS = 2
"""Maximum number of heaps; by default, glibc makes eight per core and keeps their memory."""
LARGE_BYTES = 4 << 20
"""Minimum size of memory that the system gets back at once; loading a model would raise it to the model's size."""
TRIM_SECONDS = 20.0
"""Time between two returns of unused memory to the system, in seconds."""


def limit_heaps() -> None:
    """Let all threads share two heaps, and keep large blocks out of them.

    Under the load of `benchmarks/load.py` the server uses 570 MB instead of 720, and a rebuilt index adds 2 % instead
    of 10 %.
    """
    if libc := _glibc():
        libc.mallopt(_M_ARENA_MAX, HEAPS)
        libc.mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES)


@contextmanager
def trimmed_heaps(every: float = TRIM_SECONDS) -> Iterator[None]:
    """Return unused memory to the system periodically until the block exits."""
    libc = _glibc()
    if libc is None:
        yield
        return
    done = Event()

    def trim_periodically() -> None:
        while not done.wait(every):
            libc.malloc_trim(0)

    trimmer = Thread(target=trim_periodically, name="trimmer", daemon=True)
    trimmer.start()
    try:
        yield
    finally:
        done.set()
        trimmer.join()


def resident_bytes() -> int | None:
    """Return the memory that this process uses now; None where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim") else None
