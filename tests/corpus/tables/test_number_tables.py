"""Check tables of numbers that only alignment shows: rules around the header, or none, and headers of two levels."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.read import Reading
from corpus.text_analysis.figures import is_figure, is_missing, is_year

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=12, spaceAfter=7)
PROSE = "The council of the regions meets twice a year and looks at what was done with the money it gave. "
RULES = {
    "header": [
        ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
        ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
    ],
    "rows": [("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.grey)],
    "none": [],
}
REGIONS = ("North", "South", "Lake District", "Upper Hills", "Islands", "Capital")
YEARS = ("2019", "2020", "2021", "2022")


def read(path: Path, rows: list[list[str]], style: list[tuple[object, ...]], title: str = "") -> Reading:
    """Draw a table between prose, and read it."""
    table = Table(rows, hAlign="LEFT", colWidths=[110, *([62] * (len(rows[0]) - 1))])
    table.setStyle(TableStyle([("ALIGN", (1, 0), (-1, -1), "RIGHT"), ("FONTSIZE", (0, 0), (-1, -1), 9), *style]))
    above = [Paragraph(title, BODY)] if title else []
    story = [Paragraph(PROSE * 3, BODY), *above, table, Paragraph(PROSE * 3, BODY)]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
    return parse_file(path, Limits())


def cells(reading: Reading) -> dict[tuple[str | None, str | None], str]:
    """Return the texts of cells by their labels."""
    return {(p.row, p.column): p.text for p in reading.passages if p.kind == "cell"}


@pytest.mark.parametrize("rules", RULES)
@settings(max_examples=6, deadline=None, derandomize=True)
@given(data=st.data())
def test_every_number_has_its_labels(tmp_path_factory: pytest.TempPathFactory, rules: str, data: st.DataObject) -> None:
    columns, count = data.draw(st.integers(2, 4)), data.draw(st.integers(3, 6))
    number = st.one_of(st.integers(0, 99_999).map(lambda n: f"{n:,}"), st.floats(0, 99).map(lambda x: f"{x:.1f}"))
    values = [[data.draw(number) for _ in range(columns)] for _ in range(count)]
    rows = [["Region", *YEARS[:columns]], *([name, *row] for name, row in zip(REGIONS, values, strict=False))]
    style = [*RULES[rules], *([("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black)] if rules == "header" else [])]
    found = cells(read(tmp_path_factory.mktemp("numbers") / "numbers.pdf", rows, style))
    for name, row in zip(REGIONS, values, strict=False):
        for year, value in zip(YEARS, row, strict=False):
            assert found[name, year] == value


@pytest.mark.parametrize("rules", ["header", "none"])
def test_headers_of_two_levels_and_group_rows(tmp_path: Path, rules: str) -> None:
    rows = [
        ["", "Exports", "", "Imports", ""],
        ["Region", "2021", "2022", "2021", "2022"],
        ["Coast", "", "", "", ""],
        *([name, f"{n}1.5", f"{n}2.5", f"{n}3.5", f"{n}4.5"] for n, name in enumerate(("East", "West", "Delta"), 1)),
        ["Inland", "", "", "", ""],
        *([name, f"{n}1.5", f"{n}2.5", f"{n}3.5", f"{n}4.5"] for n, name in enumerate(("Hills", "Plain"), 4)),
    ]
    spans = [("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0)), ("ALIGN", (1, 0), (-1, 0), "CENTER")]
    bold = [("FONTNAME", (0, row), (0, row), "Helvetica-Bold") for row in (2, 6)]
    line = [("LINEBELOW", (0, 1), (-1, 1), 0.5, colors.black)] if rules == "header" else []
    found = cells(read(tmp_path / "levels.pdf", rows, [*RULES[rules], *spans, *bold, *line]))
    assert found["Coast / West", "Exports (2022)"] == "22.5"
    assert found["Inland / Plain", "Imports (2021)"] == "53.5"


def test_the_unit_above_a_table_is_in_its_breadcrumb(tmp_path: Path) -> None:
    rows = [["Region", *YEARS[:2]], *([name, f"{n}.5", f"{n}7.5"] for n, name in enumerate(REGIONS, 1))]
    reading = read(tmp_path / "unit.pdf", rows, [], "Harbour programme, thousand crowns")
    passage = next(p for p in reading.passages if p.text == "27.5")
    assert "Harbour programme, thousand crowns" in passage.context


def test_prose_with_numbers_is_not_a_table(tmp_path: Path) -> None:
    path = tmp_path / "prose.pdf"
    text = "In 2021 the council paid 12.5 million crowns to 340 firms, in 2022 it was 9.1 million to 280 of them. " * 6
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build([Paragraph(text, BODY), Paragraph(text, BODY)])
    assert {passage.kind for passage in parse_file(path, Limits()).passages} == {"paragraph"}


@pytest.mark.parametrize("text", ["7", "1,234.5", "13 951", "-0.3", "(12)", "45%", "$1,200", "12.5*", "25g", "<0.1"])
def test_numbers_are_figures(text: str) -> None:
    assert is_figure(text)


@pytest.mark.parametrize("text", ["", "North", "12 of 14", "3.2.1 Policies", "109 0.9", "Table 2", "-"])
def test_other_texts_are_no_figures(text: str) -> None:
    assert not is_figure(text)


def test_signs_for_missing_values_and_years() -> None:
    assert all(is_missing(text) for text in ("-", "–", "..", "n.a.", "n/a", ":"))
    assert all(is_year(text) for text in ("1999", "2021/22"))
    assert not is_missing("North") and not is_year("3021")


def test_a_yearbook_table_with_leaders_and_a_wrapped_header_over_equal_columns(tmp_path: Path) -> None:
    rows = [
        ["", "All", "", "", "Boats", "", ""],
        ["Harbour", "", "Under 18", "18 years", "", "Under 18", "18 years"],
        ["", "Total", "metres", "and over", "Total", "metres", "and over"],
        *(
            [f"{name} . . . . .", *(f"{n}{column}.5" for column in range(1, 7))]
            for n, name in enumerate(REGIONS[:4], 1)
        ),
    ]
    spans = [("SPAN", (1, 0), (3, 0)), ("SPAN", (4, 0), (6, 0)), ("ALIGN", (1, 0), (-1, 0), "CENTER")]
    found = cells(read(tmp_path / "yearbook.pdf", rows, spans))
    assert found["South", "All (Total)"] == "21.5"
    assert found["South", "Boats (Under 18 metres)"] == "25.5"
    assert found["Upper Hills", "Boats (18 years and over)"] == "46.5"


def test_a_number_with_a_word_is_no_figure() -> None:
    assert not is_figure("18 years")
    assert is_figure("18 mm") and is_figure("18.5a")
