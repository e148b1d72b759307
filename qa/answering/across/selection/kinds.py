"""Select by the kind of a policy, which the heading of its column and a cell below it give: "Sectoral policy"."""

import re
from collections.abc import Sequence

from qa.answering.across.findings import Finding
from qa.answering.across.selection.conditions import Judged
from qa.answering.across.wording import comparison_pattern, without
from qa.retrieval.column_match import LEVELS
from qa.text.analyzed_text import analyzed

_OWN = ("national", "broad")
"""Kinds that levels do not tell apart."""
_IN_BRACKETS = re.compile(r"\([^()]*\)")


def judge_kinds(rows: Sequence[Sequence[Finding]], condition: str, *, negated: bool, by_policy: bool) -> list[Judged]:
    """Judge the cells that give the kind of each policy; nothing is returned if a condition asks for more than kinds.

    A country lacks a kind of policy only if none of its policies is of that kind.
    """
    patterns = [LEVELS["regional"], LEVELS["sectoral"], *(comparison_pattern("kinds", name) for name in _OWN)]
    asked = [pattern for pattern in patterns if pattern.search(analyzed(condition).folded)]
    beside = without(
        condition, [*patterns, comparison_pattern("kinds", "words"), comparison_pattern("selection", "policies")]
    )
    if not asked or analyzed(beside).content_words:
        return []
    row = next((row for row in rows if all(_is_kind(each) for each in row)), [])
    of_kind = [any(pattern.search(_kind(each)) for pattern in asked) for each in row]
    having = {each.document.id for each, is_asked in zip(row, of_kind, strict=True) if is_asked}
    if not having:
        return []
    if negated and not by_policy:
        return [Judged(each, each.document.id not in having) for each in row]
    return [Judged(each, is_asked is not negated) for each, is_asked in zip(row, of_kind, strict=True)]


def _kind(cell: Finding) -> str:
    """Return the heading of a cell's column without what is in brackets, folded."""
    return analyzed(_IN_BRACKETS.sub(" ", cell.column or "")).folded


def _is_kind(cell: Finding) -> bool:
    """Return True if a cell repeats the heading of its column and no more."""
    said, heading = analyzed(_IN_BRACKETS.sub(" ", cell.text)).content_stems, analyzed(_kind(cell)).content_stems
    return bool(said) and said == heading
