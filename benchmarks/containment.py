"""Check whether passages contain evidence: its words together, on the right page, under the right labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from qa.evaluate.metrics.evidence_match import ENOUGH_WORDS
from qa.evaluate.metrics.text_match import comparison_words, fold_for_comparison, share_of_words
from qa.evaluate.question import Evidence

PlaceKind: TypeAlias = Literal["prose", "cell", "row"]


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as a reader returned it.

    `pages` gives the page of every word of `text.split()` as runs (page, number of words), in order.
    """

    text: str
    pages: Sequence[tuple[int, int]] = ()
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The extent to which a document's passages contain one evidence quote.

    `whole`: all of it, word for word, in one passage, which its row label may begin. `enough`: one passage with its row
    label contains 80 % of its words, as retrieval is judged. `page`: whole, and the passage gives the evidence's page
    for these words. `labels`: a passage under exactly the evidence's row and column labels contains the quote or, if
    the quote covers a row, the part of it in that column. `near_labels`: the same with labels that name only the last
    part of the row's and the first part of the column's label. `words`: length of the shortest passage with enough.
    """

    whole: bool
    enough: bool
    page: bool
    labels: bool
    near_labels: bool
    words: int | None


def place_kind(evidence: Evidence) -> PlaceKind:
    """Classify evidence: prose, one table cell, or a whole table row, which begins with the row's label."""
    if evidence.row is None:
        return "prose"
    label = comparison_words(evidence.row.split(" / ")[-1])
    quote = comparison_words(evidence.quote)
    begins = quote[: len(label)] == label or quote[: len(comparison_words(evidence.row))] == comparison_words(
        evidence.row
    )
    return "row" if begins else "cell"


def find(evidence: Evidence, passages: Sequence[Read]) -> Found:
    """Look for one evidence quote in the passages of its document."""
    quote = fold_for_comparison(evidence.quote)
    holding = [passage for passage in passages if quote in _labelled(passage)]
    placed = [passage for passage in passages if passage.row is not None and _overlaps(quote, passage.text)]
    lengths = [len(passage.text.split()) for passage in passages if _enough(evidence, passage)]
    return Found(
        whole=bool(holding),
        enough=bool(lengths),
        page=any(evidence.page in _pages_of(quote, passage) for passage in holding),
        labels=any(_same(one.row, evidence.row) and _same(one.column, evidence.column) for one in placed),
        near_labels=any(_names(one, evidence) for one in placed),
        words=min(lengths, default=None),
    )


def _labelled(passage: Read) -> str:
    """Return the folded text with its row label in front."""
    return fold_for_comparison(f"{passage.row or ''} {passage.text}")


def _enough(evidence: Evidence, passage: Read) -> bool:
    texts = (passage.text, _labelled(passage))
    return max(share_of_words(evidence.quote, text) for text in texts) >= ENOUGH_WORDS


def _overlaps(quote: str, text: str) -> bool:
    """Return True if the text contains the quote, or a line of it is part of the quote or begins as it ends."""
    return quote in fold_for_comparison(text) or any(
        _ends_or_holds(quote.split(), fold_for_comparison(line).split()) for line in text.split("\n")
    )


def _ends_or_holds(quote: Sequence[str], line: Sequence[str]) -> bool:
    if _runs(line, quote):
        return bool(line)
    return any(quote[-count:] == line[:count] for count in range(1, min(len(quote), len(line)) + 1))


def _pages_of(quote: str, passage: Read) -> set[int]:
    """Return the pages of the quote's words, at its first place in the passage."""
    labelled, label = _labelled(passage), len(fold_for_comparison(passage.row or "").split())
    first = len(labelled[: labelled.index(quote)].split()) - label
    last = first + len(quote.split())
    found, start = set(), 0
    for page, count in passage.pages:
        if start < last and start + count > first:
            found.add(page)
        start += count
    return found


def _same(label: str | None, gold: str | None) -> bool:
    return comparison_words(label or "") == comparison_words(gold or "")


def _names(passage: Read, evidence: Evidence) -> bool:
    """Return True if the labels name the last part of the gold row label and the first of the column's."""
    row = comparison_words(evidence.row.split(" / ")[-1]) if evidence.row else []
    column = comparison_words(evidence.column.split(" (")[0]) if evidence.column else []
    return _runs(row, comparison_words(passage.row or "")) and _runs(column, comparison_words(passage.column or ""))


def _runs(needle: Sequence[str], hay: Sequence[str]) -> bool:
    """Return True if `needle` is a contiguous part of `hay`."""
    return any(list(hay[i : i + len(needle)]) == list(needle) for i in range(len(hay) - len(needle) + 1))
