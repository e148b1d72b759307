"""Read with pdf-oxide: the text of each page in windows, and tables as rows and cells."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pdf_oxide import PdfDocument

from benchmarks.lines import serve
from benchmarks.readers.shapes import Passages, joined, table_passages, timed, windows


def read(path: Path) -> tuple[int, Passages]:
    """Return windows by page, and the tables it detects."""
    document = PdfDocument(str(path))
    count = document.page_count()
    return count, joined(part for number in range(count) for part in _parts(document, number))


def _parts(document: PdfDocument, number: int) -> Iterator[Iterator[dict[str, Any]]]:
    for table in document.extract_tables(number):
        yield table_passages([[cell["text"] for cell in row["cells"]] for row in table["rows"]], number + 1)
    yield windows(document.extract_text(number), number + 1)


if __name__ == "__main__":
    serve(timed(read))
