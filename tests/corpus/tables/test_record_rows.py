"""Check tables of records, whose first column does not identify their rows."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import Limits
from corpus.parse import parse_file

EXPENSES = [
    ["Name", "Kind", "Purpose", "Day", "Amount"],
    ["Ada Ferry", "Hotels", "Inn at the Quay", "12/03/2021", "94.60"],
    ["Ada Ferry", "Taxis", "", "15/03/2021", "13.20"],
    ["Ada Ferry", "Taxis", "", "02/04/2021", "18.70"],
    ["Ada Ferry", "Flights", "Port Ellen", "09/04/2021", "259.00"],
]
LABELS = [
    "Ada Ferry / Hotels / Inn at the Quay",
    "Ada Ferry / Taxis / 15/03/2021",
    "Ada Ferry / Taxis / 02/04/2021",
    "Ada Ferry / Flights / Port Ellen",
]


def write(path: Path, rows: list[list[str]]) -> Path:
    """Write a table as CSV, HTML, Markdown or PDF, by the ending of the path."""
    if path.suffix == ".pdf":
        return draw(path, rows, [80.0 + 80 * n for n in range(len(rows[0]) + 1)])
    if path.suffix == ".csv":
        text = "\n".join(",".join(row) for row in rows)
    elif path.suffix == ".md":
        lines = [" | ".join(row) for row in rows]
        text = "\n".join(f"| {line} |" for line in (lines[0], " | ".join("-" * len(rows[0])), *lines[1:]))
    else:
        cells = ["".join(f"<td>{text}</td>" for text in row) for row in rows]
        text = (
            "<table>" + "".join(f"<tr>{row}</tr>" for row in cells).replace("td>", "th>", 2 * len(rows[0])) + "</table>"
        )
    path.write_text(text)
    return path


def draw(path: Path, rows: list[list[str]], edges: list[float], pieces: bool = False) -> Path:
    """Draw a table, each cell with rules around it; a cell with the text "^" belongs to the one above it.

    Each line of a text is a line of its cell; `pieces`: there are small gaps between the rules of neighbouring cells.
    """
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 9)
    height, gap = 36.0, 0.4 if pieces else 0.0
    for number, row in enumerate(rows):
        top = 780 - height * number
        for left, right, text, below in zip(edges, edges[1:], row, [*rows, [""] * len(row)][number + 1], strict=False):
            for line, part in enumerate(text.replace("^", "").split("\n")):
                canvas.drawString(left + 3, top - 12 - 14 * line, part)
            for x in (left, right):
                canvas.line(x, top - gap, x, top - height + gap)
            for y in [top] * (text != "^") + [top - height] * (below != "^"):
                canvas.line(left + gap, y, right - gap, y)
    canvas.save()
    return path


def rows_of(path: Path) -> dict[str | None, list[str]]:
    """Return the cells of each row of a file, by its label."""
    found: dict[str | None, list[str]] = {}
    for passage in parse_file(path, Limits()).passages:
        if passage.kind == "cell":
            found.setdefault(passage.row, []).append(passage.text)
    return found


@pytest.mark.parametrize("ending", ["csv", "html", "md", "pdf"])
def test_rows_with_one_name_are_labelled_by_the_cells_that_differ(tmp_path: Path, ending: str) -> None:
    found = rows_of(write(tmp_path / f"expenses.{ending}", EXPENSES))
    assert [label for label in found if label != "Name"] == LABELS
    assert found[LABELS[2]][-1] == "18.70"


def test_serial_numbers_are_followed_by_names(tmp_path: Path) -> None:
    rows = [["No.", "District", "Cases"], ["1.", "Lower Bay", "950"], ["2.", "Sandhill", "6"], ["3.", "Fens", "29"]]
    assert list(rows_of(write(tmp_path / "register.csv", rows))) == ["1. / Lower Bay", "2. / Sandhill", "3. / Fens"]


def test_years_and_unique_labels_stay(tmp_path: Path) -> None:
    rows = [["Year", "Place", "Cases"], *([str(2019 + n), name, "7"] for n, name in enumerate(("Bay", "Fens", "Isle")))]
    assert list(rows_of(write(tmp_path / "years.csv", rows))) == ["2019", "2020", "2021"]
    rows = [["Place", "Kind", "Cases"], ["Bay", "open", "1"], ["Fens", "shut", "2"], ["Bay", "shut", "3"]]
    assert list(rows_of(write(tmp_path / "places.csv", rows))) == ["Bay / open", "Fens", "Bay / shut"]


def test_values_are_no_part_of_a_label(tmp_path: Path) -> None:
    rows = [["Sex", "Boats", "Sails"], ["Women", "12.5", "30.5"], ["Men", "14.5", "31.5"], ["Women", "15.5", "8.5"]]
    assert set(rows_of(write(tmp_path / "sexes.csv", rows))) == {"Women", "Men"}


def test_numbers_between_label_and_name_are_part_of_a_key(tmp_path: Path) -> None:
    rows = [
        ["In", "Out", "Tongue", "Score"],
        ["6", "4", "Red", "0.91"],
        ["6", "2", "Red", "0.92"],
        ["6", "2", "Blue", "0.9"],
    ]
    assert list(rows_of(write(tmp_path / "keys.csv", rows))) == ["6 / 4 / Red", "6 / 2 / Red", "6 / 2 / Blue"]


@pytest.mark.parametrize("pieces", [False, True])
def test_records_beside_a_cell_over_several_rows_are_rows_of_their_own(tmp_path: Path, pieces: bool) -> None:
    rows = [
        ["No.", "Province", "District", "Cases", "Since"],
        ["4.", "Westmark", "Lower Bay", "950", "02/04/15"],
        ["5.", "Eastmark", "Sandhill", "29", "29/03/15"],
        ["^", "^", "Fens", "15", "31/03/15"],
        ["^", "^", "Long Moor", "5", "27/03/15"],
        ["6.", "Isles", "Skerry", "8", "28/03/15"],
    ]
    path = draw(tmp_path / "spans.pdf", rows, [60.0, 95.0, 190.0, 290.0, 350.0, 430.0], pieces)
    found = rows_of(path)
    assert found["5. / Eastmark / Fens"][-2:] == ["15", "31/03/15"]
    assert found["5. / Eastmark / Long Moor"][-2:] == ["5", "27/03/15"]


def test_records_stacked_between_two_rules_are_rows_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["Depth", "Tongue", "Simple", "Complex"],
        ["six", "Red\nBlue", "0.965\n0.969", "0.934\n0.927"],
        ["four", "Red\nBlue", "0.938\n0.952", "0.904\n0.909"],
    ]
    found = rows_of(draw(tmp_path / "stacked.pdf", rows, [60.0, 140.0, 220.0, 300.0, 380.0]))
    assert found["four / Blue"][-2:] == ["0.952", "0.909"]
    assert found["six / Red"][-2:] == ["0.965", "0.934"]


def test_an_estimate_above_its_error_is_one_row(tmp_path: Path) -> None:
    rows = [
        ["Term", "First", "Second"],
        ["Wages", "0.12\n(0.03)", "0.22\n(0.05)"],
        ["Rents", "0.4\n(0.1)", "0.5\n(0.1)"],
    ]
    found = rows_of(draw(tmp_path / "errors.pdf", rows, [60.0, 140.0, 220.0, 300.0]))
    assert found["Wages"] == ["0.12\n(0.03)", "0.22\n(0.05)"]


NAME = st.sampled_from(["Bay", "Fens", "Isle", "Moor", "Quay"])
VALUE = st.sampled_from(["open", "shut", "12", "3.5", "04/05/2020"])  # without any, the last row is a note
OTHER = VALUE | st.just("")


@settings(deadline=None, max_examples=50)
@given(rows=st.lists(st.tuples(NAME, VALUE, OTHER, OTHER), min_size=2, max_size=7))
def test_only_labels_that_several_rows_share_are_extended(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, str]]
) -> None:
    path = write(tmp_path_factory.mktemp("any") / "any.csv", [["a", "b", "c", "d"], *map(list, rows)])
    names = [row[0] for row in rows]
    blocks = [block for block in parse_file(path, Limits()).blocks if block.row and not block.column]
    assert [block.text for block in blocks if block.text != "a"] == names
    for block in blocks:
        assert block.row == block.text or (block.row or "").startswith(f"{block.text} / ")
        assert block.row == block.text or names.count(block.text) > 1
