"""The chart that shows an answer's table best, if there is one."""

from typing import TypeAlias

from qa.web.views.answer_blocks import AnswerTable
from qa.web.views.charts.bars import BarChart, bar_chart
from qa.web.views.charts.states import StateChart, state_chart
from qa.web.views.charts.timeline import Timeline, timeline

Chart: TypeAlias = BarChart | StateChart | Timeline


def chart_of(table: AnswerTable) -> Chart | None:
    """Return a table's amounts as bars, its years on a line or its states as dots; None where it has none of them."""
    return bar_chart(table) or timeline(table) or state_chart(table)
