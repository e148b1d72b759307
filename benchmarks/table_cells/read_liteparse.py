"""Read the tables of a PDF with liteparse, as a worker process in its own environment."""

import time
from typing import Any

from liteparse import LiteParse

from benchmarks.lines import serve

PARSER = LiteParse(ocr_enabled=False, quiet=True, extract_blocks=True, output_format="markdown")


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of each table with its page."""
    start = time.process_time()
    pages = PARSER.parse(request["path"]).pages
    tables = [
        {"page": page.page_num, "rows": [[cell.text for cell in row] for row in (block.header or [], *block.rows)]}
        for page in pages
        for block in page.blocks
        if block.kind == "table"
    ]
    return {"cpu_seconds": time.process_time() - start, "pages": len(pages), "tables": tables}


if __name__ == "__main__":
    serve(answer)
