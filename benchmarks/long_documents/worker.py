"""Read a report, or index it, one request each, as the worker of `benchmarks.long_documents`."""

import time
from pathlib import Path
from typing import Any

from benchmarks.lines import serve
from corpus.limits import Limits
from corpus.parse import parse_file
from index.stores import store_at
from qa.indexing.build import update
from qa.settings import Settings


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Read a report, or index it; return the seconds and the number of pages and passages."""
    path, start = Path(request["path"]), time.perf_counter()
    if "index" not in request:
        reading = parse_file(path, Limits())
        return {
            "seconds": time.perf_counter() - start,
            "pages": reading.document.page_count,
            "passages": len(reading.passages),
        }
    report = update(store_at(request["index"]), [path], Settings())
    if report.refused:
        raise SystemExit(report.refused[0].reason)
    return {"seconds": time.perf_counter() - start, "cpu_seconds": time.process_time()}


if __name__ == "__main__":
    serve(answer)
