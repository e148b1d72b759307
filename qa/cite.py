"""Which pieces an answer quotes: the best one, those that complete it, and a close second when in doubt."""

from collections.abc import Collection, Sequence

from qa.phrases import words as phrase
from qa.retrieve import Query
from qa.select import Choice
from qa.words import content_words, fold, stem

_COMPARES = phrase("compares")
_SECOND_WITHIN = 1.0
"""A second piece is quoted too if its score is at most this much lower: it then is right at least every fourth time."""
_DECIDED = 0.5
"""From this fit on, up to 1, a question means one column; below, it names several or none."""
_SURE = 0.9
"""From this confidence one quote is enough."""
_PARTED = " / "
"""Between the label of a group of rows and that of a row in it: "BUDGET / Overall"."""


def rows_to_quote(query: Query, best: Choice, labels: Collection[str]) -> list[str]:
    """The row labels, out of a document's, from which an answer is completed; none if the best piece is enough.

    A question that names a group of rows and none of its rows ("the budget") is answered by the group. One that
    compares columns or names none is answered by the row in each column.
    """
    row = best.unit.passage.row
    if row is None:
        return []
    group = [label for label in labels if label.partition(_PARTED)[0] == row.partition(_PARTED)[0]]
    if len(group) > 1 and _asks_of_group(query, group):
        return group
    return [row] if _of_all_columns(query, best) else []


def cited(query: Query, choices: Sequence[Choice], confidence: float, completing: Sequence[Choice]) -> list[Choice]:
    """The pieces to quote: the best of the choices, with those of the completing rows that belong to it."""
    best = choices[0]
    continued = [choice for choice in choices if choice.unit.kind == "list" and choice.unit.follows(best.unit)]
    if continued and query.expected in ("list", "any", "definition", "number"):
        return [best, continued[0]]
    others = _others(query, best, completing)
    if others:
        return [best, *others]
    return [best] if confidence >= _SURE else [best, *_close_second(choices)]


def _asks_of_group(query: Query, group: Sequence[str]) -> bool:
    """Whether a question names a group of rows and none of the rows in it."""
    parent, *_ = group[0].partition(_PARTED)
    asked = _stems(parent)
    own = {word for label in group for word in _stems(label.partition(_PARTED)[2])} - asked
    return bool(asked) and asked <= query.stems and not own & query.stems


def _of_all_columns(query: Query, best: Choice) -> bool:
    """Whether a question compares the columns of the best piece's table, or names none of them."""
    if best.unit.passage.column is None:
        return False
    return _COMPARES.search(fold(query.text)) is not None or abs(best.signals["column"]) <= _DECIDED


def _others(query: Query, best: Choice, completing: Sequence[Choice]) -> list[Choice]:
    """The first piece of each other cell of the row; of other rows only short cells that meet the question."""
    passage = best.unit.passage
    columns = _of_all_columns(query, best)
    firsts: dict[tuple[str | None, str | None], Choice] = {(passage.row, passage.column): best}
    for choice in completing:
        other = choice.unit.passage
        same_row = other.row == passage.row
        fits = same_row or (choice.unit.kind == "whole" and choice.signals["meets"] > 0)
        if (
            _same_table(choice, best)
            and other.column is not None
            and fits
            and (columns or other.column == passage.column)
        ):
            firsts.setdefault((other.row, other.column), choice)
    return list(firsts.values())[1:]


def _close_second(choices: Sequence[Choice]) -> list[Choice]:
    """The next piece that is not part of the first, if it is nearly as good and no rival column of the same table."""
    best = choices[0]
    for choice in choices[1:]:
        if choice.unit.overlaps(best.unit) or choice.unit.text == best.unit.text or _rival_column(choice, best):
            continue
        return [choice] if best.score - choice.score <= _SECOND_WITHIN else []
    return []


def _rival_column(one: Choice, other: Choice) -> bool:
    return _same_table(one, other) and one.unit.passage.column != other.unit.passage.column


def _same_table(one: Choice, other: Choice) -> bool:
    first, second = one.unit.passage, other.unit.passage
    return (first.document_id, first.table) == (second.document_id, second.table)


def _stems(label: str) -> frozenset[str]:
    return frozenset(stem(word) for word in content_words(label))
