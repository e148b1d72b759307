"""Draw PDF pages with PDFium. Only the limited child process may do this, because it runs the file's instructions."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from corpus.errors import ReadError

_LOCK = threading.Lock()
"""PDFium can be used by one thread at a time only."""


def png(path: Path, page: int, scale: float, max_pixels: int) -> bytes:
    """Draw a page as PNG, scaled down to a maximum number of pixels; raises IndexError, ReadError."""
    buffer = io.BytesIO()
    _drawn(path, page, scale, max_pixels).save(buffer, format="PNG")
    return buffer.getvalue()


def page_pixels(path: Path, page: int, scale: float, password: str | None = None) -> NDArray[np.uint8]:
    """Draw a page at exactly this scale as red, green and blue, shape (height, width, 3); raises as `png`."""
    return np.asarray(_drawn(path, page, scale, None, password).convert("RGB"))


def page_sizes(path: Path) -> list[tuple[float, float]]:
    """Return the width and height of every page, in points; raises ReadError."""
    with opened_pdf(path) as document:
        return [document.get_page_size(number) for number in range(len(document))]


def _drawn(path: Path, page: int, scale: float, max_pixels: int | None, password: str | None = None) -> Image.Image:
    with opened_pdf(path, password) as document:
        if not 1 <= page <= len(document):
            raise IndexError(f"page {page} of {len(document)}")
        if max_pixels is not None:
            width, height = document.get_page_size(page - 1)
            scale = min(scale, (max_pixels / max(width * height, 1.0)) ** 0.5)
        image: Image.Image = document[page - 1].render(scale=scale).to_pil()
        return image


@contextmanager
def opened_pdf(path: Path, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF for this thread alone; raises ReadError."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(path, password=password)
        except pypdfium2.PdfiumError as error:
            raise ReadError(path.name, f"its pages cannot be drawn ({error}); export it again") from error
        with document:
            yield document
