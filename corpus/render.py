"""What a viewer shows of a PDF: page images, words, bookmarks and labels, each from a limited child process."""

import base64
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.child import run_in_child
from corpus.limits import Limits
from corpus.model import PlacedWord

DRAWING_LIMITS = Limits(seconds=20.0, memory_bytes=1_000_000_000)
"""Limits on drawing one page; a dense page takes about half a second and 300 MB."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """Words of every page, bookmarks as title, depth from 0 and page from 1, and the printed label of every page."""

    words: tuple[tuple[PlacedWord, ...], ...]
    bookmarks: tuple[tuple[str, int, int], ...]
    labels: tuple[str, ...]


def page_image(path: Path, page: int, scale: float, limits: Limits = DRAWING_LIMITS) -> bytes:
    """Render a page as PNG.

    Args:
        path: The PDF.
        page: The page's number, from 1.
        scale: Pixels per point; less for a page that would exceed the limit on pixels.
        limits: Maximum time, memory and pixels.

    Raises:
        IndexError: The file has no such page.
        ReadError: The page cannot be drawn within the limits.
    """
    return base64.b64decode(run_in_child("draw", path, limits, page=page, scale=scale)["png"])


def page_size(path: Path, page: int) -> tuple[float, float]:
    """Return the width and height of a page in points.

    Raises:
        IndexError: The file has no such page.
        ReadError: The file cannot be opened within the limits.
    """
    status = path.stat()
    sizes = _page_sizes(path, status.st_mtime_ns, status.st_size)
    if not 1 <= page <= len(sizes):
        raise IndexError(f"page {page} of {len(sizes)}")
    return sizes[page - 1]


@lru_cache(maxsize=256)
def _page_sizes(path: Path, _changed: int, _bytes: int) -> tuple[tuple[float, float], ...]:
    """Return the sizes of all pages; a changed file is measured again."""
    return tuple((width, height) for width, height in run_in_child("sizes", path, DRAWING_LIMITS)["sizes"])


def pdf_text(path: Path) -> PdfText:
    """Return the words, bookmarks and page labels of a PDF; a scan without a text layer has no words.

    Raises:
        ReadError: The file cannot be read within the limits.
    """
    found = run_in_child("text", path, DRAWING_LIMITS)
    return PdfText(
        tuple(tuple((text, x0, top, x1, bottom) for text, x0, top, x1, bottom in words) for words in found["words"]),
        tuple((title, depth, page) for title, depth, page in found["bookmarks"]),
        tuple(found["labels"]),
    )
