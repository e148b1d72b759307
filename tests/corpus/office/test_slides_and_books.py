"""Slides, OpenDocument texts and books: slide or chapter as section, the same tables, lists and notes as elsewhere."""

from pathlib import Path

import pytest
from office_files import archive, opendocument
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.read import Reading


def texts(reading: Reading) -> list[tuple[str, str]]:
    return [(p.section, p.text) for p in reading.passages if p.kind != "cell" and p.kind != "row"]


def cells(reading: Reading) -> dict[tuple[str, str | None, str | None], str]:
    return {(p.section, p.row, p.column): p.text for p in reading.passages if p.kind == "cell"}


@pytest.fixture(scope="module")
def slides(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """Slides with a list, notes, a table, a chart, and a hidden one."""
    book = Presentation()
    plan = book.slides.add_slide(book.slide_layouts[1])
    plan.shapes.title.text = "Harbour plan"
    frame = plan.placeholders[1].text_frame
    frame.text = "The parts are:"
    for text in ("cranes", "quays"):
        frame.add_paragraph().text = text
    plan.notes_slide.notes_text_frame.text = "The plan ends in 2030."
    money = book.slides.add_slide(book.slide_layouts[5])
    money.shapes.title.text = "Money"
    table = money.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(6), Inches(2)).table
    for row, line in enumerate([("Region", "2021"), ("Northmark", "10")]):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    data = CategoryChartData()
    data.categories = ["North", "East"]
    data.add_series("Grants", (4.5, 6))
    money.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(4), Inches(4), Inches(3), data)
    hidden = book.slides.add_slide(book.slide_layouts[1])
    hidden.shapes.title.text = "Not shown"
    hidden._element.set("show", "0")
    path = tmp_path_factory.mktemp("slides") / "plan.pptx"
    book.save(str(path))
    return parse_file(path, Limits())


def test_texts_of_a_slide_are_in_its_section(slides: Reading) -> None:
    assert texts(slides) == [
        ("1. Harbour plan", "The parts are:\ncranes\nquays"),
        ("1. Harbour plan", "The plan ends in 2030."),
    ]


def test_tables_and_charts_of_slides_have_labels(slides: Reading) -> None:
    found = cells(slides)
    assert found["2. Money", "Northmark", "2021"] == "10"
    assert found["2. Money", "North", "Grants"] == "4.5"


def test_hidden_slides_are_counted(slides: Reading) -> None:
    assert slides.warnings == ("2 words are deleted, struck through or hidden, and were not read",)


STYLES = (
    '<style:style style:name="T1"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="T2"><style:text-properties style:text-position="super 58%"/></style:style>'
)
DECREE = """<office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>old words</text:p>
</text:deletion></text:changed-region></text:tracked-changes><text:h text:outline-level="1">Levy</text:h>
<text:p>The levy<text:s/>is <text:span text:style-name="T1">40</text:span> 55<text:note><text:note-citation>1
</text:note-citation><text:note-body><text:p>Since May.</text:p></text:note-body></text:note> euros per km<text:span
text:style-name="T2">2</text:span>.</text:p><text:list><text:list-item><text:p>one</text:p></text:list-item>
<text:list-item><text:p>two</text:p></text:list-item></text:list><table:table><table:table-header-rows>
<table:table-row><table:table-cell><text:p>Region</text:p></table:table-cell>
<table:table-cell><text:p>2021</text:p></table:table-cell></table:table-row></table:table-header-rows>
<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>North</text:p></table:table-cell>
<table:table-cell><text:p>5</text:p></table:table-cell></table:table-row><table:table-row>
<table:covered-table-cell/><table:table-cell><text:p>6</text:p></table:table-cell></table:table-row></table:table>
</office:text>"""


def test_opendocument_texts(tmp_path: Path) -> None:
    reading = parse_file(opendocument(tmp_path / "decree.odt", DECREE, STYLES), Limits())
    assert texts(reading) == [
        ("Levy", "The levy is 55 ¹ euros per km²."),
        ("Levy", "one\ntwo"),
        ("Levy", "¹ Since May."),
    ]
    assert reading.passages[0].note == "¹ Since May."
    assert cells(reading)["Levy", "North", "2021"] == "5\n6"
    assert reading.warnings == ("3 words are deleted, struck through or hidden, and were not read",)


def test_chapters_of_a_book_are_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    parts = {
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="in/book.opf"/></rootfiles></container>',
        "in/book.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Trees</dc:title>'
        "<dc:date>2019-03-01</dc:date></metadata><manifest>"
        '<item id="a" href="ch%201.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="b"/><itemref idref="a"/></spine></package>',
        "in/ch 1.xhtml": '<?xml version="1.0" encoding="utf-8"?>'
        "<html><body><h1>Two</h1><p>Oaks grow.</p></body></html>",
        "in/b.xhtml": "<html><body><h1>One</h1><p>Lärchen fall.</p></body></html>",
    }
    reading = parse_file(archive(tmp_path / "trees.epub", parts), Limits())
    assert (reading.document.title, reading.document.year) == ("Trees", 2019)
    assert texts(reading) == [("One", "Lärchen fall."), ("Two", "Oaks grow.")]
