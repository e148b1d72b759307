"""Convert readers' text and tables to the form that `benchmarks.reading` measures; standard library only."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

Passages: TypeAlias = list[dict[str, Any]]
Cells: TypeAlias = Sequence[Sequence[str | None]]

WINDOW, OVERLAP = 1000, 200
"""Length and overlap of windows in characters, as in tutorials on retrieval."""


def timed(read: Callable[[Path], tuple[int, Passages]]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a worker's function that reads a file and times it in wall and processor seconds."""

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        start, used = time.perf_counter(), time.process_time()
        page_count, passages = read(Path(request["path"]))
        return {
            "seconds": time.perf_counter() - start,
            "cpu_seconds": time.process_time() - used,
            "page_count": page_count,
            "passages": passages,
        }

    return answer


def passage(text: str, page: int | None, row: str | None = None, column: str | None = None) -> dict[str, Any]:
    """Return a passage on one page."""
    pages = [(page, len(text.split()))] if page is not None else []
    return {"text": text, "pages": pages, "row": row, "column": column}


def windows(text: str, page: int | None) -> Iterator[dict[str, Any]]:
    """Cut text into overlapping windows that begin and end between words."""
    start = 0
    while start < len(text):
        end = _between_words(text, start + WINDOW)
        yield passage(text[start:end], page)
        if end >= len(text):
            return
        start = max(_between_words(text, end - OVERLAP), start + 1)


def _between_words(text: str, place: int) -> int:
    """Return the first position of white space from `place` on, or the end."""
    while place < len(text) and not text[place].isspace():
        place += 1
    return min(place, len(text))


def table_passages(rows: Cells, page: int) -> Iterator[dict[str, Any]]:
    """Return a table as cells and rows, with labels from the first row and the leading columns.

    Leading columns without a header are labels; the first column always is. A label cell left empty, as extractors
    leave cells that span rows, has the label of the row above.
    """
    if not rows:
        return
    header = [(cell or "").strip() for cell in rows[0]]
    width = max(1, next((place for place, cell in enumerate(header) if place and cell), 1))
    above = [""] * width
    for cells in rows[1:]:
        texts = [(cell or "").strip() for cell in cells]
        labels = [text or (above[place] if place == 0 else "") for place, text in enumerate(texts[:width])]
        above = labels
        row = " / ".join(label for label in labels if label)
        for place in range(width, len(texts)):
            if texts[place]:
                yield passage(texts[place], page, row, header[place] if place < len(header) else None)
        yield passage(" ".join(text for text in texts if text), page, row)


def joined(parts: Iterable[Iterable[dict[str, Any]]]) -> Passages:
    """Return the passages of all parts, without empty ones."""
    return [found for part in parts for found in part if found["text"].strip()]
