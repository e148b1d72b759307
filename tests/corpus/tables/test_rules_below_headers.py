"""Check rules in the header of a table that only alignment shows: each belongs to one header text, or to none."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from corpus.limits import Limits
from corpus.parse import parse_file

REGIONS = ("North", "South", "Lake District", "Upper Hills", "Islands")
Rule = tuple[int, int, int]
"""The header line that a rule is below, its first column and its last."""


def columns(path: Path, header: list[list[str]], rules: Sequence[Rule], spans: Sequence[Rule] = ()) -> set[str | None]:
    """Draw a table of numbers with rules in its header, and return the column labels that are read."""
    count = len(header[0])
    body = [[name, *(f"{row}{column}.5" for column in range(1, count))] for row, name in enumerate(REGIONS, 1)]
    style = [("LINEBELOW", (first, row), (last, row), 0.5, colors.black) for row, first, last in rules]
    style.append(("ALIGN", (1, 0), (-1, -1), "RIGHT"))
    for row, first, last in spans:
        style += [("SPAN", (first, row), (last, row)), ("ALIGN", (first, row), (last, row), "CENTER")]
    table = Table([*header, *body], hAlign="LEFT", colWidths=[110, *([62] * (count - 1))])
    table.setStyle(TableStyle(style))
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build([table])
    return {passage.column for passage in parse_file(path, Limits()).passages if passage.kind == "cell"}


def test_a_rule_below_several_header_texts_belongs_to_none_of_them(tmp_path: Path) -> None:
    header = [["", "", "2007", "", "2006", ""], ["Region", "Unit", "N", "Share", "N", "Share"]]
    rows = [(row, 0, 5) for row in range(2, 7)]
    found = columns(tmp_path / "several.pdf", header, [(0, 2, 5), *rows], spans=[(0, 2, 3), (0, 4, 5)])
    assert found == {"Unit", "2007 (N)", "2007 (Share)", "2006 (N)", "2006 (Share)"}


def test_a_rule_below_one_header_text_shows_its_columns(tmp_path: Path) -> None:
    header = [["", "", "Exports", "", "Imports"], ["Region", "2021", "2022", "2021", "2022"]]
    found = columns(tmp_path / "one.pdf", header, [(0, 1, 2), (0, 3, 4)])
    assert found == {"Exports (2021)", "Exports (2022)", "Imports (2021)", "Imports (2022)"}
