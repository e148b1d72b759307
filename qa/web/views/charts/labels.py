"""Labels of the rows of a chart."""

import re
from typing import Final

from qa.web.views.answer_blocks import AnswerTable, AnswerTableRow

LABEL_LENGTH = 44
"""Maximum characters of a label."""
_NAME: Final = re.compile(r".*\((?P<name>[^()]+)\)\s*$")
"""A policy's own name or region, which follows its kind in brackets."""


def row_label(row: AnswerTableRow, table: AnswerTable) -> str:
    """Return a row's country and policy, shortened to fit."""
    named = _NAME.match(row.label)
    name = named["name"] if named else row.label
    label = f"{row.country}: {name}" if table.several else name
    return label if len(label) <= LABEL_LENGTH else f"{label[: LABEL_LENGTH - 1].rstrip()}…"


def only_line(row: AnswerTableRow, column: int) -> str:
    """Return the first line of a row's only quote in a column; empty if there are several or none, or it is long."""
    quotations = row.cells[column]
    return quotations[0].lines[0] if len(quotations) == 1 and quotations[0].has_value else ""
