"""Measure how long the steps of one answer take."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Literal, TypeAlias

from qa.model import Timings

Step: TypeAlias = Literal["embed", "search", "rerank", "answer"]


class Stopwatch:
    """Sums of wall time by step; a step may be entered several times, but not within another one."""

    def __init__(self) -> None:
        self._started = perf_counter()
        self._spent: dict[Step, float] = defaultdict(float)

    @contextmanager
    def step(self, name: Step) -> Iterator[None]:
        """Add the time of the block to a step."""
        entered = perf_counter()
        try:
            yield
        finally:
            self._spent[name] += (perf_counter() - entered) * 1000

    def timings(self) -> Timings:
        """Return the milliseconds of each step so far, and since the beginning."""
        return Timings(**self._spent, total=(perf_counter() - self._started) * 1000)
