"""The factsheets and the questions that come with the project."""

import re
from collections import Counter
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import Destination
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from corpus.read import Reading, read_file
from qa.evaluate.question_sets.load import load_jsonl, load_question_sets
from tests.factsheet_sources.content import FAMILY, Factsheet, load, sources
from tests.factsheet_sources.design import palette, register_fonts, styles
from tests.factsheet_sources.make import render
from tests.factsheet_sources.table import Cell, Columns, Row, RuledTable
from tests.factsheet_sources.text import paragraphs

QUESTIONS = Path(__file__).parents[2] / "qa" / "questions"
SOURCES = {source.stem: source for source in sources()}
INVENTED = ("marowen_2023", "orlavia_2023")
RUN = 12
"""Minimum number of consecutive words for a text to count as copied from the platform's factsheet."""

each_factsheet = pytest.mark.parametrize("name", sorted(SOURCES))
each_set = pytest.mark.parametrize("questions", ["bundled.jsonl", "bundled_dev.jsonl"])


@pytest.fixture(scope="module")
def readings(bundled: Path) -> dict[str, Reading]:
    return {name: read_file(bundled / f"{name}.pdf") for name in SOURCES}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def page_texts(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def outline(reader: PdfReader) -> list[Destination]:
    flat: list[Destination] = []
    for entry in reader.outline:
        flat += entry if isinstance(entry, list) else [entry]
    return flat


def plain_words(sheet: Factsheet) -> Counter[str]:
    """The words of everything that a source says in its policy table and its prose."""
    texts = [sheet.introduction, sheet.policy_text, sheet.state_text, *sheet.notes.values()]
    texts += [cell for row in sheet.policy_rows for cell in (row.label, row.sub, *row.cells)]
    texts += [part.text for part in sheet.state_parts] + list(sheet.references)
    return Counter(words(" ".join(re.sub(r"\]\(\S+\)", "", text) for text in texts)))


def test_the_folder_holds_only_the_factsheets(bundled: Path) -> None:
    assert sorted(path.name for path in bundled.iterdir()) == [f"{name}.pdf" for name in sorted(SOURCES)]


@each_factsheet
def test_making_it_anew_gives_the_same_pages(bundled: Path, tmp_path: Path, name: str) -> None:
    made = render(load(SOURCES[name]))
    assert made == render(load(SOURCES[name]))
    (tmp_path / "rebuilt.pdf").write_bytes(made)
    rebuilt, kept = PdfReader(tmp_path / "rebuilt.pdf"), PdfReader(bundled / f"{name}.pdf")
    assert rebuilt.metadata == kept.metadata
    # The drawing instructions and not the bytes: how they are packed may differ between builds of zlib.
    assert [page.get_contents().get_data() for page in rebuilt.pages] == [
        page.get_contents().get_data() for page in kept.pages
    ]


@each_factsheet
def test_it_is_small_and_says_what_it_is(bundled: Path, name: str) -> None:
    path, sheet = bundled / f"{name}.pdf", load(SOURCES[name])
    reader = PdfReader(path)
    assert path.stat().st_size < 200_000
    assert reader.metadata is not None
    assert reader.metadata.title == f"Country factsheet: {sheet.country} ({sheet.year})"
    assert reader.root_object["/Lang"] == "en"


@each_factsheet
def test_its_fonts_are_embedded(bundled: Path, name: str) -> None:
    fonts = [
        font.get_object()
        for page in PdfReader(bundled / f"{name}.pdf").pages
        for font in page["/Resources"]["/Font"].values()
    ]
    drawn = [font for font in fonts if font["/BaseFont"] != "/Helvetica"]  # ReportLab names it on every page
    assert drawn
    assert all("/FontFile2" in font["/FontDescriptor"] for font in drawn)


@each_factsheet
def test_contents_and_outline_agree(bundled: Path, name: str) -> None:
    reader = PdfReader(bundled / f"{name}.pdf")
    contents = page_texts(bundled / f"{name}.pdf")[1]
    entries = outline(reader)
    assert len(entries) == 9
    for entry in entries:
        page = reader.get_destination_page_number(entry)
        assert page is not None
        assert f"{entry.title} {page + 1}" in contents
        assert entry.title in page_texts(bundled / f"{name}.pdf")[page]


@each_factsheet
def test_no_word_of_the_source_is_lost(bundled: Path, name: str) -> None:
    printed = Counter(words(" ".join(page_texts(bundled / f"{name}.pdf")).replace("“", '"')))
    assert not plain_words(load(SOURCES[name])) - printed


@each_factsheet
def test_footnotes_stand_on_the_page_of_their_first_mark(bundled: Path, name: str) -> None:
    texts = page_texts(bundled / f"{name}.pdf")
    for mark, note in load(SOURCES[name]).notes.items():
        first = next(text for text in texts if mark in text)
        assert f"{mark} {' '.join(note.split()).replace(chr(39), '’')}" in first


@pytest.mark.parametrize("name", INVENTED)
def test_invented_countries_are_labelled(bundled: Path, name: str) -> None:
    cover, _, introduction, *_ = texts = page_texts(bundled / f"{name}.pdf")
    country = load(SOURCES[name]).country
    assert "Invented country" in cover
    assert f"{country} does not exist" in cover
    assert f"{country} is an invented country" in introduction
    assert all("Invented country" in text for text in texts)


def test_the_factsheet_on_mexico_names_its_source(bundled: Path) -> None:
    cover, *_, last = page_texts(bundled / "mexico_2023.pdf")
    assert "European Cluster Collaboration Platform (ECCP), Country factsheet Mexico, 2023" in cover
    assert "European Cluster Collaboration Platform: Country factsheet Mexico, 2023" in last


def test_the_factsheet_on_mexico_is_told_in_other_words(bundled: Path, shared: Path) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        found = words(re.sub(r"<[^>]+>", " ", text))
        return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}

    real = (shared / "factsheets" / "mexico_2023.txt").read_text(encoding="utf-8")
    source = SOURCES["mexico_2023"].read_text(encoding="utf-8") + FAMILY.read_text(encoding="utf-8")
    assert not runs(real) & runs(" ".join(page_texts(bundled / "mexico_2023.pdf")))
    assert not runs(real) & runs(source)


