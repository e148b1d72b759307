"""Read with this project."""

from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.lines import serve
from benchmarks.readers.shapes import Passages, timed
from corpus.limits import Limits
from corpus.model import Passage
from corpus.parse import parse_file


def read(path: Path) -> tuple[int, Passages]:
    """Return passages with the page of each word."""
    reading = parse_file(path, Limits())
    return reading.document.page_count or 0, [_plain(passage) for passage in reading.passages]


def _plain(passage: Passage) -> dict[str, Any]:
    page_of_word = {int(word): int(page) for word, page in passage.word_boxes[:, :2].tolist()}
    pages = [(page, len(list(run))) for page, run in groupby(page_of_word[word] for word in sorted(page_of_word))]
    return {"text": passage.text, "pages": pages, "row": passage.row, "column": passage.column}


if __name__ == "__main__":
    serve(timed(read))
