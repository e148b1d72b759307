"""Which cells of a table's ground truth are wanted, and when a reader's cell is right."""

from pathlib import Path

import pytest

from benchmarks.table_cells.__main__ import cells_of
from benchmarks.table_cells.ground_truth import LabelledCell, gold_cells, is_number, number_cells
from benchmarks.table_cells.scores import Score, judge_cells

TRUTH = """<?xml version="1.0" encoding="UTF-8"?>
<document filename="sheet"><table id="1"><region id="1" page="2">
<cell start-row="0" start-col="1" end-col="2"><content>Budget, EUR million</content></cell>
<cell start-row="1" start-col="0"><content>Region</content></cell>
<cell start-row="1" start-col="1"><content>2022</content></cell>
<cell start-row="1" start-col="2"><content>2023</content></cell>
<cell start-row="2" start-col="0"><content>Nuevo León</content></cell>
<cell start-row="2" start-col="1"><content>3.4</content></cell>
<cell start-row="2" start-col="2"><content>4.1</content></cell>
<cell start-row="3" start-col="0"><content>Jalisco</content></cell>
<cell start-row="3" start-col="1"><content>no data</content></cell>
<cell start-row="3" start-col="2"><content>3.4</content></cell>
</region></table></document>
"""
GOLD = [
    LabelledCell(2, "3.4", "Nuevo León", "2022"),
    LabelledCell(2, "4.1", "Nuevo León", "2023"),
    LabelledCell(2, "3.4", "Jalisco", "2023"),
]


def test_number_cells_get_the_labels_of_their_row_and_column(tmp_path: Path) -> None:
    (tmp_path / "sheet-str.xml").write_text(TRUTH, encoding="utf-8")
    assert gold_cells(tmp_path / "sheet.pdf") == GOLD


@pytest.mark.parametrize(
    ("text", "number"),
    [("3.4", True), ("1 234,5", True), ("(12)", True), ("−3 %", True), ("$ 5", True), ("12ª", True), ("", False),
     ("no data", False), ("Article 3", False), ("2015-2020 plan", False)],
)  # fmt: skip
def test_numbers_are_told_from_words(text: str, number: bool) -> None:
    assert is_number(text) is number


def test_numbers_of_columns_are_a_header() -> None:
    rows = [["", "1", "2", "3", "4"], ["a", "10", "25", "30", "44"]]
    grid = {(row, column): text for row, texts in enumerate(rows) for column, text in enumerate(texts)}
    assert [(cell.text, cell.column) for cell in number_cells(1, grid)] == [
        ("10", "1"), ("25", "2"), ("30", "3"), ("44", "4"),
    ]  # fmt: skip


def test_rows_without_labels_are_labelled_as_the_truth_is() -> None:
    rows = [["", "Budget", None], ["Region", "2022", "2023"], ["Nuevo León", "3.4", "4.1"], ["Jalisco", "", "3.4"]]
    assert list(cells_of({"tables": [{"page": 2, "rows": rows}]})) == GOLD


@pytest.mark.parametrize(
    ("cell", "marks"),
    [
        (LabelledCell(2, "4. 1", "HISTORY / Nuevo León", "Budget / 2023"), (True, True, True, True)),
        (LabelledCell(2, "4.1 ...", "Nuevo León", "2022"), (True, True, False, False)),
        (LabelledCell(2, "4.1", "Jalisco", "2023"), (True, False, True, False)),
        (LabelledCell(1, "4.1", "Nuevo León", "2023"), (False, False, False, False)),
        (LabelledCell(2, "4.12", "Nuevo León", "2023"), (False, False, False, False)),
    ],
)
def test_a_cell_is_right_with_its_text_page_row_and_column(cell: LabelledCell, marks: tuple[bool, ...]) -> None:
    (found,) = judge_cells([GOLD[1]], [cell])
    assert tuple(found.values()) == marks


def test_labels_of_two_cells_make_none_right() -> None:
    cells = [LabelledCell(2, "4.1", "Nuevo León", "2022"), LabelledCell(2, "4.1", "Jalisco", "2023")]
    (found,) = judge_cells([GOLD[1]], cells)
    assert found == {"found": True, "row": True, "column": True, "right": False}


def test_refused_documents_count_as_wrong() -> None:
    score = Score(marks={"a": judge_cells(GOLD, GOLD), "b": judge_cells(GOLD, ())}, refused={"b": "damaged"}, pages=2)
    figures = score.to_dict()
    assert (figures["cells"], figures["right"], figures["right_by_document"]) == (6, 0.5, 0.5)
    assert figures["refused"] == 1
