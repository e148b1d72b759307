"""Check that text which nobody sees is not read and is counted, and that the text of scans is read."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import Limits
from corpus.parse import parse_file

INVISIBLE = 3
"""The text rendering mode that paints nothing."""


def _put(canvas: Canvas, y: float, text: str, color: Color = black, mode: int = 0) -> None:
    line = canvas.beginText(60, y)
    line.setTextRenderMode(mode)
    line.setFillColor(color)
    line.textOut(text)
    canvas.drawText(line)


@pytest.mark.parametrize(("color", "mode"), [(white, 0), (black, INVISIBLE)])
def test_hidden_text_is_not_read_but_counted(tmp_path: Path, color: Color, mode: int) -> None:
    canvas = Canvas(str(tmp_path / "hidden.pdf"), pagesize=A4, invariant=1)
    _put(canvas, 700, "The lamp levy is 12 crowns.")
    _put(canvas, 600, "The lamp levy is 99 crowns.", color, mode)
    canvas.save()
    reading = parse_file(tmp_path / "hidden.pdf", Limits())
    assert [passage.text for passage in reading.passages] == ["The lamp levy is 12 crowns."]
    assert [warning.split(" are ")[0] for warning in reading.warnings] == ["6 words"]


def test_white_text_on_colour_is_read(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "banner.pdf"), pagesize=A4, invariant=1)
    canvas.linearGradient(0, 690, 600, 690, (Color(0.1, 0.2, 0.4), Color(0.2, 0.4, 0.6)))
    _put(canvas, 700, "Lamps of the northern harbours", white)
    canvas.save()
    reading = parse_file(tmp_path / "banner.pdf", Limits())
    assert [passage.text for passage in reading.passages] == ["Lamps of the northern harbours"]
    assert not reading.warnings


def test_the_text_layer_of_a_scan_is_read(tmp_path: Path) -> None:
    scan = Image.new("L", (595, 842), 255)
    ImageDraw.Draw(scan).text((60, 132), "The lamp levy is 12 crowns.", fill=0, font_size=12)
    canvas = Canvas(str(tmp_path / "scan.pdf"), pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(scan), 0, 0, *A4)
    _put(canvas, 700, "The lamp levy is 12 crowns.", mode=INVISIBLE)
    canvas.save()
    reading = parse_file(tmp_path / "scan.pdf", Limits())
    assert [passage.text for passage in reading.passages] == ["The lamp levy is 12 crowns."]


def test_white_text_on_the_largest_page_is_looked_for_on_a_small_drawing(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "poster.pdf"), pagesize=(14400, 14400), invariant=1)
    canvas.setFont("Helvetica", 200)
    canvas.rect(0, 9800, 14400, 600, fill=1)
    canvas.setFillColor(white)
    canvas.drawString(600, 10_000, "Lamps of the north")
    canvas.drawString(600, 5_000, "The levy is 99 crowns.")
    canvas.save()
    reading = parse_file(tmp_path / "poster.pdf", Limits())
    assert [passage.text for passage in reading.passages] == ["Lamps of the north"]
