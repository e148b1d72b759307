"""Check headers of two levels, and tables with rules around the header only."""

from pathlib import Path

import pytest
from flowing import BODY, CELL, HEADING, LABEL, LINES, unique_words
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from corpus.limits import Limits
from corpus.parse import parse_file

GROUPS = [
    [("Broad policy", ["2021", "2022"]), ("Lake Pact", ["2021", "2022"])],
    [("Policies", ["Broad", "Regional", "Local"])],
    [("", ["Broad", "Regional"])],
]
"""Headers: the texts of the upper level, and below each those of the lower one."""
NAMES = ("GOALS", "FOCUS", "MONEY", "YEARS", "RESULTS")


def header_rules(levels: int) -> list[tuple[object, ...]]:
    """Return rules above and below the header, and below the table."""
    places = [("LINEABOVE", (0, 0), (-1, 0)), ("LINEBELOW", (0, levels - 1), (-1, levels - 1))]
    return [(*place, 0.7, colors.black) for place in (*places, ("LINEBELOW", (0, -1), (-1, -1)))]


def header(groups: list[tuple[str, list[str]]], middle: bool) -> tuple[list[list[object]], list[tuple[object, ...]]]:
    """Return the header's rows, and which of its cells are joined."""
    style = ParagraphStyle("group", parent=LABEL, alignment=int(middle))
    upper: list[object] = [""]
    joined: list[tuple[object, ...]] = []
    for group, columns in groups:
        joined.append(("SPAN", (len(upper), 0), (len(upper) + len(columns) - 1, 0)))
        upper += [Paragraph(group, style), *[""] * (len(columns) - 1)]
    lower: list[object] = [Paragraph(text, LABEL) for text in ("What", *(c for _, columns in groups for c in columns))]
    return ([upper, lower], joined) if groups[0][0] else ([lower], [])


@pytest.mark.parametrize("rules", ["grid", "rows", "none", "header"])
@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    groups=st.sampled_from(GROUPS),
    rows=st.lists(st.lists(st.integers(1, 6), min_size=4, max_size=4), min_size=3, max_size=5),
    middle=st.booleans(),
)
def test_every_column_has_the_labels_that_stand_over_it(
    tmp_path_factory: pytest.TempPathFactory,
    rules: str,
    groups: list[tuple[str, list[str]]],
    rows: list[list[int]],
    middle: bool,
) -> None:
    words = unique_words()
    labels = [f"{group} ({column})" if group else column for group, columns in groups for column in columns]
    head, joined = header(groups, middle)
    data, cells = list(head), {}
    for name, lengths in zip(NAMES, rows, strict=False):
        texts = [" ".join(next(words) for _ in range(n)).capitalize() for n, _ in zip(lengths, labels, strict=False)]
        cells |= {(name, label): text for label, text in zip(labels, texts, strict=True)}
        data.append([Paragraph(name, LABEL), *(Paragraph(text, CELL) for text in texts)])
    table = Table(data, [80.0, *[370.0 / len(labels)] * len(labels)], repeatRows=len(head), hAlign="LEFT")
    lines = header_rules(len(head)) if rules == "header" else LINES[rules]
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *joined, *lines]))
    prose = Paragraph("The council of the regions meets twice a year and looks at what was done. " * 6, BODY)
    path = Path(tmp_path_factory.mktemp("headers")) / "headers.pdf"
    SimpleDocTemplate(str(path), invariant=1).build([Paragraph("Money", HEADING), prose, table, Spacer(1, 14), prose])
    found = {(b.row, b.column): " ".join(b.text.split()) for b in parse_file(path, Limits()).blocks if b.kind == "cell"}
    assert {key: found.get(key) for key in cells} == cells
