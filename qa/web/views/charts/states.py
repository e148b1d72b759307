"""A chart of the states that an answer's table quotes, such as the options that policies chose: a dot for each row."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from qa.verification.figures import figures
from qa.web.views.answer_blocks import AnswerTable
from qa.web.views.charts.labels import only_line, row_label

MIN_ROWS = 3
"""Minimum number of rows that are worth a chart."""
MAX_STATES = 4
"""Maximum number of states; more are no states but texts."""
LINE_LENGTH = 15
"""Maximum characters of a line above a column of the chart."""


@dataclass(frozen=True, slots=True)
class StateRow:
    """A row with the place of its state among the states."""

    label: str
    state: int


@dataclass(frozen=True, slots=True)
class StateChart:
    """States, each as the lines of its heading, and the rows that are in one of them."""

    states: Sequence[Sequence[str]]
    rows: Sequence[StateRow]
    kind: str = "states"


def state_chart(table: AnswerTable) -> StateChart | None:
    """Return the rows by state where few short states without numbers recur; None otherwise."""
    if len(table.columns) != 1:
        return None
    found = [(row_label(row, table), line) for row in table.rows if (line := only_line(row, 0))]
    states = list(dict.fromkeys(line for _, line in found))
    if len(found) < MIN_ROWS or not 1 < len(states) < len(found) or len(states) > MAX_STATES:
        return None
    if any(figures(state) for state in states):
        return None
    rows = [StateRow(label, states.index(line)) for label, line in found]
    return StateChart([_lines(state) for state in states], rows)


def _lines(state: str) -> list[str]:
    """Break a state into short lines."""
    return textwrap.wrap(state, LINE_LENGTH, break_long_words=False, break_on_hyphens=False)
