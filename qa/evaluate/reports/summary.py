"""Summarise a run overall, and by kind, language, document, answerability and kind of refusal."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from qa.evaluate.metrics.measures import Estimate, estimates
from qa.evaluate.metrics.record import QuestionRecord

Figures: TypeAlias = Mapping[str, Estimate]

GROUPINGS: dict[str, Callable[[QuestionRecord], Iterable[str]]] = {
    "kind": lambda record: (record.kind,),
    "language": lambda record: (record.language,),
    "document": lambda record: record.documents,
    "answerability": lambda record: ("answerable" if record.answerable else "unanswerable",),
    "refusal": lambda record: () if record.answerable else (record.gold_reason or "kind not given",),
}
"""Groups of a question by grouping; one with evidence in several documents belongs to each of them."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures by the measure's name, overall and by grouping and group."""

    questions: int
    overall: Figures
    groups: Mapping[str, Mapping[str, Figures]]


def summarise(records: Sequence[QuestionRecord]) -> Summary:
    """Return the figures of a run."""
    groups = {name: _grouped(records, key) for name, key in GROUPINGS.items()}
    return Summary(len(records), estimates(records), groups)


def _grouped(records: Sequence[QuestionRecord], key: Callable[[QuestionRecord], Iterable[str]]) -> dict[str, Figures]:
    groups: defaultdict[str, list[QuestionRecord]] = defaultdict(list)
    for record in records:
        for group in key(record):
            groups[group].append(record)
    return {group: estimates(groups[group]) for group in sorted(groups)}
