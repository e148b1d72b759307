"""Select what satisfies each of several conditions."""

from collections import defaultdict
from collections.abc import Sequence

from qa.answering.across.selection.conditions import Judged


def satisfying_all(verdicts: Sequence[Sequence[Judged]], *, by_policy: bool) -> list[Judged]:
    """Return what was judged by one condition, or by several for each document, or each policy of it.

    It matches if it satisfies every condition, and is quoted for each; it does not if it fails one. Findings that no
    column sets apart, such as sentences, are on all policies of their document.
    """
    if len(verdicts) == 1:
        return list(verdicts[0])
    found: dict[tuple[str, str], list[list[Judged]]] = defaultdict(lambda: [[] for _ in verdicts])
    for place, judged in enumerate(verdicts):
        for each in judged:
            column = (each.finding.column or "") if by_policy and not each.finding.is_only_column else ""
            found[each.finding.document.id, column][place].append(each)
    with_columns = {document for document, column in found if column}
    joined: list[Judged] = []
    for (document, column), own in found.items():
        of_document = found.get((document, ""), [[] for _ in verdicts])
        by_condition = [each or shared for each, shared in zip(own, of_document, strict=True)]
        if column or document not in with_columns:
            joined += _joined(by_condition)
    return joined


def _joined(by_condition: Sequence[Sequence[Judged]]) -> list[Judged]:
    """Return the findings that show whether one document or policy satisfies all conditions."""
    failing = [each for judged in by_condition for each in judged if each.matches is False]
    matching = [next((each for each in judged if each.matches), None) for judged in by_condition]
    if all(matching):
        return [each for each in matching if each is not None]
    return failing[:1] or [Judged(each.finding, None) for judged in by_condition for each in judged[:1]][:1]
