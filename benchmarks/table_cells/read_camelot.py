"""Read the tables of a PDF with camelot, as a worker process; the argument is its flavour."""

import sys
import time
from typing import Any

import camelot
from pypdf import PdfReader

from benchmarks.lines import serve


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of each table with its page."""
    start = time.process_time()
    found = camelot.read_pdf(request["path"], pages="all", flavor=sys.argv[1], suppress_stdout=True)
    tables = [{"page": int(table.page), "rows": table.df.values.tolist()} for table in found]
    used = time.process_time() - start
    return {"cpu_seconds": used, "pages": len(PdfReader(request["path"]).pages), "tables": tables}


if __name__ == "__main__":
    serve(answer)
