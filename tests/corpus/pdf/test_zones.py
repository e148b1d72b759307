"""Check how pages are cut into columns of prose before tables are looked for."""

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import Limits
from corpus.parse import parse_file

PROSE = "the members of the board met and spoke of the harbour"


def test_labels_beside_prose_are_a_table(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "page.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 9)
    for number, label in enumerate(("Aims", "Funding", "Evaluation", "Partners", "Duration")):
        canvas.drawString(60, 760 - 40 * number, label)
        for line in range(3):
            canvas.drawString(300, 760 - 40 * number - 12 * line, f"{PROSE}")
    canvas.save()
    rows = {passage.row for passage in parse_file(tmp_path / "page.pdf", Limits()).passages if passage.kind == "row"}
    assert rows >= {"Funding", "Evaluation", "Partners", "Duration"}


def test_columns_of_prose_are_read_one_after_the_other(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "page.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 9)
    for line in range(30):
        canvas.drawString(50, 780 - 12 * line, f"left {line} {PROSE}")
        canvas.drawString(310, 775 - 12 * line, f"right {line} {PROSE}")
    canvas.save()
    text = " ".join(passage.text for passage in parse_file(tmp_path / "page.pdf", Limits()).passages)
    assert text.index("left 29") < text.index("right 0")