@each_factsheet
def test_the_reader_finds_every_row_of_the_policy_table(readings: dict[str, Reading], name: str) -> None:
    sheet, label, expected = load(SOURCES[name]), "", set()
    for row in sheet.policy_rows:
        label = row.label or label
        expected.add(" / ".join(part for part in (label, row.sub) if part))
    blocks = [block for block in readings[name].blocks if block.kind == "cell"]
    assert expected <= {block.row for block in blocks}
    columns = {block.column for block in blocks if block.row == "HISTORY / Starting year"}
    assert len(columns - {None}) == len(sheet.policies)


@each_factsheet
def test_the_reader_finds_the_chosen_options(readings: dict[str, Reading], name: str) -> None:
    chosen = [criterion.options[criterion.chosen] for criterion in load(SOURCES[name]).criteria]
    assert [block.text for block in readings[name].blocks if block.selected] == chosen


def test_a_row_with_a_missing_cell_is_refused(tmp_path: Path) -> None:
    text = SOURCES["marowen_2023"].read_text(encoding="utf-8")
    broken = tmp_path / "broken.toml"
    broken.write_text(text.replace('cells = ["* 2020", "* 2022", "* 2013"]', 'cells = ["* 2020"]'), encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.toml: 1 cells for 3 policies"):
        load(broken)


def test_an_option_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    text = SOURCES["marowen_2023"].read_text(encoding="utf-8")
    broken = tmp_path / "broken.toml"
    broken.write_text(text.replace("chosen = [4, 3, 4, 3]", "chosen = [4, 3, 5, 3]"), encoding="utf-8")
    with pytest.raises(ValueError, match="Evidence of performance has no option 5"):
        load(broken)


paragraph_lengths = st.lists(st.integers(1, 150), min_size=1, max_size=3)


@settings(deadline=None, max_examples=20)
@given(
    rows=st.lists(st.tuples(paragraph_lengths, paragraph_lengths), min_size=1, max_size=4), room=st.integers(160, 600)
)
def test_a_table_keeps_its_words_over_page_breaks(rows: list[tuple[list[int], list[int]]], room: int) -> None:
    register_fonts()
    style = styles(palette("#204060")).cell
    numbers = {"left": count(), "right": count()}

    def cell(side: str, lengths: list[int]) -> Cell:
        texts = [" ".join(f"{side}{next(numbers[side])}" for _ in range(length)) for length in lengths]
        return Cell(tuple(Paragraph(text, style) for text in texts))

    body = [Row(None, None, (cell("left", left), cell("right", right))) for left, right in rows]
    columns = Columns(60, 0, (160, 120))
    rest = RuledTable(columns, [], body, white, white)
    file = BytesIO()
    canvas = Canvas(file)
    while rest.wrap(columns.total, room)[1] > room:
        part, rest = rest.split(columns.total, room)
        assert part.wrap(columns.total, room)[1] <= room
        part.drawOn(canvas, 20, 20)
        canvas.showPage()
    rest.drawOn(canvas, 20, 20)
    canvas.save()

    drawn = " ".join(page.extract_text() for page in PdfReader(file).pages).split()
    for side, number in numbers.items():
        assert [word for word in drawn if word.startswith(side)] == [f"{side}{n}" for n in range(next(number))]


def test_markup_becomes_paragraphs() -> None:
    look = styles(palette("#204060"))
    made = paragraphs(
        '* Limited\n  period\n\nIt\'s the "third" <one>.\n\n- first\n2. second',
        white,
        prose=look.cell,
        item=look.cell_item,
        category=look.category,
    )
    texts = [paragraph.getPlainText() for paragraph in made]
    assert texts == ["Limited period", "It’s the “third” <one>.", "first", "second"]
    assert [paragraph.style for paragraph in made] == [look.category, look.cell, look.cell_item, look.cell_item]
    assert [paragraph.bulletText for paragraph in made] == [None, None, "•", "2."]


@each_set
def test_every_question_is_valid_and_every_kind_and_language_is_there(questions: str) -> None:
    asked = load_jsonl(QUESTIONS / questions)
    assert len(asked) >= 60
    assert {question.language for question in asked} == {"en", "es", "de", "fr"}
    assert len({question.kind for question in asked}) == 11
    refusals = [question.note.split(":")[0] for question in asked if not question.answerable]
    assert {"off_topic", "not_held", "not_stated"} == set(refusals)


def test_no_question_of_one_set_is_asked_in_the_other() -> None:
    sets = [QUESTIONS / "bundled.jsonl", QUESTIONS / "bundled_dev.jsonl"]
    asked = load_question_sets(sets)  # refuses an id that is taken already
    again = Counter((" ".join(words(question.question)), question.history) for question in asked)
    assert [question for question, times in again.items() if times > 1] == []


@each_set
def test_every_quote_stands_on_its_page(bundled: Path, questions: str) -> None:
    texts = {path.name: page_texts(path) for path in bundled.glob("*.pdf")}
    for question in load_jsonl(QUESTIONS / questions):
        for evidence in question.evidence:
            assert evidence.document is not None
            assert evidence.page is not None
            assert evidence.quote in texts[evidence.document][evidence.page - 1], question.id


@each_set
def test_every_row_and_column_of_the_evidence_exists(readings: dict[str, Reading], questions: str) -> None:
    places = {
        f"{name}.pdf": {(passage.row, passage.column) for passage in reading.passages}
        for name, reading in readings.items()
    }
    for question in load_jsonl(QUESTIONS / questions):
        for evidence in question.evidence:
            if evidence.row is not None:
                assert evidence.document is not None
                assert (evidence.row, evidence.column) in places[evidence.document], question.id
