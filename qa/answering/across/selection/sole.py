"""Select by what alone is stated: "only from the state budget", "nothing besides the state budget"."""

from collections.abc import Sequence

from qa.answering.across.findings import Finding, Topic, statements_of
from qa.answering.across.selection.by_words import row_on
from qa.answering.across.selection.conditions import Condition, Judged, judge_findings
from qa.answering.across.selection.row_choice import is_entry
from qa.text.analyzed_text import analyzed

_SPARE = 1
"""Maximum number of other words of what alone is stated: "general state budget"."""
_SAYING_SO = analyzed("only solely exclusively alone just").stems


def judge_sole(topic: Topic, rows: Sequence[Sequence[Finding]], condition: Condition) -> list[Judged]:
    """Judge the cells of the row that a condition is about by whether they state it and nothing else.

    That none does is shown only by cells that consist of entries.
    """
    row = row_on(topic, rows, condition)
    judged = judge_findings(row.findings, row.condition) if row is not None else []
    if row is None or not any(each.matches for each in judged):
        return []
    sole = [
        Judged(cell, bool(each.matches) and _others(cell, condition) <= _SPARE)
        for cell, each in zip(row.findings, judged, strict=True)
    ]
    shows_all = all(cell.ranked.span.kind != "chosen" and is_entry(statements_of(cell)[0]) for cell in row.findings)
    return sole if shows_all or any(each.matches for each in sole) else []


def _others(cell: Finding, condition: Condition) -> int:
    """Return the number of words of a cell's first statement and entries that are not the condition's."""
    first, *further = statements_of(cell)
    entries = [first, *(each for each in further if is_entry(each) and not any(map(str.isdigit, each.text)))]
    said = frozenset[str]().union(*(each.analyzed.content_stems for each in entries))
    return len(said - condition.idf.keys() - _SAYING_SO)
