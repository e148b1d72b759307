"""Read with kreuzberg: the text of each page in windows, and tables as rows and cells."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kreuzberg import ExtractionConfig, ExtractionResult, PageConfig, extract_file_sync

from benchmarks.lines import serve
from benchmarks.readers.shapes import Passages, joined, table_passages, timed, windows

CONFIG = ExtractionConfig(pages=PageConfig(extract_pages=True), use_cache=False)


def read(path: Path) -> tuple[int, Passages]:
    """Return windows by page, and the tables it detects."""
    result = extract_file_sync(path, config=CONFIG)
    return len(result.pages), joined(_parts(result))


def _parts(result: ExtractionResult) -> Iterator[Iterator[dict[str, Any]]]:
    for table in result.tables:
        yield table_passages(table.cells, table.page_number)
    for page in result.pages:
        yield windows(page["content"], page["page_number"])


if __name__ == "__main__":
    serve(timed(read))
