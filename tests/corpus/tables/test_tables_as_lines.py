"""Check that nothing of a table is lost that is drawn oddly, or that cannot be understood."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.drawn_tables.__main__ import measure_table
from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.passages.coverage import measure_coverage


def test_a_table_in_one_cell_is_kept_as_lines_with_a_warning(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "page.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 9)
    canvas.grid([60, 220, 380, 540], [760, 780])
    canvas.grid([60, 540], [560, 760])
    for x, text in ((64, "Payee"), (224, "Works"), (384, "Amount")):
        canvas.drawString(x, 766, text)
    for number in range(10):
        shift = 75 * (number % 3)
        canvas.drawString(64, 740 - 14 * number, f"Payee {number}")
        canvas.drawString(125 + shift, 740 - 14 * number, f"works {number} at the quay")
        canvas.drawString(235 + shift, 740 - 14 * number, f"paid on day {number}17.20")
    canvas.save()
    reading = parse_file(tmp_path / "page.pdf", Limits())
    assert [text for text in reading.warnings if "could not be understood" in text]
    lines = [passage.text for passage in reading.passages]
    assert all(any(f"Payee {number}" in line and f"{number}17.20" in line for line in lines) for number in range(10))
    assert not any("Payee 3" in line and "Payee 4" in line for line in lines)


def test_rules_may_be_drawn_as_curves(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "page.pdf"), pagesize=A4, invariant=1)
    for number, row in enumerate((("Work", "Cost", "Year"), ("Quay", "410", "2019"), ("Lamps", "77", "2021"))):
        for x, text in zip((80, 240, 400), row, strict=True):
            canvas.drawString(x, 745 - 20 * number, text)
    path = canvas.beginPath()
    for y in (760, 740, 720, 700):
        path.moveTo(70, y)
        path.curveTo(200, y, 400, y, 520, y)
    for x in (70, 230, 390, 520):
        path.moveTo(x, 760)
        path.curveTo(x, 740, x, 720, x, 700)
    canvas.drawPath(path)
    canvas.save()
    cells = {
        (p.row, p.column): p.text for p in parse_file(tmp_path / "page.pdf", Limits()).passages if p.kind == "cell"
    }
    assert cells == {
        ("Quay", "Cost"): "410",
        ("Quay", "Year"): "2019",
        ("Lamps", "Cost"): "77",
        ("Lamps", "Year"): "2021",
    }


def test_a_long_label_without_values_is_kept(tmp_path: Path) -> None:
    label = " ".join(f"word{number}" for number in range(300))
    (tmp_path / "page.html").write_text(
        f"<table><tr><th>Work</th><th>Cost</th></tr><tr><td>{label}</td><td></td></tr><tr><td>Quay</td><td>4</td></tr></table>",
        encoding="utf-8",
    )
    text = " ".join(passage.text for passage in parse_file(tmp_path / "page.html", Limits()).passages)
    assert set(label.split()) <= set(text.split())


@settings(max_examples=15, deadline=None, derandomize=True)
@given(number=st.integers(0, 10_000))
def test_every_word_of_a_page_with_a_table_is_kept(tmp_path_factory: pytest.TempPathFactory, number: int) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    measure_table(number, 0, folder)
    path = folder / f"{number}.pdf"
    assert measure_coverage(path, parse_file(path, Limits())).share >= 0.995
