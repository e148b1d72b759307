"""Complete table cells that say nothing, such as a dash, by a sentence beside them that says so in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.model import Passage
from corpus.text_analysis.sentences import sentences
from qa.answering.spans.answer_type_checks import states_absence
from qa.answering.spans.span import Span
from qa.answering.spans.span_ranker import RankedSpan
from qa.text.analyzed_text import analyzed

_FEW = 4
"""Maximum number of words of a cell that only says that there is nothing."""
_GROUP_SEPARATOR = " / "
_DATE_STEMS = analyzed("year date ano fecha annee jahr datum").stems
"""Stems of labels that sentences on anything else have too."""


def with_explanations(quoted: Sequence[RankedSpan], passages: Iterable[Passage]) -> list[RankedSpan]:
    """Return spans, each empty cell followed by the sentence of its column that explains it, out of a document's."""
    completed: list[RankedSpan] = []
    beside = list(passages) if any(is_empty(ranked.span.passage) for ranked in quoted) else []
    for ranked in quoted:
        explanation = explanation_of_empty(ranked.span.passage, beside)
        completed += [ranked, replace(ranked, span=explanation)] if explanation is not None else [ranked]
    return completed


def is_empty(cell: Passage) -> bool:
    """Return True if a cell only says that there is nothing."""
    return cell.kind == "cell" and len(cell.text.split()) <= _FEW and states_absence(analyzed(cell.text))


def explanation_of_empty(cell: Passage, passages: Iterable[Passage]) -> Span | None:
    """Return the sentence on an empty cell in other rows of its group; None if none has a word of the cell's label.

    Words in brackets count less: "Ending year (if the period is limited)" is explained by "No end is planned".
    """
    group, _, label = (cell.row or "").rpartition(_GROUP_SEPARATOR)
    if not group or not is_empty(cell):
        return None
    own, _, remark = label.partition("(")
    wanted = [analyzed(text).content_stems - _DATE_STEMS for text in (own, remark)]
    beside = [
        span
        for other in passages
        if other.kind == "cell" and (other.table, other.column) == (cell.table, cell.column) and other.row != cell.row
        if (other.row or "").rpartition(_GROUP_SEPARATOR)[0] == group
        for span in _sentences(other)
    ]
    fits = [(len(wanted[0] & span.analyzed.stems), len(wanted[1] & span.analyzed.stems)) for span in beside]
    best = max(fits, default=(0, 0))
    return beside[fits.index(best)] if best > (0, 0) else None


def _sentences(cell: Passage) -> list[Span]:
    """Return the sentences and entries of a cell."""
    found: list[Span] = []
    place = 0
    for line in cell.text.split("\n"):
        found += [Span(cell, place + start, place + end, "sentence") for start, end in sentences(line)]
        place += len(line) + 1
    return found
