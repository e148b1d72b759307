"""Time the reference operation: the SHA-256 of 8 MiB on one core, by Python's standard library."""

import hashlib
import time
from statistics import median

_CONTENT = bytes(8 << 20)


def reference_ms(repeats: int = 3) -> float:
    """Return its current time in milliseconds, the median of a few tries."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        hashlib.sha256(_CONTENT).digest()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)
