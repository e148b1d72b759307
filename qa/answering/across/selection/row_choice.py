"""Choose the row or the sentences that a condition is about, by the search and by words, over all documents."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from os.path import commonprefix

from qa.answering.across.findings import Finding, Topic, statements_of
from qa.answering.across.selection.conditions import Condition, coverage_of, denies
from qa.answering.direct.facts import fact_of
from qa.answering.spans.answer_type_checks import states_absence
from qa.question.kind_classifier import words_of_fact
from qa.text.analyzed_text import analyzed

_FAR = -6.0
"""Score, less that of the best span, that counts for a document in which the search found nothing of a row."""
_BY_SEARCH = 0.6
"""Weight of the search beside the share of the condition that a row covers."""
_EXACT = 0.6
"""Weight of an entry that consists of the condition's words."""
_NAMED = 0.3
"""Minimum share of a condition's weight in the label of a row for its empty cells to lack what is asked for."""
_ASKING = 0.5
"""Weight of a word that usually asks for the row's fact."""
_ENTRY = 8
"""Maximum number of words of an entry, whose words say what is so; those of a sentence may be about anything."""
_SAME_WORD = 6
"""Minimum number of first letters that a word shares with one derived from it: "benefit", "beneficiaries"."""


@dataclass(frozen=True, slots=True)
class RowCandidate:
    """A row, or the best sentence of each document, with what a condition says beyond the row's label, and its fit."""

    findings: Sequence[Finding]
    condition: Condition
    covered: float
    fit: float

    @property
    def is_row(self) -> bool:
        """Return True if the findings are cells of a row."""
        return bool(self.findings) and self.findings[0].row is not None


def candidates(
    topic: Topic, rows: Sequence[Sequence[Finding]], sentences: Sequence[Finding], condition: Condition
) -> list[RowCandidate]:
    """Return the rows and the sentences that a condition may be about, the best first."""
    prose = _best_of_each(sentences, condition)
    found = [_candidate(topic, row, condition) for row in rows]
    if prose:
        share = sum(condition.weight(each.analyzed) for each in prose) / len(topic.attempts)
        covered = share / condition.total if condition.total else 0.0
        fit = covered + _BY_SEARCH * _rank(topic, prose)
        found.append(RowCandidate(prose, condition, covered, fit))
    return sorted(found, key=lambda each: -each.fit)


def _best_of_each(sentences: Sequence[Finding], condition: Condition) -> list[Finding]:
    """Return the sentence of each document, outside of tables, that has most of a condition, the best ranked first."""
    found: dict[str, Finding] = {}
    for each in sentences:
        best = found.get(each.document.id)
        is_prose = each.row is None
        if is_prose and (best is None or _weight(each, condition) > _weight(best, condition)):
            found[each.document.id] = each
    return list(found.values())


def _weight(statement: Finding, condition: Condition) -> float:
    return condition.weight(statement.analyzed)


def _candidate(topic: Topic, row: Sequence[Finding], condition: Condition) -> RowCandidate:
    entries = [each for finding in row for each in statements_of(finding) if is_entry(each)]
    own = _beyond_label(row, condition, entries)
    named = condition.total - own.total
    covered = (named + coverage_of(row, own) * own.total) / condition.total if condition.total else 0.0
    exact = max((_exactness(each, own) for each in entries), default=0.0)
    if not own.total:
        exact = sum(is_entry(statements_of(cell)[0]) for cell in row) / len(row)
    if (
        condition.negated
        and named >= _NAMED * condition.total
        and any(_denies_row(each, condition) for each in entries)
    ):
        exact = 1.0
    fit = covered + _BY_SEARCH * _rank(topic, row) + _EXACT * exact
    return RowCandidate(row, own, covered, fit)


def is_entry(statement: Finding) -> bool:
    """Return True for a chosen option and a short statement."""
    return statement.ranked.span.kind == "chosen" or len(statement.text.split()) <= _ENTRY


def _exactness(entry: Finding, own: Condition) -> float:
    """Return the share of an entry's words that are the condition's."""
    said = entry.analyzed.content_stems
    return len(said & own.idf.keys()) / max(len(said), 1)


def _denies_row(entry: Finding, condition: Condition) -> bool:
    """Return True if an entry says in a word of the condition that there is nothing, as "No evaluation available"."""
    text = entry.analyzed
    return denies(entry) and (condition.weight(text) > 0 or states_absence(text))


def _beyond_label(row: Sequence[Finding], condition: Condition, entries: Sequence[Finding]) -> Condition:
    """Return a condition without the words that name the row: those of its label, and those that ask for its fact.

    Words that ask for the fact and are entries of the row, such as "firms", count half.
    """
    said = frozenset[str]().union(*(each.analyzed.stems for each in entries))
    label, columns = row[0].row or "", {each.column or "" for each in row}
    shared = columns.pop() if len(columns) == 1 else ""
    named, fact = analyzed(f"{label} {shared}").stems, fact_of(label)
    asking = words_of_fact(fact[0]) if fact is not None else frozenset[str]()
    idf = {
        word: weight * (_ASKING if word in asking else 1.0)
        for word, weight in condition.idf.items()
        if weight and not (word in asking - said or any(_is_same(word, other) for other in named))
    }
    return replace(condition, idf=idf)


def _is_same(word: str, other: str) -> bool:
    return word == other or len(commonprefix((word, other))) >= _SAME_WORD


def _rank(topic: Topic, findings: Sequence[Finding]) -> float:
    """Return how far behind the best spans of the documents a row's best ones are: 0 for the best, -1 for a far row."""
    labels = {each.document.id: each.ranked.span.passage.row for each in findings}
    behind = []
    for document, attempt in topic.attempts:
        label = labels.get(document.id, findings[0].row)
        own = (each.score for each in attempt.spans if each.span.passage.row == label)
        best = attempt.spans[0].score if attempt.spans else 0.0
        behind.append(max(next(own, best + _FAR) - best, _FAR))
    return sum(behind) / (len(behind) * -_FAR)
