"""Which pieces an answer quotes: the best one, those that complete it, and a close second when in doubt."""

from collections.abc import Sequence

from qa.phrases import words
from qa.retrieve import Query
from qa.select import Choice
from qa.words import fold

_COMPARES = words("compares")
_SECOND_WITHIN = 1.0
"""A second piece is quoted too if its score is at most this much lower: it then is right at least every fourth time."""
_DECIDED = 0.5
"""From this fit on, up to 1, a question means one column; below, it names several or none."""
_SURE = 0.9
"""From this confidence one quote is enough."""


def cited(query: Query, choices: Sequence[Choice], confidence: float) -> list[Choice]:
    """The pieces to quote among the choices, which come best first and are not empty."""
    best = choices[0]
    continued = [choice for choice in choices if choice.unit.kind == "list" and choice.unit.follows(best.unit)]
    if continued and query.expected in ("list", "any", "definition", "number"):
        return [best, continued[0]]
    others = _other_columns(query, choices)
    if others:
        return [best, *others]
    return [best] if confidence >= _SURE else [best, *_close_second(choices)]


def _other_columns(query: Query, choices: Sequence[Choice]) -> list[Choice]:
    """The best one's row in the other columns, when the question compares columns or names none."""
    best = choices[0]
    compares = _COMPARES.search(fold(query.text)) is not None
    if best.unit.passage.column is None or (not compares and abs(best.signals["column"]) > _DECIDED):
        return []
    firsts: dict[str | None, Choice] = {}
    for choice in choices:
        if _same_row(choice, best) and choice.unit.passage.column not in (None, best.unit.passage.column):
            firsts.setdefault(choice.unit.passage.column, choice)
    return list(firsts.values())


def _close_second(choices: Sequence[Choice]) -> list[Choice]:
    """The next piece that is not part of the first, if it is nearly as good and no rival column of the same table."""
    best = choices[0]
    for choice in choices[1:]:
        if choice.unit.overlaps(best.unit) or choice.unit.text == best.unit.text or _rival_column(choice, best):
            continue
        return [choice] if best.score - choice.score <= _SECOND_WITHIN else []
    return []


def _same_row(one: Choice, other: Choice) -> bool:
    return _same_table(one, other) and one.unit.passage.row == other.unit.passage.row


def _rival_column(one: Choice, other: Choice) -> bool:
    return _same_table(one, other) and one.unit.passage.column != other.unit.passage.column


def _same_table(one: Choice, other: Choice) -> bool:
    first, second = one.unit.passage, other.unit.passage
    return (first.document_id, first.table) == (second.document_id, second.table)
