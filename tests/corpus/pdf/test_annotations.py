"""Check that values of form fields, ticked boxes, comments and names of attached files are read."""

from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import NameObject, NumberObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.serialization import Reading

FIELDS = {"Name of the scheme:": "Blue Kiln Fund", "Amount requested (EUR):": "318000", "Ministry:": "Ministry of Clay"}


def draw_form(path: Path) -> None:
    """Draw a form with fields and boxes."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for number, (label, value) in enumerate(FIELDS.items()):
        canvas.drawString(60, 740 - 40 * number, label)
        canvas.acroForm.textfield(value, name=f"f{number}", x=240, y=735 - 40 * number, width=200, height=20)
    canvas.drawString(60, 560, "Is the kiln heated by gas?")
    for name, x, ticked in (("Yes", 300, False), ("No", 370, True)):
        canvas.drawString(x, 560, name)
        canvas.acroForm.checkbox(name=name, x=x + 25, y=556, size=14, checked=ticked)
    canvas.drawString(60, 520, "The form is to be sent to the kiln office by the end of the month.")
    canvas.save()


def annotated(path: Path, *notes: Text | FreeText, text: str = "", rotation: int = 0) -> Reading:
    """Read a page with annotations."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.drawString(60, 700, text)
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(path))
    for note in notes:
        writer.add_annotation(0, note)
    writer.pages[0][NameObject("/Rotate")] = NumberObject(rotation)
    writer.write(path)
    return parse_file(path, Limits())


def test_values_of_fields_have_their_labels(tmp_path: Path) -> None:
    draw_form(tmp_path / "form.pdf")
    reading = parse_file(tmp_path / "form.pdf", Limits())
    cells = {passage.row: passage.text for passage in reading.passages if passage.kind == "cell"}
    assert cells == FIELDS


def test_a_box_is_ticked_or_empty_beside_its_label(tmp_path: Path) -> None:
    draw_form(tmp_path / "form.pdf")
    reading = parse_file(tmp_path / "form.pdf", Limits())
    (question,) = (passage for passage in reading.passages if "heated by gas" in passage.text)
    assert question.text == "Is the kiln heated by gas? Yes ☐ No ☑"
    assert question.chosen and question.text[slice(*question.chosen)] == "No ☑"


def test_a_comment_is_read_in_its_place(tmp_path: Path) -> None:
    note = Text(rect=(300, 600, 320, 620), text="Ask the mayor for the lease.")
    reading = annotated(tmp_path / "note.pdf", note, text="The kiln office opened a second branch.")
    (comment,) = (passage for passage in reading.passages if "mayor" in passage.text)
    assert (comment.text, comment.page) == ("Ask the mayor for the lease.", 1)
    assert all(box.x0 >= 300 and box.x1 <= 320.1 and 221 < box.top < 243 for box in comment.boxes)


@pytest.mark.parametrize(("rotation", "x0", "top"), [(0, 100, 142), (90, 680, 100), (180, 295, 680), (270, 142, 295)])
def test_text_typed_onto_a_page_is_read_where_viewers_show_it(
    tmp_path: Path, rotation: int, x0: float, top: float
) -> None:
    note = FreeText(rect=(100, 680, 300, 700), text="Approved by the council", font_size="10pt")
    reading = annotated(tmp_path / "typed.pdf", note, rotation=rotation)
    (typed,) = (passage for passage in reading.passages if "Approved" in passage.text)
    assert typed.text == "Approved by the council"
    assert all(box.x0 >= x0 - 1 and box.top >= top - 1 for box in typed.boxes)


def test_a_warning_names_attached_files(tmp_path: Path) -> None:
    annotated(tmp_path / "cover.pdf", text="The kiln office opened a second branch.")
    writer = PdfWriter(clone_from=PdfReader(tmp_path / "cover.pdf"))
    writer.add_attachment("annex.csv", b"kiln,berths\n1,2\n")
    writer.write(tmp_path / "cover.pdf")
    reading = parse_file(tmp_path / "cover.pdf", Limits())
    assert any("annex.csv" in warning for warning in reading.warnings)
