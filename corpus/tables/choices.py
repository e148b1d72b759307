"""Find the option that a table shows as chosen, by the colour of its cell or by a mark."""

from collections import Counter
from collections.abc import Sequence

from corpus.tables.rows import Option, TableRow
from corpus.text_analysis.text_cues import CHOICE_MARKS

CLEAR_SHARE = 0.8
"""Minimum share of rows with options in which exactly one is distinct; striped tables fail this."""


def mark_choices(rows: Sequence[TableRow]) -> None:
    """Mark, in each column where rows offer options, the distinct option of each row."""
    body = [row for row in rows if not row.header]
    for column in sorted({column for row in body for column in row.cells}):
        groups = [options for row in body if len(options := row.cells.get(column, [])) > 1]
        if not groups:
            continue
        plain = Counter(option.fill for options in groups for option in options).most_common(1)[0][0]
        colored = [[option.fill != plain for option in options] for options in groups]
        if _two_shades(colored) or not _mark(groups, colored):
            _mark(groups, [_signs(row, column) for row in body if len(row.cells.get(column, [])) > 1])


def _mark(groups: Sequence[Sequence[Option]], stands_out: Sequence[Sequence[bool]]) -> bool:
    """Mark the distinct options and return True, if nearly every row has exactly one."""
    if sum(sum(flags) == 1 for flags in stands_out) < CLEAR_SHARE * len(groups):
        return False
    for options, flags in zip(groups, stands_out, strict=True):
        for option, flag in zip(options, flags, strict=True):
            option.chosen = flag and not all(flags)
    return True


def _two_shades(colored: Sequence[Sequence[bool]]) -> bool:
    """Return True if every row is a pair with the same half coloured: a layout, such as a category above its text."""
    pairs = {tuple(flags) for flags in colored}
    return len(colored) > 1 and len(pairs) == 1 and len(next(iter(pairs))) == 2


def _signs(row: TableRow, column: int) -> list[bool]:
    """Return which options of a row have a mark, in their own cell or in an otherwise empty cell beside them."""
    options = row.cells[column]
    own = [_has_mark(option) for option in options]
    if any(own):
        return own if not _only_marks(options) else [False] * len(own)
    for other, beside in sorted(row.cells.items()):
        if other != column and len(beside) == len(options) and _only_marks(beside):
            return [_has_mark(option) for option in beside]
    return own


def _has_mark(option: Option) -> bool:
    """Return True if a cell has exactly one choice mark; several may mark the items of a list."""
    words = [word for paragraph in option.paragraphs for word in paragraph.words]
    return len(option.paragraphs) == 1 and sum(bool(set(word.text) & CHOICE_MARKS) for word in words) == 1


def _only_marks(options: Sequence[Option]) -> bool:
    """Return True if cells have only signs, and at least one."""
    words = [word.text for option in options for paragraph in option.paragraphs for word in paragraph.words]
    return bool(words) and not any(char.isalnum() for word in words for char in word)
