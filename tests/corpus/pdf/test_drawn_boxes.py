"""Check that boxes drawn with lines are states of their labels, and that squares of other kinds are not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import Limits
from corpus.parse import parse_file


def _cross(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(x + 1, y + 1, x + 7, y + 7)
    canvas.line(x + 1, y + 7, x + 7, y + 1)


def _tick(canvas: Canvas, x: float, y: float) -> None:
    path = canvas.beginPath()
    path.moveTo(x + 1, y + 4)
    path.lineTo(x + 3, y + 1)
    path.lineTo(x + 7, y + 7)
    canvas.drawPath(path)


def _letter(canvas: Canvas, x: float, y: float) -> None:
    canvas.drawString(x + 1, y + 1, "X")


def _fill(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x + 2, y + 2, 4, 4, stroke=0, fill=1)


@pytest.mark.parametrize("mark", [_cross, _tick, _letter, _fill])
def test_a_drawn_box_is_the_state_of_its_label(tmp_path: Path, mark: Callable[[Canvas, float, float], None]) -> None:
    canvas = Canvas(str(tmp_path / "page.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 700, "Is the applicant a public body?")
    for x, label in ((230, "Yes"), (290, "No")):
        canvas.rect(x, 700, 8, 8)
        canvas.drawString(x + 12, 700, label)
    mark(canvas, 290, 700)
    canvas.save()
    (passage,) = [p for p in parse_file(tmp_path / "page.pdf", Limits()).passages if "public body" in p.text]
    assert passage.text == "Is the applicant a public body? ☐ Yes ☑ No"
    assert passage.chosen is not None and passage.text[slice(*passage.chosen)] == "☑ No"


def test_small_cells_are_no_boxes(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "page.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 8)
    for number in range(4):
        canvas.rect(60 + 12 * number, 700, 12, 12)
        canvas.drawString(64 + 12 * number, 703, str(number))
    canvas.drawString(110, 703, "postal code")
    canvas.save()
    assert "☐" not in " ".join(passage.text for passage in parse_file(tmp_path / "page.pdf", Limits()).passages)
