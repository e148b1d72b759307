"""Whether what the engine found or cited is where the evidence is, and at which rank it was found."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from qa.evaluate.metrics.text_match import comparison_words, holds, share_of_words
from qa.evaluate.question import Evidence, Question
from qa.model import Citation, Hit

ENOUGH_WORDS = 0.8
"""The share of an evidence quote's words that a passage must hold to count as bearing it."""
ENOUGH_OF_PART = 1 / 3
"""The share of an evidence quote's words that a part of it must hold to bear it without an answer in it."""


def bears(hit: Hit, evidence: Evidence) -> bool:
    """Whether the passage, with its row label in front or without, holds enough of the evidence quote's words."""
    return _same_document(hit, evidence) and _share_held(evidence.quote, hit.text, hit.row) >= ENOUGH_WORDS


def supports(citation: Citation, evidence: Evidence, answers: Sequence[str]) -> bool:
    """Whether the citation is on the evidence's page and holds enough of it, or is the part of it that answers.

    Such a part lies within the evidence and holds an accepted variant of the answer, or a third of the evidence: a cell
    of a row does, and a stray word does not.
    """
    held = _share_held(evidence.quote, citation.quote, citation.row)
    answering = held >= ENOUGH_OF_PART or any(holds(citation.quote, variant) for variant in answers)
    within = answering and share_of_words(citation.quote, evidence.quote) >= ENOUGH_WORDS
    return on_page(citation, evidence) and (held >= ENOUGH_WORDS or within)


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


def passage_rank(question: Question, hits: Sequence[Hit]) -> int | None:
    """The rank of the first passage that bears any of the evidence."""
    return first_rank(any(bears(hit, evidence) for evidence in question.evidence) for hit in hits)


def page_rank(question: Question, hits: Sequence[Hit]) -> int | None:
    """The rank of the first page that bears the answer, pages in the order of their first passages."""
    pages: dict[tuple[str, int | None], Hit] = {}
    for hit in hits:
        pages.setdefault((hit.document, hit.page), hit)
    return first_rank(any(on_page(page, evidence) for evidence in question.evidence) for page in pages.values())


def place_ranks(question: Question, hits: Sequence[Hit]) -> list[int | None]:
    """For each place of the evidence, the rank of the first passage that bears it."""
    return [first_rank(bears(hit, evidence) for hit in hits) for evidence in question.evidence]


def document_key(name: str) -> str:
    """What names a document, be it the PDF or the text of one factsheet: its file name without the ending."""
    return PurePath(name).stem


def with_row(text: str, row: str | None) -> str:
    """A cell's text with its row label in front, as a quote of a whole row begins."""
    return text if row is None else f"{row} {text}"


def _share_held(quote: str, text: str, row: str | None) -> float:
    return share_of_words(quote, with_row(text, row))


def _same_document(place: Hit | Citation, evidence: Evidence) -> bool:
    return evidence.document is None or document_key(place.document) == document_key(evidence.document)


def _same_label(label: str | None, gold: str | None) -> bool:
    return comparison_words(label or "") == comparison_words(gold or "")
