"""Read with pypdf: the text of each page in windows, as in most tutorials."""

from pathlib import Path

from pypdf import PdfReader

from benchmarks.lines import serve
from benchmarks.readers.shapes import Passages, joined, timed, windows


def read(path: Path) -> tuple[int, Passages]:
    """Return windows by page."""
    pages = PdfReader(path).pages
    return len(pages), joined(windows(page.extract_text(), number) for number, page in enumerate(pages, start=1))


if __name__ == "__main__":
    serve(timed(read))
