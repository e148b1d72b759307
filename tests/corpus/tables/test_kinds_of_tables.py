"""Kinds of tables that documents of public bodies have, each drawn small: every cell knows its labels."""

from pathlib import Path

import pytest
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import Limits
from corpus.model import Passage
from corpus.parse import parse_file


def cells_of(path: Path) -> dict[tuple[str | None, str | None], str]:
    """Read a file and return its cells by row and column label."""
    return {(cell.row, cell.column): cell.text for cell in read(path) if cell.kind == "cell"}


def read(path: Path) -> tuple[Passage, ...]:
    return parse_file(path, Limits()).passages


def draw_grid(canvas: Canvas, top: float, rows: list[list[str]], widths: list[float], left: float = 80.0) -> float:
    """Draw a table with rules around every cell; return its lower end, 14 points below the last line of text."""
    edges = [left + sum(widths[:n]) for n in range(len(widths) + 1)]
    for number, row in enumerate(rows):
        for x, text in zip(edges, row, strict=False):
            canvas.drawString(x + 4, top - 20 * number - 14, text)
    lines = [top - 20 * n for n in range(len(rows) + 1)]
    canvas.grid(edges, lines)
    return lines[-1]


@pytest.fixture
def canvas(tmp_path: Path) -> Canvas:
    canvas = Canvas(str(tmp_path / "page.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    canvas.setStrokeColor(black)
    return canvas


def saved(canvas: Canvas) -> Path:
    canvas.save()
    return Path(canvas._filename)


def test_rules_below_headings_do_not_enclose_the_tables_between_them(canvas: Canvas) -> None:
    top = 780.0
    for title, value in (("Solid kilns", "17"), ("Liquid kilns", "29"), ("Gas kilns", "31")):
        canvas.setFont("Helvetica-Bold", 12)
        canvas.drawString(250, top, title)
        canvas.line(60, top - 6, 540, top - 6)
        canvas.setFont("Helvetica", 10)
        bottom = draw_grid(canvas, top - 16, [["", "Tonnes"], ["Clay", value], ["Lime", "4"]], [160.0, 120.0])
        top = bottom - 30
    found = [cell for cell in read(saved(canvas)) if cell.kind == "cell" and cell.row == "Clay"]
    assert [(cell.column, cell.text) for cell in found] == [("Tonnes", "17"), ("Tonnes", "29"), ("Tonnes", "31")]
    titles = ("Solid kilns", "Liquid kilns", "Gas kilns")
    assert all(title in cell.context for title, cell in zip(titles, found, strict=True))


def test_a_column_that_counts_the_rows_is_no_label_alone(canvas: Canvas) -> None:
    rows = [["No.", "Year", "Barges"], ["(1)", "(2)", "(3)"]]
    rows += [[f"{n}.", str(1990 + n), str(400 + n)] for n in range(1, 6)]
    draw_grid(canvas, 780, rows, [40.0, 80.0, 80.0])
    found = cells_of(saved(canvas))
    assert found["3. / 1993", "Barges"] == "403"
    assert "Barges ((3))" not in {column for _, column in found}


def test_years_are_labels_although_they_count_up(canvas: Canvas) -> None:
    years = [[str(2004 + number), str(40 + number), "7"] for number in range(4)]
    goods = [["Clay", "5", "6", "7"], ["Lime", "8", "9", "4"]]
    draw_grid(canvas, 780, [["Year", "Barges", "Tolls"], *years], [80.0] * 3)
    draw_grid(canvas, 600, [["Goods", "2019", "2020", "2021"], *goods], [80.0] * 4)
    found = cells_of(saved(canvas))
    assert (found["2006", "Barges"], found["Lime", "2020"]) == ("42", "9")


def test_a_title_close_above_a_table_belongs_to_its_cells(canvas: Canvas) -> None:
    canvas.drawString(80, 790, "Harbour programme, thousand crowns")
    draw_grid(canvas, 780, [["Year", "Spent"], ["2021", "14"], ["2022", "15"]], [80.0, 80.0])
    (cell,) = (cell for cell in read(saved(canvas)) if cell.kind == "cell" and cell.row == "2022")
    assert cell.table == "Harbour programme, thousand crowns"


def test_a_label_cut_by_a_page_break_is_whole(canvas: Canvas) -> None:
    edges = [80.0, 240.0, 400.0]
    canvas.drawString(84, 786, "Scheme")
    canvas.drawString(244, 786, "Open to")
    for number in range(1, 5):
        canvas.drawString(84, 786 - 20 * number, f"Plan number {number}")
        canvas.drawString(244, 786 - 20 * number, f"Firms of zone {number}")
    canvas.drawString(84, 686, "Archive funds with compliance")
    canvas.drawString(244, 686, "Public bodies and")
    canvas.grid(edges, [800 - 20 * n for n in range(7)])
    canvas.showPage()
    for y, left, right in ((786, "Scheme", "Open to"), (766, "notice", "foundations"), (746, "Levy", "Shipping lines")):
        canvas.drawString(84, y, left)
        canvas.drawString(244, y, right)
    canvas.grid(edges, [800 - 20 * n for n in range(4)])
    found = cells_of(saved(canvas))
    whole = found["Archive funds with compliance notice", "Open to"]
    assert " ".join(whole.split()) == "Public bodies and foundations"
    assert found["Levy", "Open to"] == "Shipping lines"


def test_a_value_that_spans_rows_is_the_value_of_each(tmp_path: Path) -> None:
    page = tmp_path / "fares.html"
    page.write_text(
        "<table><tr><th>Line<th>Fare<th>Zone<tr><td>North<td rowspan=2>4 crowns<td>A<tr><td>South<td>B"
        "<tr><td>East<td>5 crowns<td>C</table>",
        encoding="utf-8",
    )
    found = cells_of(page)
    assert (found["North", "Fare"], found["South", "Fare"], found["East", "Fare"]) == (
        "4 crowns",
        "4 crowns",
        "5 crowns",
    )


def test_years_over_pairs_of_columns_are_their_header(canvas: Canvas) -> None:
    places = (310, 380, 440, 510)
    canvas.drawString(335, 775, "2007")
    canvas.drawString(465, 775, "2006")
    for x, text in ((90, "Region"), (170, "Unit"), (230, "Size")):
        canvas.drawString(x, 767, text)
    for x, text in zip(places, ("N", "% pos", "N", "% pos"), strict=True):
        canvas.drawString(x, 754, text)
    values = {"Northmark": (109, 0.9, 93, 1.1), "Eastfold": (123, 0.8, 290, 0.7), "Westholm": (269, 1.6, 397, 0.3)}
    for number, (region, row) in enumerate(values.items()):
        y = 733 - 20 * number
        for x, text in zip((64, 175, 232, *places), (region, "single", "25g", *map(str, row)), strict=True):
            canvas.drawString(x, y, text)
    found = cells_of(saved(canvas))
    assert (found["Westholm", "2006 (% pos)"], found["Northmark", "2007 (N)"]) == ("0.3", "109")


def test_headers_closer_than_their_columns_are_apart(canvas: Canvas) -> None:
    rights = (260, 334, 398, 424)
    rows = [("Item", "Plan 2023", "Spent up to 2023", "Fulfilment (%)", "Staff")]
    rows += [("Clay works", "48.0", "46.2", "96", "12"), ("Lime works", "7.5", "7.1", "95", "3")]
    rows += [("Sand pits", "12.4", "13.0", "105", "8"), ("Total", "67.9", "66.3", "98", "23")]
    canvas.setFont("Helvetica", 9)
    canvas.line(56, 772, 430, 772)
    for number, (label, *values) in enumerate(rows):
        y = 760 - 16 * number
        canvas.drawString(60, y, label)
        for right, text in zip(rights, values, strict=True):
            canvas.drawRightString(right, y, text)
        canvas.line(56, y - 4, 430, y - 4)
    found = cells_of(saved(canvas))
    assert found["Lime works", "Plan 2023"] == "7.5"
    assert found["Sand pits", "Spent up to 2023"] == "13.0"
    assert (found["Total", "Fulfilment (%)"], found["Total", "Staff"]) == ("98", "23")
