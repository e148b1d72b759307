"""Word files: headings, lists, tables with merged and coloured cells, footnotes."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell

from corpus.errors import ReadError
from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.read import Reading, read_file


def written(document: Document, path: Path) -> Reading:
    document.save(str(path))
    return parse_file(path, Limits())


def paint(cell: _Cell, color: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:fill"), color)
    cell._tc.get_or_add_tcPr().append(shade)


def add_note(document: Document, text: str) -> None:
    """Put a mark behind the last paragraph, and a footnote."""
    xml = f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>"
    blob = f"{xml}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    run = parse_xml(f"<w:r {nsdecls('w')}><w:footnoteReference w:id='2'/></w:r>")
    document.paragraphs[-1]._p.append(run)


def test_headings_lists_and_runs_are_read_in_order(tmp_path: Path) -> None:
    book = docx.Document()
    book.core_properties.title = "Country factsheet: Elbonia (2024)"
    book.add_heading("1. Introduction", 1)
    paragraph = book.add_paragraph("The council of the ")
    paragraph.add_run("reg").bold = True
    paragraph.add_run("ions meets.")
    book.add_heading("Money", 2)
    book.add_paragraph("The parts are:")
    book.add_paragraph("what the state does", "List Bullet")
    book.add_paragraph("what the regions do", "List Number")
    reading = written(book, tmp_path / "report.docx")
    assert (reading.document.country, reading.document.year, reading.document.page_count) == ("Elbonia", 2024, None)
    assert [(passage.kind, passage.section, passage.text) for passage in reading.passages] == [
        ("paragraph", "1. Introduction", "The council of the regions meets."),
        ("list", "1. Introduction › Money", "The parts are:\nwhat the state does\nwhat the regions do"),
    ]


def test_merged_cells_give_every_row_its_labels(tmp_path: Path) -> None:
    book = docx.Document()
    table = book.add_table(rows=4, cols=4)
    texts = [
        ("Policy type:", "", "Broad policy", "Regional policy"),
        ("MONEY", "Overall", "EUR 5 million", "-"),
        ("", "Annual", "EUR 1 million", "No data available"),
        ("GOALS", "", "Grow", "Share"),
    ]
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    for one, other in (((0, 0), (0, 1)), ((1, 0), (2, 0)), ((3, 0), (3, 1))):
        table.cell(*one).merge(table.cell(*other))
    reading = written(book, tmp_path / "table.docx")
    cells = {(p.row, p.column): p.text for p in reading.passages if p.kind == "cell" and p.row != "Policy type:"}
    assert cells == {
        ("MONEY / Overall", "Broad policy"): "EUR 5 million",
        ("MONEY / Overall", "Regional policy"): "-",
        ("MONEY / Annual", "Broad policy"): "EUR 1 million",
        ("MONEY / Annual", "Regional policy"): "No data available",
        ("GOALS", "Broad policy"): "Grow",
        ("GOALS", "Regional policy"): "Share",
    }


def test_the_coloured_option_of_each_row_is_chosen(tmp_path: Path) -> None:
    book = docx.Document()
    table = book.add_table(rows=7, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Elbonia", "State of play"
    for group in range(2):
        table.cell(1 + 3 * group, 0).merge(table.cell(3 + 3 * group, 0)).text = f"TOPIC {group}"
        for option in range(3):
            table.cell(1 + 3 * group + option, 1).text = f"Option {option}"
        paint(table.cell(1 + 3 * group + group, 1), "8FC3E8")
    reading = written(book, tmp_path / "options.docx")
    assert [(b.row, b.text) for b in reading.blocks if b.selected] == [("TOPIC 0", "Option 0"), ("TOPIC 1", "Option 1")]


def test_a_footnote_is_tied_to_its_mark(tmp_path: Path) -> None:
    book = docx.Document()
    book.add_heading("1. Introduction", 1)
    book.add_paragraph("The fund was closed in 2019.")
    add_note(book, "The council said so.")
    reading = written(book, tmp_path / "note.docx")
    paragraph, note = reading.passages
    assert (paragraph.text, paragraph.note) == ("The fund was closed in 2019.¹", "¹ The council said so.")
    assert note.kind == "footnote"
    assert note.context.endswith("1. Introduction › note to: The fund was closed in 2019.")


def run(document: Document, text: str, **looks: object) -> None:
    """Add a run with these looks to the last paragraph."""
    added = document.paragraphs[-1].add_run(text)
    for name, value in looks.items():
        setattr(added.font, name, value)


def test_note_marks_and_exponents_never_join_a_number(tmp_path: Path) -> None:
    book = docx.Document()
    book.add_paragraph("The levy rose to 62")
    run(book, "2", superscript=True)
    run(book, " euros for 10")
    run(book, "3", superscript=True)
    run(book, " km")
    run(book, "2", superscript=True)
    run(book, " and CO")
    run(book, "2", subscript=True)
    (passage,) = written(book, tmp_path / "marks.docx").passages
    assert passage.text == "The levy rose to 62 ² euros for 10³ km² and CO₂"


def test_text_that_is_not_valid_is_counted_and_not_read(tmp_path: Path) -> None:
    book = docx.Document()
    book.styles.add_style("Gone", WD_STYLE_TYPE.CHARACTER).font.hidden = True
    book.add_paragraph("Schools pay ")
    run(book, "40 euros", strike=True)
    run(book, " 55 euros")
    run(book, " (12 euros)", hidden=True)
    book.paragraphs[-1].add_run(" or nothing", "Gone")
    book.paragraphs[-1]._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>9 euros</w:delText></w:r></w:del>"))
    run(book, " a year.")
    reading = written(book, tmp_path / "struck.docx")
    assert [passage.text for passage in reading.passages] == ["Schools pay 55 euros a year."]
    assert reading.warnings == ("8 words are deleted, struck through or hidden, and were not read",)


def test_headers_and_footers_are_read_once_and_page_numbers_are_not(tmp_path: Path) -> None:
    book = docx.Document()
    book.sections[0].header.paragraphs[0].text = "Decree 17/2023"
    footer = book.sections[0].footer
    footer.paragraphs[0].text = "Valid from 1 February 2023"
    number = footer.add_paragraph("Page 1")._p
    number.append(parse_xml(f"<w:r {nsdecls('w')}><w:instrText> PAGE </w:instrText></w:r>"))
    book.add_section().header.is_linked_to_previous = False
    book.sections[1].header.paragraphs[0].text = "Decree 17/2023"
    book.add_paragraph("The levy is paid in May.")
    assert [passage.text for passage in written(book, tmp_path / "decree.docx").passages] == [
        "Decree 17/2023",
        "Valid from 1 February 2023",
        "The levy is paid in May.",
    ]


def test_tables_within_cells_keep_their_rows(tmp_path: Path) -> None:
    book = docx.Document()
    outer = book.add_table(rows=2, cols=2)
    for row, line in enumerate([("Plan", "Costs"), ("Harbour", "")]):
        for column, text in enumerate(line):
            outer.cell(row, column).text = text
    inner = outer.cell(1, 1).add_table(rows=2, cols=2)
    for row, line in enumerate([("Year", "EUR"), ("2021", "510")]):
        for column, text in enumerate(line):
            inner.cell(row, column).text = text
    cells = {(p.row, p.column): p.text for p in written(book, tmp_path / "nested.docx").passages if p.kind == "cell"}
    assert cells["2021", "EUR"] == "510"


BOXES = [
    "<w:r {w}><w:t>No </w:t></w:r><w:r {w}><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>",
    "<w:r {w}><w:t>No </w:t></w:r><w:r {w}><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox>"
    "<w:default w:val='0'/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>",
    "<w:r {w}><w:t>No </w:t></w:r><w:sdt {w}><w:sdtContent><w:r><w:t>☑</w:t></w:r></w:sdtContent></w:sdt>",
]


@pytest.mark.parametrize("box", BOXES, ids=["symbol", "form field", "content control"])
def test_ticked_boxes_are_the_answer_to_their_question(tmp_path: Path, box: str) -> None:
    book = docx.Document()
    paragraph = book.add_paragraph("Is the firm listed? Yes ☐ ")._p
    paragraph.extend(parse_xml(f"<w:p {nsdecls('w')}>{box.format(w='')}</w:p>").iterchildren())
    (passage,) = written(book, tmp_path / "form.docx").passages
    assert passage.row == "Is the firm listed?"
    assert passage.chosen is not None
    assert passage.text[slice(*passage.chosen)] == "No ☑"


def test_files_of_the_strict_format_are_read(tmp_path: Path) -> None:
    book = docx.Document()
    book.add_heading("Levy", 1)
    book.add_paragraph("The levy is 55 euros.")
    book.save(str(tmp_path / "plain.docx"))
    with zipfile.ZipFile(tmp_path / "plain.docx") as source, zipfile.ZipFile(tmp_path / "strict.docx", "w") as target:
        for name in source.namelist():
            strict = re.sub(
                rb"http://schemas.openxmlformats.org/(officeDocument|wordprocessingml|drawingml)/2006/",
                rb"http://purl.oclc.org/ooxml/\1/",
                source.read(name),
            )
            target.writestr(name, strict)
    (passage,) = parse_file(tmp_path / "strict.docx", Limits()).passages
    assert (passage.section, passage.text) == ("Levy", "The levy is 55 euros.")


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"plain words", "not a sound .docx file"),
        (b"PK\x03\x04rest", "not a sound .docx file"),
        (b"\xd0\xcf\x11\xe0rest", "locked by a password or of an old format"),
        (zipped(other=b"x"), "not a sound .docx file"),
        (zipped(word__document_xml=b"x"), "not a sound .docx file"),
    ],
)
def test_what_is_no_word_file_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=reason) as caught:
        read_file(path)
    assert str(caught.value).startswith("letter.docx: ")


def test_a_word_file_that_inflates_too_far_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    path.write_bytes(buffer.getvalue())
    with pytest.raises(ReadError, match="inflates to 60,000,000 bytes"):
        read_file(path)
