"""Measure index time: re-index the originals of an index one by one in a temporary folder."""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.evaluate.metrics.bootstrap import percentile_interval, resampled
from qa.evaluate.metrics.measures import Estimate
from qa.evaluate.metrics.statistics import mean
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.engine import FactsheetQA


def index_seconds(
    engine: "FactsheetQA",
    settings: Settings,
    progress: Callable[[str, int, int], None] = lambda step, done, total: None,
) -> Estimate | None:
    """Return the seconds to read, embed and write a document; None for an empty index.

    The models are already loaded, and each document is added to an index with those before it.
    """
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        documents = engine.documents()
        for done, document in enumerate(documents, start=1):
            path = Path(folder) / "originals" / document.name
            path.parent.mkdir(exist_ok=True)
            shutil.copyfile(engine.source(document.name), path)
            start = time.perf_counter()
            type(engine).build([path], index=Path(folder) / "index", settings=settings)
            seconds.append(time.perf_counter() - start)
            progress("re-indexing", done, len(documents))
    if not seconds:
        return None
    low, high = percentile_interval(resampled(np.array(seconds)[:, None], mean))
    return Estimate(float(np.mean(seconds)), len(seconds), low, high)
