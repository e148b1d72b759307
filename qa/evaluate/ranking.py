"""Ranking measures, computed by ir-measures.

One place is enough to prove an answer, so each question has one relevant item: it is found at the rank of the first hit
that bears any of the evidence. R@k is then the share of questions whose evidence is among the first k hits.
"""

from collections.abc import Mapping

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

DEPTH = 10
PASSAGE_MEASURES = (R @ 1, R @ 3, R @ 5, R @ 10, RR @ 10, nDCG @ 10)
PAGE_MEASURES = (R @ 1, R @ 5)

_GOLD = "gold"


def by_question(
    ranks: Mapping[str, int | None], measures: tuple[ir_measures.Measure, ...]
) -> dict[str, dict[str, float]]:
    """The measures of each question.

    Args:
        ranks: For each question's id the rank, from 1, of its first relevant hit, or None if it was not found.
        measures: What to compute.

    Returns:
        For each question's id the values by the measure's name.
    """
    judgements = [Qrel(question, _GOLD, 1) for question in ranks]
    found = [
        ScoredDoc(question, _item(place, rank), -place)
        for question, rank in ranks.items()
        for place in range(1, DEPTH + 1)
    ]
    values: dict[str, dict[str, float]] = {question: {} for question in ranks}
    for metric in ir_measures.iter_calc(list(measures), judgements, found):
        values[metric.query_id][str(metric.measure)] = metric.value
    return values


def _item(place: int, rank: int | None) -> str:
    return _GOLD if place == rank else f"other {place}"
