"""Read HTML files."""

from pathlib import Path

from lxml import etree

from corpus.errors import ReadError
from corpus.html.builder import PieceBuilder
from corpus.layout import Facts, Layout, Piece
from corpus.limits import Limits
from corpus.text.decode import decode
from corpus.text.hidden import hidden_warning

FEED = 1 << 16
"""Characters that are passed to the parser at a time."""
FEWEST_WORDS = 10
"""Minimum number of words of a page with scripts; with fewer, its scripts make its text."""


def read_html(path: Path, limits: Limits, password: str | None = None) -> Layout:  # noqa: ARG001 - a reader's signature
    """Read an HTML file.

    Raises:
        ReadError: It is binary or blank, or its text is made by scripts.
    """
    builder = build_from_html(decode(path.name, path.read_bytes()))
    if builder.has_scripts and _word_count(builder.pieces) < FEWEST_WORDS:
        raise ReadError(
            path.name, "has no text of its own: scripts load it; open it in a browser and save it as PDF or as text"
        )
    return Layout(
        tuple(builder.pieces), facts=Facts(title=builder.title), warnings=hidden_warning(builder.hidden_words)
    )


def build_from_html(text: str) -> PieceBuilder:
    """Parse HTML with libxml2 into a builder."""
    builder = PieceBuilder()
    parser = etree.HTMLParser(target=builder, huge_tree=True)
    for start in range(0, len(text), FEED):
        parser.feed(text[start : start + FEED])
    parser.close()
    return builder


def _word_count(pieces: list[Piece]) -> int:
    """Return the number of words of pieces."""
    texts = sum(len(paragraph.words) for piece in pieces for paragraph in piece.paragraphs)
    cells = (cell for piece in pieces if piece.fragment for cell in piece.fragment.cells)
    return texts + sum(len(paragraph.words) for cell in cells for paragraph in cell.paragraphs)
