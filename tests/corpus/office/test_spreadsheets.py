"""Spreadsheets: sheets are sections, blocks of cells are tables with the labels and texts that the program shows."""

import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import opendocument
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from corpus.errors import ReadError
from corpus.limits import Limits
from corpus.office.number_format import shown_value
from corpus.parse import parse_file
from corpus.read import Reading


def fill(sheet: Worksheet, rows: list[list[object]], start: int = 1) -> None:
    for number, row in enumerate(rows, start):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value  # type: ignore[assignment]


def cells(reading: Reading) -> dict[tuple[str | None, str | None], str]:
    return {(p.row, p.column): p.text for p in reading.passages if p.kind == "cell"}


@pytest.fixture(scope="module")
def budget(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """A workbook with a titled table, merged cells, and cells that are not shown."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Budget"
    fill(sheet, [["Harbour Programme"], ["thousand EUR"], [None], ["Region", 2021, 2022, "Share"]])
    fill(sheet, [["Northmark", 1250, 1300.5, 0.153], ["Eastfold", None, 80, 0.2], ["Old", 1, 2, 3]], start=5)
    fill(sheet, [["Source: harbour office"]], start=8)
    for row in (5, 6):
        sheet.cell(row, 2).number_format = sheet.cell(row, 3).number_format = "#,##0.0"
        sheet.cell(row, 4).number_format = "0.0%"
    sheet.row_dimensions[7].hidden = True
    sheet.cell(9, 1).value, sheet.cell(9, 1).font = "struck", Font(strike=True)
    merged = book.create_sheet("Areas")
    fill(merged, [["Area", "2021", None], [None, "Paid", "Planned"], ["North", 1, 2], [None, 5, 6]])
    for area in ("B1:C1", "A1:A2", "A3:A4"):
        merged.merge_cells(area)
    book.create_sheet("Secret").sheet_state = "hidden"
    fill(book["Secret"], [["not shown"]])
    path = tmp_path_factory.mktemp("books") / "budget.xlsx"
    book.save(path)
    return parse_file(path, Limits())


def test_numbers_are_written_as_shown(budget: Reading) -> None:
    found = cells(budget)
    assert (found["Northmark", "2022"], found["Northmark", "Share"]) == ("1,300.5", "15.3%")
    assert found["Eastfold", "2022"] == "80.0"


def test_a_table_has_its_title_and_its_range_of_cells(budget: Reading) -> None:
    tables = {passage.table for passage in budget.passages if passage.row == "Northmark"}
    assert tables == {"Harbour Programme thousand EUR – Budget!A4:D6"}
    assert {passage.section for passage in budget.passages} == {"Budget", "Areas"}


def test_merged_cells_are_labels_of_all_that_they_span(budget: Reading) -> None:
    assert cells(budget)["North", "2021 (Planned)"] == "2\n6"


def test_hidden_cells_are_counted_and_not_read(budget: Reading) -> None:
    assert budget.warnings == ("7 words are deleted, struck through or hidden, and were not read",)
    assert not any("shown" in p.text or "struck" in p.text or "Old" in p.text for p in budget.passages)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567, "#,##0", "1,234,567"),
        (0.153, "0.0%", "15.3%"),
        (-5.25, '#,##0.0;(#,##0.0)', "(5.2)"),
        (12, '[$€-407] #,##0.00', "€ 12.00"),
        (12, '0" Mt"', "12 Mt"),
        (datetime.datetime(2022, 5, 1), "dd/mm/yyyy", "2022-05-01"),
        (True, "General", "TRUE"),
        (None, "General", ""),
    ],
)  # fmt: skip
def test_values_in_formats(value: object, number_format: str, text: str) -> None:
    assert shown_value(value, number_format) == text


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimited_text(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "fires.csv"
    rows = [
        ["Fire statistics"],
        [],
        ["Year", "Fires", "Cost"],
        ["2020", "14", '"1200, paid; late"'],
        ["2021", "9", "800"],
    ]
    path.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8-sig")
    reading = parse_file(path, Limits())
    assert cells(reading)["2020", "Cost"] == "1200, paid; late"
    assert {passage.table for passage in reading.passages if passage.row == "2021"} == {"Fire statistics – A3:C5"}


WORD = st.from_regex(r"[a-z]{4,8}", fullmatch=True)


@settings(deadline=None)
@given(rows=st.lists(st.lists(WORD | st.just(""), min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_cell_is_in_one_block(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    words = sorted(word for row in rows for word in row if word)
    path = tmp_path_factory.mktemp("csv") / "words.csv"
    path.write_text("a,b,c\n" + "\n".join(",".join(row) for row in rows))
    blocks = parse_file(path, Limits()).blocks
    assert sorted(word for block in blocks for word in block.text.split()) == sorted([*words, "a", "b", "c"])


def test_opendocument_sheets_repeat_empty_cells_without_cost(tmp_path: Path) -> None:
    rows = (
        "<table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell><table:table-cell><text:p>Fires"
        '</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        "<table:table-row><table:table-cell><text:p>2020</text:p></table:table-cell><table:table-cell>"
        "<text:p>14.0 %</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    )
    path = opendocument(
        tmp_path / "fires.ods",
        f'<office:spreadsheet><table:table table:name="Fires">{rows}</table:table></office:spreadsheet>',
    )
    reading = parse_file(path, Limits())
    assert cells(reading) == {("2020", "Fires"): "14.0 %"}
    assert {passage.table for passage in reading.passages} == {"Fires!A1:B2"}


@pytest.mark.parametrize("ending", ["xlsx", "ods", "odt", "pptx", "epub"])
@pytest.mark.parametrize(("data", "reason"), [(b"words", "not a sound"), (b"\xd0\xcf\x11\xe0", "of an old format")])
def test_what_is_no_office_file_is_refused(tmp_path: Path, ending: str, data: bytes, reason: str) -> None:
    path = tmp_path / f"file.{ending}"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=reason):
        parse_file(path, Limits())
