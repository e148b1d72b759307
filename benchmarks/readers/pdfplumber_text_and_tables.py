"""Read with pdfplumber: tables, and the text of each page in windows."""

from pathlib import Path

import pdfplumber

from benchmarks.lines import serve
from benchmarks.readers.shapes import Passages, joined, table_passages, timed, windows


def read(path: Path) -> tuple[int, Passages]:
    """Return rows and cells of the tables, and windows, of each page."""
    parts = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            parts += [table_passages(table, page.page_number) for table in page.extract_tables()]
            parts.append(windows(page.extract_text(), page.page_number))
        return len(pdf.pages), joined(parts)


if __name__ == "__main__":
    serve(timed(read))
