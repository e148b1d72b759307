"""What a viewer shows of a PDF beside its images: words in their places, bookmarks, printed page labels."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import ReadError
from corpus.read import read_file
from corpus.render import pdf_text

TOLERANCE = 1.0
"""PDF points that the middle of a word may lie outside the box of the other."""


def pdf(path: Path, *texts: str, rotation: int = 0) -> Path:
    """Write a PDF with a page for each text, whose third page is numbered 1 and has two bookmarks."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 400))
    for text in texts:
        canvas.drawString(40, 320, text)
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(buffer))
    writer.set_page_label(0, 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(2, len(texts) - 1, style=PageLabelStyle.DECIMAL)
    parent = writer.add_outline_item(title="1. The  harbour", page_number=2)
    writer.add_outline_item(title="1.1 Ropes", page_number=2, parent=parent)
    for page in writer.pages:
        page.rotate(rotation)
    writer.write(path)
    return path


def test_words_are_where_the_index_has_them(bundled: Path) -> None:
    path = bundled / "marowen_2023.pdf"
    pages = pdf_text(path).words
    for passage in read_file(path).passages:
        words = passage.text.split()
        for number, page, x0, top, x1, bottom in passage.word_boxes.tolist():
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            there = [
                word
                for word, left, up, right, down in pages[int(page) - 1]
                if left - TOLERANCE <= x <= right + TOLERANCE and up - TOLERANCE <= y <= down + TOLERANCE
            ]
            assert any(words[int(number)] in word or word in words[int(number)] for word in there)


def test_labels_and_bookmarks_are_those_of_the_file(tmp_path: Path) -> None:
    text = pdf_text(pdf(tmp_path / "a.pdf", "Preface", "Contents", "Harbour"))
    assert text.labels == ("i", "ii", "1")
    assert text.bookmarks == (("1. The harbour", 0, 3), ("1.1 Ropes", 1, 3))
    assert [[word[0] for word in page] for page in text.words] == [["Preface"], ["Contents"], ["Harbour"]]


def test_words_of_a_turned_page_are_where_a_reader_sees_them(tmp_path: Path) -> None:
    ((_, x0, top, x1, bottom),) = pdf_text(pdf(tmp_path / "a.pdf", "Harbour", "", "", rotation=90)).words[0]
    assert (x0 + x1) / 2 == pytest.approx(320, abs=10)  # 320 above the bottom, which is now on the left
    assert top == pytest.approx(40, abs=5)
    assert bottom - top > x1 - x0


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("not a PDF")
    with pytest.raises(ReadError, match=r"a\.pdf"):
        pdf_text(tmp_path / "a.pdf")
