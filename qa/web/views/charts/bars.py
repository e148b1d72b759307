"""A bar chart of the amounts that an answer's table quotes, if they share a unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.verification.figures import figures
from qa.web.views.answer_blocks import AnswerTable
from qa.web.views.charts.labels import only_line, row_label

MIN_BARS = 3
"""Minimum number of amounts that are worth a chart."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An amount as it is quoted, with its length as a share of the longest bar."""

    label: str
    text: str
    share: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """A bar for each amount."""

    rows: Sequence[Bar]
    kind: str = "bars"


def bar_chart(table: AnswerTable) -> BarChart | None:
    """Return a bar for each row whose only cell begins with one amount; None where their units differ."""
    if len(table.columns) != 1:
        return None
    amounts = [(row, amount) for row in table.rows if (amount := _amount(only_line(row, 0))) is not None]
    units = {unit for _, (_, _, unit) in amounts}
    longest = max((value for _, (_, value, _) in amounts), default=0.0)
    if len(amounts) < MIN_BARS or len(units) != 1 or not longest:
        return None
    return BarChart([Bar(row_label(row, table), text, value / longest) for row, (text, value, _) in amounts])


def _amount(line: str) -> tuple[str, float, str] | None:
    """Return the text, value and unit of an amount; None where there is none or it may mean several values."""
    found = figures(line) if line else []
    if len(found) != 1 or len(found[0].values) != 1 or found[0].unit is None:
        return None
    return line, next(iter(found[0].values)), found[0].unit
