"""Extract the words of each page of a PDF with PDFium, as a worker process: a file may end it."""

from typing import Any

import pypdfium2

from benchmarks.lines import serve


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Return the lines of each page."""
    with pypdfium2.PdfDocument(request["path"]) as pdf:
        return {"pages": [page.get_textpage().get_text_range().splitlines() for page in pdf]}


if __name__ == "__main__":
    serve(answer)
