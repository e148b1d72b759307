"""Render PDF pages as images."""

import io
import threading
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray

_LOCK = threading.Lock()
"""PDFium can be used by one thread at a time only."""


def page_image(path: Path, page: int, scale: float) -> bytes:
    """Render a page as PNG.

    Args:
        path: The PDF.
        page: The page's number, from 1.
        scale: Pixels per point.

    Raises:
        IndexError: The file has no such page.
    """
    with _LOCK, pypdfium2.PdfDocument(path) as document:
        image = document[_index(document, page)].render(scale=scale).to_pil()
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def page_pixels(path: Path, page: int, scale: float, password: str | None = None) -> NDArray[np.uint8]:
    """Render a page as red, green and blue, shape (height, width, 3); `scale` is in pixels per point.

    Raises:
        IndexError: The file has no such page.
    """
    with _LOCK, pypdfium2.PdfDocument(path, password=password) as document:
        image = document[_index(document, page)].render(scale=scale).to_pil()
    return np.asarray(image.convert("RGB"))


def page_size(path: Path, page: int) -> tuple[float, float]:
    """Return the width and height of a page in points.

    Raises:
        IndexError: The file has no such page.
    """
    with _LOCK, pypdfium2.PdfDocument(path) as document:
        width, height = document[_index(document, page)].get_size()
    return width, height


def _index(document: pypdfium2.PdfDocument, page: int) -> int:
    """Return the index of a page, counted from 0, if the document has that page."""
    if not 1 <= page <= len(document):
        raise IndexError(f"page {page} of {len(document)}")
    return page - 1
