"""A bar chart of the amounts that an answer's table quotes, if they share a unit."""

from dataclasses import dataclass

from qa.verification.figures import figures
from qa.web.views.answer_blocks import AnswerTable, AnswerTableRow

MIN_BARS = 3
"""Minimum number of amounts that are worth a chart."""
LABEL_LENGTH = 44
"""Maximum characters of a label."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An amount as it is quoted, with its length as a share of the longest bar."""

    label: str
    text: str
    share: float


def bars(table: AnswerTable) -> list[Bar]:
    """Return a bar for each row whose only cell begins with one amount; none where their units differ."""
    if len(table.columns) != 1:
        return []
    amounts = [(row, amount) for row in table.rows if (amount := _amount(row)) is not None]
    units = {unit for _, (_, _, unit) in amounts}
    longest = max((value for _, (_, value, _) in amounts), default=0.0)
    if len(amounts) < MIN_BARS or len(units) != 1 or not longest:
        return []
    return [Bar(_label(row, table.several), text, value / longest) for row, (text, value, _) in amounts]


def _amount(row: AnswerTableRow) -> tuple[str, float, str] | None:
    """Return the text, value and unit of a row's amount; None where it has none or may mean several values."""
    quotations = row.cells[0]
    found = figures(quotations[0].lines[0]) if len(quotations) == 1 and quotations[0].has_value else []
    if len(found) != 1 or len(found[0].values) != 1 or found[0].unit is None:
        return None
    return quotations[0].lines[0], next(iter(found[0].values)), found[0].unit


def _label(row: AnswerTableRow, several: bool) -> str:
    label = f"{row.country}: {row.label}" if several else row.label
    return label if len(label) <= LABEL_LENGTH else f"{label[: LABEL_LENGTH - 1].rstrip()}…"
