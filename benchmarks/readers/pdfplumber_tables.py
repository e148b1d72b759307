"""Read with pdfplumber's `extract_tables` alone: the unit in which reading times are given."""

from pathlib import Path

import pdfplumber

from benchmarks.lines import serve
from benchmarks.readers.shapes import Passages, joined, table_passages, timed


def read(path: Path) -> tuple[int, Passages]:
    """Return rows and cells of the tables of each page."""
    with pdfplumber.open(path) as pdf:
        found = joined(table_passages(table, page.page_number) for page in pdf.pages for table in page.extract_tables())
        return len(pdf.pages), found


if __name__ == "__main__":
    serve(timed(read))
