"""Read the cells of a PDF with this project, as a worker process."""

import time
from pathlib import Path
from typing import Any

from benchmarks.lines import serve
from corpus.limits import Limits
from corpus.parse import parse_file


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Return every passage with a row as a cell, on each of its pages."""
    start = time.process_time()
    reading = parse_file(Path(request["path"]), Limits())
    cells = [
        {"page": page, "text": passage.text, "row": passage.row or "", "column": passage.column or ""}
        for passage in reading.passages
        for page in {passage.page, *(box.page for box in passage.boxes)}
        if page is not None
    ]
    return {"cpu_seconds": time.process_time() - start, "pages": reading.document.page_count, "cells": cells}


if __name__ == "__main__":
    serve(answer)
