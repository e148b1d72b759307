"""Read the tables of a PDF with pdfplumber, as a worker process; the argument is its strategy, `lines` or `text`."""

import sys
import time
from typing import Any

import pdfplumber

from benchmarks.lines import serve


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of each table with its page."""
    start, strategy = time.process_time(), sys.argv[1]
    settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
    with pdfplumber.open(request["path"]) as pdf:
        tables = [
            {"page": page.page_number, "rows": rows} for page in pdf.pages for rows in page.extract_tables(settings)
        ]
        pages = len(pdf.pages)
    return {"cpu_seconds": time.process_time() - start, "pages": pages, "tables": tables}


if __name__ == "__main__":
    serve(answer)
