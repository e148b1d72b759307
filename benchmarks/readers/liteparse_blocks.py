"""Read with liteparse's layout blocks: prose joined by page and cut into windows, tables as rows and cells."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from liteparse import LiteParse, ParsedPage

from benchmarks.lines import serve
from benchmarks.readers.shapes import Passages, joined, table_passages, timed, windows

# Without OCR, which none of the others does either and these files do not need.
PARSER = LiteParse(ocr_enabled=False, quiet=True, extract_blocks=True, output_format="markdown")


def read(path: Path) -> tuple[int, Passages]:
    """Return windows over the page's Markdown, and the rows and cells of its tables."""
    result = PARSER.parse(path)
    return len(result.pages), joined(part for page in result.pages for part in _parts(page))


def _parts(page: ParsedPage) -> Iterator[Iterator[dict[str, Any]]]:
    for block in page.blocks:
        if block.kind == "table":
            rows = [block.header, *block.rows] if block.header else block.rows
            yield table_passages([[cell.text for cell in row] for row in rows], page.page_num)
    yield windows(page.text, page.page_num)
    yield windows(page.markdown, page.page_num)


if __name__ == "__main__":
    serve(timed(read))
