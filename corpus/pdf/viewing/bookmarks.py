"""Bookmarks and printed page labels of a PDF. Only the limited child process may do this."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import pypdfium2

from corpus.pdf.file.raster import opened_pdf

Bookmark: TypeAlias = tuple[str, int, int]
"""A title, its depth from 0, and the page that it leads to, from 1."""

MAX_BOOKMARKS = 2_000
"""Maximum number of bookmarks of a file that are shown."""
MAX_DEPTH = 6
"""Maximum depth of the tree of bookmarks."""


def bookmarks(path: Path) -> list[Bookmark]:
    """Return the bookmarks of a PDF that lead to its own pages, in order; raises ReadError."""
    with opened_pdf(path) as document:
        return list(islice(_leading(document), MAX_BOOKMARKS))


def page_labels(path: Path) -> list[str]:
    """Return the printed label of every page, such as "iv"; empty where the file names none; raises ReadError."""
    with opened_pdf(path) as document:
        return [document.get_page_label(number).strip() for number in range(len(document))]


def _leading(document: pypdfium2.PdfDocument) -> Iterator[Bookmark]:
    for bookmark in document.get_toc(max_depth=MAX_DEPTH):
        destination = bookmark.get_dest()
        page = destination.get_index() if destination is not None else None
        title = " ".join(bookmark.get_title().split())
        if title and page is not None and 0 <= page < len(document):
            yield title, bookmark.level, page + 1
