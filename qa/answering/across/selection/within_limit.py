"""Select by a value that is stated: that of the row or the sentences on what the question limits."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.answering.across.findings import Finding, Topic, in_brief, statements_of
from qa.answering.across.selection.conditions import Condition, Judged, coverage_of
from qa.answering.across.selection.limits import Limit
from qa.answering.across.values import Value, satisfies, stated_value, value_about
from qa.text.analyzed_text import analyzed

_COVERED = 0.5
"""Minimum share of a condition's weight in what states the value; ranks in the search add to it."""
_OPTION = 1.0
"""What counts besides for a row with an option that has the same limit."""
_ENTRIES = 0.3
"""What counts for a row whose entries are values, not texts with values in them."""
_TIME = analyzed("year annual").stems
"""Stems of words that a sentence may have whatever happens in a year."""
_SHORT = 5
"""Maximum number of words of an entry that is a value."""
_NAMED = 0.5
"""What counts for a row if the condition has all words of its label, and for a part of them in proportion."""
_AMONG_ROWS = 0.25
"""What counts for a row that several documents were found to have."""
_BEST_ROW = 0.25
"""What counts besides for a row that answers as well as running text."""


def judge_values(
    rows: Sequence[Sequence[Finding]], sentences: Sequence[Finding], topic: Topic, condition: Condition, limit: Limit
) -> list[Judged]:
    """Judge by the values of the row on what is limited, or of the sentences on it; nothing is returned without one."""
    idf = {word: weight for word, weight in condition.idf.items() if word not in _TIME}
    without_time = replace(condition, idf=idf)
    on_topic = _first_of_each(
        each
        for each in sentences
        if coverage_of([each], without_time) >= _COVERED and _states_value([each], condition, limit)
    )
    valued = [row for row in rows if _states_value(row, condition, limit)]
    candidates = [(_fit(row, topic, condition, limit), row) for row in valued]
    if on_topic:
        candidates.append((coverage_of(on_topic, condition), on_topic))
    best = max((fit for fit, _ in candidates), default=0.0)
    if best < _COVERED:
        return []
    row = next(row for fit, row in candidates if fit == best)
    return [_within(each, condition, limit) for each in row]


def _first_of_each(sentences: Iterable[Finding]) -> list[Finding]:
    """Return of each document the best sentence with its country's name, else the best one.

    Another one may be on a part of the country: "the coast has 1.2 million inhabitants".
    """
    found: dict[str, Finding] = {}
    for each in sorted(sentences, key=lambda each: not _names_country(each)):
        found.setdefault(each.document.id, each)
    return list(found.values())


def _names_country(sentence: Finding) -> bool:
    name = analyzed(sentence.document.country or "").stems
    return bool(name) and name <= sentence.analyzed.stems


def _fit(row: Sequence[Finding], topic: Topic, condition: Condition, limit: Limit) -> float:
    """Return how well a row fits, by the words of the condition and by its rank in the search."""
    label = row[0].row
    ranked = _AMONG_ROWS * (label in topic.shared_rows) + _BEST_ROW * (label in topic.rows)
    words = analyzed(label or "").content_stems
    named = _NAMED * len(words & condition.words.stems) / max(len(words), 1)
    options = [_value(each, condition, limit) for each in row if each.ranked.span.kind == "chosen"]
    is_option = any(value is not None and value.number == limit.value.number for value in options)
    firsts = [first for each in row for first in statements_of(each)[:1] if _value(first, condition, limit)]
    has_entries = 2 * sum(len(first.text.split()) <= _SHORT for first in firsts) > len(firsts)
    exact = _OPTION * is_option + _ENTRIES * has_entries
    return round(coverage_of(row, condition), 1) + ranked + named + exact


def _states_value(row: Sequence[Finding], condition: Condition, limit: Limit) -> bool:
    return any(_value(each, condition, limit) is not None for each in row)


def _within(finding: Finding, condition: Condition, limit: Limit) -> Judged:
    for statement in statements_of(finding):
        value = _value(statement, condition, limit)
        if value is not None:
            return Judged(in_brief(finding, statement), satisfies(value, limit.value))
    return Judged(finding, None)


def _value(statement: Finding, condition: Condition, limit: Limit) -> Value | None:
    text, language, read = statement.with_unit, statement.document.language, statement.read
    if statement.is_number:
        return stated_value(text, limit.units, condition.words, is_answer=True, language=language, read=read)
    return value_about(text, limit.units, condition.words, language, read)
