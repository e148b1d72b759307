"""Match passages and citations with the gold evidence, and find the rank of the first match."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from qa.evaluate.metrics.text_match import comparison_words, holds, share_of_words
from qa.evaluate.question import Evidence, Question
from qa.model import Citation, Hit

ENOUGH_WORDS = 0.8
"""Minimum share of an evidence quote's words in a passage that contains it."""
ENOUGH_OF_PART = 1 / 3
"""Minimum share of an evidence quote's words in a part that supports it without containing an answer."""


def contains_evidence(hit: Hit, evidence: Evidence) -> bool:
    """Return True if the passage, with its row label, contains enough of the evidence quote's words."""
    return _same_document(hit, evidence) and _covered_share(evidence.quote, hit.text, hit.row) >= ENOUGH_WORDS


def supports(citation: Citation, evidence: Evidence, answers: Sequence[str]) -> bool:
    """Return True if the citation is on the evidence's page and contains enough of it, or is its answering part.

    Such a part lies within the evidence and contains an accepted variant of the answer or a third of the evidence: a
    cell of a row does, a stray word does not.
    """
    covered = _covered_share(evidence.quote, citation.quote, citation.row)
    answering = covered >= ENOUGH_OF_PART or any(holds(citation.quote, variant) for variant in answers)
    within = answering and share_of_words(citation.quote, evidence.quote) >= ENOUGH_WORDS
    return on_page(citation, evidence) and (covered >= ENOUGH_WORDS or within)


def on_page(place: Hit | Citation, evidence: Evidence) -> bool:
    """Return True if a place is in the evidence's document and, where there are pages, on its page."""
    return _same_document(place, evidence) and (
        place.page is None or evidence.page is None or place.page == evidence.page
    )


def in_cell(place: Citation, evidence: Evidence) -> bool:
    """Return True if the place is in the evidence's row and column of the table."""
    return _same_document(place, evidence) and _same_label(place.row, evidence.row) and _same_label(
        place.column, evidence.column
    )  # fmt: skip


def first_rank(found: Iterable[bool]) -> int | None:
    """Return the rank, from 1, of the first true value; None if there is none."""
    return next((rank for rank, true in enumerate(found, start=1) if true), None)


def passage_rank(question: Question, hits: Sequence[Hit]) -> int | None:
    """Return the rank of the first passage that contains any of the evidence."""
    return first_rank(any(contains_evidence(hit, evidence) for evidence in question.evidence) for hit in hits)


def page_rank(question: Question, hits: Sequence[Hit]) -> int | None:
    """Return the rank of the first evidence page, pages ordered by their first passages."""
    pages: dict[tuple[str, int | None], Hit] = {}
    for hit in hits:
        pages.setdefault((hit.document, hit.page), hit)
    return first_rank(any(on_page(page, evidence) for evidence in question.evidence) for page in pages.values())


def place_ranks(question: Question, hits: Sequence[Hit]) -> list[int | None]:
    """Return, for each place of the evidence, the rank of the first passage that contains it."""
    return [first_rank(contains_evidence(hit, evidence) for hit in hits) for evidence in question.evidence]


def document_key(name: str) -> str:
    """Return the file name without its suffix, which the PDF and the text form of a factsheet share."""
    return PurePath(name).stem


def with_row(text: str, row: str | None) -> str:
    """Return a cell's text with its row label in front, as a quote of a whole row begins."""
    return text if row is None else f"{row} {text}"


def _covered_share(quote: str, text: str, row: str | None) -> float:
    return share_of_words(quote, with_row(text, row))


def _same_document(place: Hit | Citation, evidence: Evidence) -> bool:
    return evidence.document is None or document_key(place.document) == document_key(evidence.document)


def _same_label(label: str | None, gold: str | None) -> bool:
    return comparison_words(label or "") == comparison_words(gold or "")
