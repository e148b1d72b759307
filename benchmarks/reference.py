"""The operation that times are given in: the SHA-256 of 8 MiB, on one core, as Python's own library computes it."""

import hashlib
import time
from statistics import median

_CONTENT = bytes(8 << 20)


def reference_ms(repeats: int = 3) -> float:
    """Milliseconds that it takes now, the median of a few tries."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        hashlib.sha256(_CONTENT).digest()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)
