"""Check tables that real reports draw in part: numbered labels, headers set upwards or in a frame of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import Limits
from corpus.parse import parse_file

OFFICES = ("Harbour office", "Forest office", "Office of roads and bridges", "Water office", "Archive", "Museum")


def draw(path: Path, paint: Callable[[Canvas], None]) -> dict[tuple[str | None, str | None], str]:
    """Draw a page, read it, and return the texts of its cells by their labels."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 9)
    paint(canvas)
    canvas.save()
    return {(p.row, p.column): p.text for p in parse_file(path, Limits()).passages if p.kind == "cell"}


def values(number: int, count: int) -> list[str]:
    """Return the values of a row."""
    return [f"{(number + 3) * (column + 7) * 13}.50" for column in range(count)]


def write_values(canvas: Canvas, lefts: list[float], y: float, number: int) -> None:
    """Write the values of a row, right-aligned."""
    for left, text in zip(lefts, values(number, len(lefts)), strict=True):
        canvas.drawRightString(left, y, text)


def test_a_table_whose_labels_are_numbered_is_no_list(tmp_path: Path) -> None:
    rights = [300.0, 380.0, 460.0, 540.0]

    def paint(canvas: Canvas) -> None:
        for x, name in zip(rights, ("Staff", "Works", "Grants", "Total"), strict=True):
            canvas.drawRightString(x, 740, name)
        for number, office in enumerate(OFFICES):
            canvas.drawString(50, 720 - 14 * number, f"{number + 1}.")
            canvas.drawString(75, 720 - 14 * number, office)
            write_values(canvas, rights, 720 - 14 * number, number)

    found = draw(tmp_path / "numbered.pdf", paint)
    assert found["4. Water office", "Grants"] == values(3, 4)[2]
    assert len(found) == 4 * len(OFFICES)


@pytest.mark.parametrize("climbs", [True, False])
def test_headers_set_sideways_are_read_in_order_over_labels_beside_the_frame(tmp_path: Path, climbs: bool) -> None:
    names = ("Voters on the roll", "Ballot papers", "Anna B. Green", "Joseph Hill")
    lefts = [150.0, 200.0, 250.0, 300.0]

    def paint(canvas: Canvas) -> None:
        canvas.grid([*lefts, 350], [720, 620, *(600 - 20 * number for number in range(len(OFFICES)))])
        for x, name in zip(lefts, names, strict=True):
            canvas.saveState()
            canvas.translate(*((x + 28, 625) if climbs else (x + 20, 715)))
            canvas.rotate(90 if climbs else -90)
            canvas.drawString(0, 0, name)
            canvas.restoreState()
        for number, office in enumerate(OFFICES):
            canvas.drawString(20, 605 - 20 * number, office)
            write_values(canvas, [left + 45 for left in lefts], 605 - 20 * number, number)

    found = draw(tmp_path / "upwards.pdf", paint)
    for number, office in enumerate(OFFICES):
        for name, value in zip(names, values(number, 4), strict=True):
            assert found[office, name] == value


def test_the_columns_of_a_ruled_header_go_on_in_a_body_without_rules(tmp_path: Path) -> None:
    borders = [40.0, 130.0, 260.0, 450.0, 550.0]

    def paint(canvas: Canvas) -> None:
        canvas.grid(borders, [740, 760])
        canvas.rect(40, 500, 510, 240)
        for x, name in zip(borders, ("Document", "Payee", "Purpose", "Amount"), strict=False):
            canvas.drawString(x + 4, 746, name)
        for number, office in enumerate(OFFICES):
            y = 725 - 30 * number
            canvas.drawString(44, y, f"REF-{number}07")
            canvas.drawString(134, y, f"Payee of {office.split()[0]}")
            canvas.drawString(264, y, "Travel of staff")
            canvas.drawString(264, y - 11, f"to meeting {number} and back")
            canvas.drawRightString(545, y, values(number, 1)[0])

    found = draw(tmp_path / "records.pdf", paint)
    assert found["REF-207", "Amount"] == values(2, 1)[0]
    assert " ".join(found["REF-307", "Purpose"].split()) == "Travel of staff to meeting 3 and back"
    assert found["REF-407", "Payee"] == "Payee of Archive"


def test_a_header_in_a_frame_of_its_own_heads_the_columns_below_it(tmp_path: Path) -> None:
    borders = [40.0, 160.0, 240.0, 320.0, 400.0, 480.0, 560.0]
    names = ("Base rate", "Year rate", "Base fee", "Year fee", "Limit")

    def paint(canvas: Canvas) -> None:
        canvas.grid(borders[1:], [733, 760])
        canvas.grid(borders, [730 - 18 * number for number in range(len(OFFICES) + 1)])
        for x, name in zip(borders[1:], names, strict=False):
            canvas.drawString(x + 4, 742, name)
        for number, office in enumerate(OFFICES):
            canvas.drawString(44, 717 - 18 * number, office)
            write_values(canvas, [x - 6 for x in borders[2:]], 717 - 18 * number, number)

    found = draw(tmp_path / "frames.pdf", paint)
    for number, office in enumerate(OFFICES):
        for name, value in zip(names, values(number, 5), strict=True):
            assert found[office, name] == value


def test_columns_that_are_a_blank_apart_are_divided_as_their_header_is(tmp_path: Path) -> None:
    rights = [330.0, 400.0, 470.0, 540.0]

    def paint(canvas: Canvas) -> None:
        canvas.drawRightString(98, 740, "Code")
        canvas.drawString(100, 740, "Zone")
        for x, name in zip(rights, ("Staff", "Works", "Grants", "Total"), strict=True):
            canvas.drawRightString(x, 740, name)
        for number in range(8):
            canvas.drawRightString(98, 720 - 14 * number, f"{7 * 10 ** (number % 4)}x{number}")
            canvas.drawString(100.5, 720 - 14 * number, "AB"[number % 2] * 3)
            write_values(canvas, rights, 720 - 14 * number, number)

    found = draw(tmp_path / "tight.pdf", paint)
    assert (found["70x1", "Zone"], found["70x5", "Works"]) == ("BBB", values(5, 4)[1])


def test_a_title_in_the_first_row_of_a_frame_is_no_label_column(tmp_path: Path) -> None:
    borders = [40.0, 200.0, 300.0, 420.0, 540.0]

    def paint(canvas: Canvas) -> None:
        canvas.rect(40, 740, 500, 20)
        canvas.grid(borders, [740 - 18 * number for number in range(len(OFFICES) + 2)])
        canvas.drawString(200, 746, "Offices and what they paid")
        for x, name in zip(borders, ("Office", "Place", "Purpose", "Paid"), strict=False):
            canvas.drawString(x + 4, 727, name)
        for number, office in enumerate(OFFICES):
            y = 709 - 18 * number
            for x, text in zip(borders, (office, f"Town {number}", "Meals", values(number, 1)[0]), strict=False):
                canvas.drawString(x + 4, y, text)

    found = draw(tmp_path / "titled.pdf", paint)
    for number, office in enumerate(OFFICES):
        assert (found[office, "Place"], found[office, "Paid"]) == (f"Town {number}", values(number, 1)[0])
