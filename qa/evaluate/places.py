"""Whether what the engine found or cited is where the evidence is."""

from collections.abc import Iterable
from pathlib import PurePath

from qa.evaluate.questions import Evidence
from qa.evaluate.text import share_of_words, words
from qa.model import Citation, Hit

ENOUGH_WORDS = 0.8
"""The share of an evidence quote's words that a passage must hold to count as bearing it."""


def bears(hit: Hit, evidence: Evidence) -> bool:
    """Whether the passage, with its row label in front or without, holds enough of the evidence quote's words."""
    if not _same_document(hit, evidence):
        return False
    share = share_of_words(evidence.quote, hit.text)
    if hit.row is not None:
        share = max(share, share_of_words(evidence.quote, f"{hit.row} {hit.text}"))
    return share >= ENOUGH_WORDS


def on_page(place: Hit | Citation, evidence: Evidence) -> bool:
    """Whether the place is in the evidence's document and on its page; files without pages have only the document."""
    return _same_document(place, evidence) and (
        place.page is None or evidence.page is None or place.page == evidence.page
    )


def in_cell(place: Citation, evidence: Evidence) -> bool:
    """Whether the place is in the evidence's row and column of the table."""
    return _same_document(place, evidence) and _same_label(place.row, evidence.row) and _same_label(
        place.column, evidence.column
    )  # fmt: skip


def first_rank(found: Iterable[bool]) -> int | None:
    """The rank, from 1, of the first true value."""
    return next((rank for rank, true in enumerate(found, start=1) if true), None)


def _same_document(place: Hit | Citation, evidence: Evidence) -> bool:
    """Whether both are the same document, be it the PDF or the text of one factsheet."""
    return evidence.document is None or PurePath(place.document).stem == PurePath(evidence.document).stem


def _same_label(label: str | None, gold: str | None) -> bool:
    return words(label or "") == words(gold or "")
