"""Select by whether a table row says anything: "which countries have a budget?"."""

from collections.abc import Mapping, Sequence

from qa.answering.across.findings import Finding, statements_of
from qa.answering.across.selection.conditions import Judged, denies
from qa.answering.direct.facts import generic_stems
from qa.answering.spans.yes_no import HAVING_STEMS
from qa.text.analyzed_text import AnalyzedText, analyzed

_GROUP_SEPARATOR = " / "
_SPARE = 1
"""Maximum number of words of a row's label beyond those of the condition."""


def judge_existence(
    tables: Sequence[Mapping[str, Sequence[Finding]]], words: AnalyzedText, *, negated: bool, by_policy: bool
) -> list[Judged]:
    """Return for each document or policy whether the row or group of rows that a condition consists of has an entry.

    Where most state a figure there, a text without one is no entry. Nothing is returned if the words say more than the
    label of one row or group.
    """
    asked = words.content_stems - generic_stems() - HAVING_STEMS
    labels = dict.fromkeys(part for table in tables for row in table for part in _labels(row))
    fits = {label: _spare(label, asked) for label in labels if asked and asked <= analyzed(label).content_stems}
    label = min(fits, key=lambda label: fits[label], default=None)
    if label is None or fits[label] > _SPARE:
        return []
    cells = [
        cell for table in tables for row, found in table.items() if label in _labels(row) for cell in found if cell.text
    ]
    groups: dict[object, list[Finding]] = {}
    for cell in cells:
        groups.setdefault((cell.document.id, cell.column if by_policy else ""), []).append(cell)
    return [Judged(each.finding, each.matches is not negated) for each in judge_entries(list(groups.values()))]


def judge_entries(groups: Sequence[Sequence[Finding]]) -> list[Judged]:
    """Return for each group of cells whether one has an entry; nothing for a single group."""
    if len(groups) < 2:
        return []
    stating = [[cell for cell in cells if not denies(statements_of(cell)[0])] for cells in groups]
    if 2 * sum(bool(cells) and _has_figure(cells[0]) for cells in stating) >= len(stating):
        stating = [[cell for cell in cells if _has_figure(cell)] for cells in stating]
    return [Judged(said[0] if said else cells[0], bool(said)) for cells, said in zip(groups, stating, strict=True)]


def _labels(row: str) -> tuple[str, ...]:
    """Return the label of a row's group and its own, without what is in brackets."""
    group, _, own = row.partition("(")[0].strip().partition(_GROUP_SEPARATOR)
    return (group, own) if own else (group,)


def _spare(label: str, asked: frozenset[str]) -> int:
    return len(analyzed(label).content_stems - asked - generic_stems())


def _has_figure(cell: Finding) -> bool:
    return any(character.isdigit() for character in cell.text)
