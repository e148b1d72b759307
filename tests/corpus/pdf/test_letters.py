"""Check that letters are those of the page: note marks, small capitals, letters drawn twice, and lost capitals."""

from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import Limits
from corpus.parse import parse_file


def texts(path: Path) -> list[str]:
    return [passage.text for passage in parse_file(path, Limits()).passages]


@pytest.fixture
def canvas(tmp_path: Path) -> Canvas:
    return Canvas(str(tmp_path / "page.pdf"), pagesize=A4, invariant=1)


@pytest.mark.parametrize("size", [6, 8])
def test_a_raised_mark_is_no_digit_of_its_number(canvas: Canvas, size: float) -> None:
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 700, "The levy rose to 62")
    canvas.setFont("Helvetica", size)
    canvas.drawString(60 + canvas.stringWidth("The levy rose to 62", "Helvetica", 10), 704, "2")
    canvas.save()
    assert texts(Path(canvas._filename)) == ["The levy rose to 62 2"]


def test_small_capitals_are_letters_of_their_word(canvas: Canvas) -> None:
    x = 84.0
    for size, text in ((12, "L"), (9, "IMIT"), (9, "FOR"), (9, "KILNS")):
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, 766, text)
        x += canvas.stringWidth(text, "Helvetica", size) + 4 * (size == 9)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(244, 766, "Tonnes")
    for number, (row, value) in enumerate((("Clay", "17"), ("Lime", "4"))):
        canvas.drawString(84, 746 - 20 * number, row)
        canvas.drawString(244, 746 - 20 * number, value)
    canvas.grid([80, 240, 300], [780, 760, 740, 720])
    canvas.save()
    passages = parse_file(Path(canvas._filename), Limits()).passages
    assert all("LIMIT FOR KILNS" in passage.context for passage in passages)


def test_letters_that_are_drawn_twice_count_once(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    for shift in (0.0, 0.3):
        canvas.drawString(60 + shift, 700, "All willing hands were paid 1,122 crowns.")
    for x, text in ((60, "M"), (70, "y"), (60, "May")):
        canvas.drawString(x if text != "y" else 60 + canvas.stringWidth("Ma", "Helvetica", 12), 600, text)
    canvas.save()
    assert texts(Path(canvas._filename)) == ["All willing hands were paid 1,122 crowns.", "May"]


def test_capitals_that_a_map_to_unicode_makes_small_are_capitals(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    canvas.drawString(60, 700, "Only Brine is Dear.")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(canvas._filename))
    cmap = StreamObject()
    letters = "".join(f"<{ord(c):02X}> <{ord(c.lower()):04X}>\n" for c in sorted(set("Only Brine is Dear.")))
    cmap.set_data(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{letters.count('<') // 2} beginbfchar\n{letters}endbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end".encode()
    )
    fonts = writer.pages[0]["/Resources"].get_object()["/Font"].get_object()  # type: ignore[index]
    for font in fonts.values():
        assert isinstance(font.get_object(), DictionaryObject)
        font.get_object()[NameObject("/ToUnicode")] = writer._add_object(cmap)
    writer.write(canvas._filename)
    assert texts(Path(canvas._filename)) == ["Only Brine is Dear."]
