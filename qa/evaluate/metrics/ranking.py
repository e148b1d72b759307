"""Compute ranking measures with ir-measures.

For most questions one place is enough to prove an answer: all its places are one relevant item, found at the rank of
the first hit that contains any of them. R@k is then the share of questions with evidence among the first k hits.
"""

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

DEPTH = 10
MEASURES = (R @ 1, R @ 3, R @ 5, R @ 10, RR @ 10, nDCG @ 10)
NAMES = tuple(str(measure) for measure in MEASURES)

_GOLD = "gold"


def by_question(ranks: Mapping[str, int | None]) -> dict[str, dict[str, float]]:
    """Compute the measures of questions with one relevant item each.

    Args:
        ranks: For each question's id the rank, from 1, of its first relevant hit, or None if it was not found.

    Returns:
        For each question's id the values by the measure's name.
    """
    found = {question: [_item(place, rank) for place in range(1, DEPTH + 1)] for question, rank in ranks.items()}
    return graded({question: {_GOLD: 1} for question in ranks}, found)


def graded(
    relevant: Mapping[str, Mapping[str, int]], found: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Compute the measures of questions with several relevant items.

    Args:
        relevant: For each question's id the grades of its relevant items.
        found: For each question's id the items that search ranked, best first, none twice.

    Returns:
        For each question's id the values by the measure's name.
    """
    judgements = [Qrel(question, item, grade) for question, items in relevant.items() for item, grade in items.items()]
    run = [
        ScoredDoc(question, item, -place) for question in relevant for place, item in enumerate(found[question][:DEPTH])
    ]
    values = {question: dict.fromkeys(NAMES, 0.0) for question in relevant}
    for metric in ir_measures.iter_calc(list(MEASURES), judgements, run):
        values[metric.query_id][str(metric.measure)] = metric.value
    return values


def _item(place: int, rank: int | None) -> str:
    return _GOLD if place == rank else f"other {place}"
