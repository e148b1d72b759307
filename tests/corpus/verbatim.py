"""Check that passages quote their pages word for word."""

from pathlib import Path

import pypdf

from corpus.read import Reading


def assert_verbatim(path: Path, reading: Reading) -> None:
    """Assert that each line of a passage is a run of its page's text, and that each of its words has a box there."""
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]
    for passage in reading.passages:
        first = 0
        for line in passage.text.split("\n"):
            words = range(first, first + len(line.split()))
            first = words.stop
            boxes = [row for row in passage.word_boxes.tolist() if row[0] in words]
            assert {row[0] for row in boxes} == set(words)
            (page,) = {int(row[1]) for row in boxes}
            assert " ".join(line.split()) in pages[page - 1]
