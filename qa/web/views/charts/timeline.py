"""A time line of the years that an answer's table quotes: a point for a year, a bar from a beginning to an end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from qa.web.views.answer_blocks import AnswerTable, AnswerTableRow
from qa.web.views.charts.labels import only_line, row_label

MIN_ENTRIES = 3
"""Minimum number of rows with years that are worth a chart."""
MAX_COLUMNS = 2
"""Maximum number of columns with years: a beginning and an end."""
_YEARS: Final = re.compile(r"(?P<first>(?:1[89]|20)\d\d)(?:\s*[-–/]\s*(?P<last>(?:1[89]|20)\d\d))?")


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A row's first and last year as quoted, each with its place between the earliest (0) and the latest year (1)."""

    label: str
    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries on one axis with its marked years, each with its place."""

    rows: Sequence[TimelineEntry]
    ticks: Sequence[tuple[int, float]]
    kind: str = "timeline"


def timeline(table: AnswerTable) -> Timeline | None:
    """Return the years of a table whose cells are years or periods; None where too few are, or all are the same."""
    if len(table.columns) > MAX_COLUMNS:
        return None
    spans = [(row, span) for row in table.rows if (span := _span(row, len(table.columns))) is not None]
    years = [year for _, span in spans for year in span]
    if len(spans) < MIN_ENTRIES or min(years) == max(years):
        return None
    first, length = min(years), max(years) - min(years)

    def place(year: int) -> float:
        return (year - first) / length

    entries = [
        TimelineEntry(row_label(row, table), "–".join(map(str, dict.fromkeys(span))), place(span[0]), place(span[1]))
        for row, span in spans
    ]
    return Timeline(entries, [(year, place(year)) for year in _ticks(first, first + length)])


def _span(row: AnswerTableRow, columns: int) -> tuple[int, int] | None:
    """Return the first and the last year of a row; None unless every cell with a value is a year or a period."""
    found = [_YEARS.fullmatch(line) for column in range(columns) if (line := only_line(row, column))]
    years = [int(year) for match in found if match for year in match.groups() if year]
    return (min(years), max(years)) if years and all(found) else None


def _ticks(first: int, last: int) -> Sequence[int]:
    """Return round years between two years, with the two."""
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= 6)
    between = range(first // step * step + step, last, step)
    return [first, *(year for year in between if year - first >= step / 2 and last - year >= step / 2), last]
