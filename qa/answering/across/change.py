"""Compare editions of a country's factsheet: entries that differ side by side, and a count of those that do not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.model import Document
from qa.answering.across.editions import editions
from qa.answering.across.findings import Finding, rows_of, topic_in
from qa.answering.across.table_answer import TableAnswer, message, write_table
from qa.answering.across.wording import without_change
from qa.answering.multi_document import topic_of
from qa.answering.pipeline import AnswerPipeline
from qa.answering.timer import Stopwatch
from qa.model import Answer, AnswerRow
from qa.question.plan import Plan

Editions = tuple[Document, Document]

_MOST_CHANGES = 12
"""Maximum number of changed entries shown."""


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of a table in two editions; one of them may lack it."""

    before: Finding | None
    after: Finding | None

    @property
    def is_changed(self) -> bool:
        """Return True if the editions state different things."""
        return _words(self.before) != _words(self.after)


def change(pipeline: AnswerPipeline, plan: Plan) -> Answer | None:
    """Answer what differs between the first and the last edition in the scope; None if no country has two."""
    clock = Stopwatch()
    pairs = [(found[0], found[-1]) for found in editions(plan.scope.documents).values()]
    rows = _rows_asked(pipeline, plan, pairs, clock) if pairs else ()
    changes = [each for pair in pairs for each in _changes(pipeline, pair) if not rows or _row(each) in rows]
    if not changes:
        return None
    changed = [each for each in changes if each.is_changed]
    shown = [
        finding for each in (changed or changes)[:_MOST_CHANGES] for finding in (each.before, each.after) if finding
    ]
    years = [str(document.year) for pair in pairs for document in pair]
    heading = message(plan.language, "changed" if changed else "nothing_changed", years)
    note = message(plan.language, "unchanged", what=str(len(changes) - len(changed)))
    answer = write_table(pipeline.writer, clock, plan, TableAnswer(shown, 1.0, heading, note, calibrated=False))
    return replace(answer, rows=tuple(_dated(row, each) for row, each in zip(answer.rows, shown, strict=True)))


def _rows_asked(pipeline: AnswerPipeline, plan: Plan, pairs: Sequence[Editions], clock: Stopwatch) -> Sequence[str]:
    """Return the table row that a question is about, as the only one; none if it asks what changed in general."""
    finder = pipeline.finder
    topic = without_change(topic_of(plan, finder.countries))
    with clock.step("embed"):
        query = finder.retriever.query(topic, plan.language)
    if not query.stems:
        return ()
    return topic_in(finder, query, [document for pair in pairs for document in pair], clock).shared_rows[:1]


def _changes(pipeline: AnswerPipeline, pair: Editions) -> list[Change]:
    """Return every table cell of two editions, joined by row and column."""
    before, after = (
        {(row, cell.column): cell for row, cells in rows_of(pipeline.finder, document).items() for cell in cells}
        for document in pair
    )
    return [Change(before.get(place), after.get(place)) for place in dict.fromkeys([*before, *after])]


def _row(each: Change) -> str | None:
    finding = each.before or each.after
    return finding.row if finding else None


def _words(finding: Finding | None) -> str:
    return " ".join(finding.text.casefold().split()) if finding else ""


def _dated(row: AnswerRow, finding: Finding) -> AnswerRow:
    return replace(row, label=f"{row.label} ({finding.document.year})")
