"""Decide which findings satisfy the condition of a selection."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from qa.answering.across.findings import Finding, in_brief, statements_of
from qa.answering.spans.answer_type_checks import contradicts, states_absence
from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.patterns import word_pattern
from qa.verification.clauses import clauses

_NEGATES = word_pattern("negating")
_ALTERNATIVE = word_pattern("alternative")


@dataclass(frozen=True, slots=True)
class Condition:
    """What is to be true of what is selected: words that are said, or not said if `negated`.

    `idf` weighs each word by how few of the documents' statements use it. A statement satisfies the condition with the
    share `enough` of the most weight in any statement.
    """

    words: AnalyzedText
    negated: bool
    idf: Mapping[str, float]
    enough: float = 0.75

    @property
    def total(self) -> float:
        """Return the weight of all words of the condition."""
        return sum(self.idf.values())

    def weight_of_label(self, row: Sequence[Finding]) -> float:
        """Return the weight of the condition's words that the label of a row has."""
        return self.weight(_label(row))

    def weight(self, text: AnalyzedText) -> float:
        """Return the weight of the condition's words that a text has."""
        return sum(weight for word, weight in self.idf.items() if word in text.stems)


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with whether it satisfies the condition; None if it does not say."""

    finding: Finding
    matches: bool | None


def idf_of(words: Collection[str], findings: Sequence[Finding], unknown: Collection[str] = ()) -> Mapping[str, float]:
    """Return the weight of each stem of a condition by how few statements of the findings have it; 0 if none has.

    A stem that is `unknown` to the whole index weighs as much as one of a single statement: nothing is said on it.
    The plural of an acronym is no other word: "NGO", "NGOs".
    """
    statements = [each.analyzed.stems for finding in findings for each in statements_of(finding)]
    idf = {}
    for word in words:
        counts = {form: sum(form in stems for stems in statements) for form in (word, f"{word}s")}
        form = max(counts, key=lambda form: counts[form])
        count = counts[form] or (word in unknown)
        idf[form] = math.log((len(statements) + 1) / (count + 0.5)) if count else 0.0
    return idf


def coverage_of(row: Sequence[Finding], condition: Condition) -> float:
    """Return the share of a condition's weight that a row's label and one statement of its cells have together."""
    label = condition.weight_of_label(row)
    said = max((_own_weight(each, condition) for each in _speaking(row, condition)), default=-label)
    total = condition.total
    return (label + said) / total if total else 0.0


def judge_findings(row: Sequence[Finding], condition: Condition) -> list[Judged]:
    """Return for each finding of a row whether it satisfies a condition, shortened to the statement that does.

    What has no word of it says nothing on it, nor does a sentence that has too few of them: only an entry of a table is
    complete.
    """
    best = max((_own_weight(each, condition) for each in _speaking(row, condition)), default=0.0)
    if best == 0:
        return [Judged(each, None) for each in row]
    return [_says(each, condition, best) for each in row]


def has_words(text: AnalyzedText, phrase: str) -> bool:
    """Return True if a text has the words of a phrase in their order."""
    return f" {' '.join(analyzed(phrase).words)} " in f" {' '.join(text.words)} "


def denial(sentences: Sequence[Finding], condition: Condition) -> Finding | None:
    """Return the first sentence that denies all of a condition, or None."""
    total = condition.total
    denying = (each for each in sentences if denies(each) and condition.weight(each.analyzed) >= total > 0)
    return next(denying, None)


def denies(statement: Finding) -> bool:
    """Return True if a statement denies something or says that there are no data."""
    return _denies(statement.analyzed)


def _denies(text: AnalyzedText) -> bool:
    return states_absence(text) or _NEGATES.search(text.folded) is not None


def _says(finding: Finding, condition: Condition, best: float) -> Judged:
    said = [each for each in _speaking([finding], condition) if _own_weight(each, condition) >= condition.enough * best]
    if said:
        return Judged(in_brief(finding, said[0]), True)
    is_open = finding.row is None and not denies(finding)
    return Judged(finding, None if is_open else False)


def _speaking(row: Sequence[Finding], condition: Condition) -> list[Finding]:
    """Return the statements that affirm something.

    An option that names alternatives ("national and/or regional") affirms none of them.
    """
    return [
        statement
        for finding in row
        for statement in statements_of(finding)
        if _affirms(statement, condition)
        and not _is_alternative(statement)
        and not contradicts(condition.words, statement.analyzed)
    ]


def _affirms(statement: Finding, condition: Condition) -> bool:
    """Return True unless a statement denies what it says on a condition: another clause may deny something else."""
    if not denies(statement):
        return True
    parts = [analyzed(clause) for clause in clauses(statement.text)]
    enough = condition.enough * condition.weight(statement.analyzed)
    return len(parts) > 1 and any(not _denies(part) and condition.weight(part) >= enough > 0 for part in parts)


def _own_weight(statement: Finding, condition: Condition) -> float:
    """Return the weight of the condition's words in a statement, without those of its row label."""
    said, label = statement.analyzed.stems, _label([statement]).stems
    return sum(weight for word, weight in condition.idf.items() if word in said and word not in label)


def _label(row: Sequence[Finding]) -> AnalyzedText:
    return analyzed(row[0].row or "" if row else "")


def _is_alternative(statement: Finding) -> bool:
    span = statement.ranked.span
    return span.kind == "chosen" and _ALTERNATIVE.search(span.analyzed.folded) is not None
