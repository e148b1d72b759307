"""Check that tables keep their rows, columns and words over any page break."""

from pathlib import Path

import pytest
from corpus_builder import Builder, TableRow
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.read import Reading

HEAD = [("Policy type:", "Broad policy", "Regional policy"), ("Policy name:", "Plan for Growth", "Lake Pact")]
COLUMNS = ["Broad policy (Plan for Growth)", "Regional policy (Lake Pact)"]
WORDS = st.sampled_from(
    ["cluster", "support", "regions", "firms", "of", "the", "growth", "research", "for", "training"]
)
SENTENCE = st.lists(WORDS, min_size=3, max_size=14).map(lambda words: " ".join(words).capitalize() + ".")
CELL = st.lists(st.lists(SENTENCE, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=4)
FIXED = ["-", "No data available", "2022", "EUR 5 million"]
SHORT = st.sampled_from(FIXED).map(lambda text: [text])
GROUPS = ["GOALS", "FOCUS", "MONEY", "HISTORY", "RESULTS", "PARTNERS"]


def words_under(reading: Reading, row: str, column: str) -> list[str]:
    """Return all words of a cell, in order."""
    return " ".join(block.text for block in reading.blocks if (block.row, block.column) == (row, column)).split()


def read_table(path: Path, rows: list[TableRow], labels: list[float], above: int, late: bool = False) -> Reading:
    """Draw a table below some lines of text, and read it."""
    book = Builder(path, title="Country factsheet: Elbonia (2024)")
    book.heading("1. Policies")
    for _ in range(above):
        book.paragraph("Some words precede the table so that it begins lower on the page.")
    book.paragraph("Table 1: Policies of Elbonia", font="Helvetica-Bold", size=9)
    book.table(HEAD, rows, labels, late)
    book.paragraph("Source: observatory.", size=8)
    return parse_file(book.save(), Limits())


@settings(max_examples=25, deadline=None)
@given(cells=st.lists(st.tuples(CELL | SHORT, CELL | SHORT), min_size=1, max_size=6), above=st.integers(0, 25))
def test_rows_and_columns_survive_any_page_break(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[list[str], list[str]]], above: int
) -> None:
    rows = [TableRow(group, "", pair) for group, pair in zip(GROUPS, cells, strict=False)]
    reading = read_table(tmp_path_factory.mktemp("table") / "table.pdf", rows, [90.0], above)
    for row in rows:
        for column, paragraphs in zip(COLUMNS, row.cells, strict=True):
            assert words_under(reading, row.group, column) == " ".join(paragraphs).split()


@settings(max_examples=25, deadline=None)
@given(
    groups=st.lists(st.lists(st.tuples(CELL | SHORT, SHORT), min_size=1, max_size=3), min_size=1, max_size=4),
    above=st.integers(0, 25),
)
def test_sub_labels_survive_any_page_break(
    tmp_path_factory: pytest.TempPathFactory, groups: list[list[tuple[list[str], list[str]]]], above: int
) -> None:
    subs = ["Overall", "Annual", "Source of funding"]
    rows = [
        TableRow(group, sub, pair)
        for group, pairs in zip(GROUPS, groups, strict=False)
        for sub, pair in zip(subs, pairs, strict=False)
    ]
    reading = read_table(tmp_path_factory.mktemp("table") / "table.pdf", rows, [80.0, 60.0], above)
    for row in rows:
        for column, paragraphs in zip(COLUMNS, row.cells, strict=True):
            assert words_under(reading, f"{row.group} / {row.sub}", column) == " ".join(paragraphs).split()


def test_a_label_printed_after_the_page_break_names_the_row_before_it(tmp_path: Path) -> None:
    long = ["Every region has a plan of its own that says what is to be done. " * 30]
    rows = [
        TableRow("GOALS", "", (["-"], ["2022"])),
        TableRow("MONEY", "Overall", (["EUR 5 million"], long)),
        TableRow("MONEY", "Annual", (["EUR 1 million"], ["-"])),
    ]
    reading = read_table(tmp_path / "late.pdf", rows, [80.0, 60.0], 28, late=True)
    names = list(dict.fromkeys(block.row for block in reading.blocks if block.kind == "cell"))
    assert names == ["Policy type:", "Policy name:", "GOALS", "MONEY / Overall", "MONEY / Annual"]
    assert words_under(reading, "MONEY / Overall", COLUMNS[1]) == " ".join(long).split()


def test_a_cell_cut_by_a_page_break_is_one_passage_with_boxes_on_both_pages(tmp_path: Path) -> None:
    text = "The plan continues for many words and names every single firm that takes part in it without any stop " * 4
    reading = read_table(tmp_path / "cut.pdf", [TableRow("GOALS", "", ([text], ["-"]))], [90.0], 28)
    passage = next(p for p in reading.passages if p.kind == "cell" and p.column == COLUMNS[0] and p.row == "GOALS")
    assert {box.page for box in passage.boxes} == {1, 2}
    assert passage.page == 1
    assert passage.text.split() == text.split()


def test_cells_without_value_are_kept(tmp_path: Path) -> None:
    rows = [TableRow("GOALS", "", (["-"], [])), TableRow("MONEY", "", (["No data available"], ["-"]))]
    reading = read_table(tmp_path / "empty.pdf", rows, [90.0], 0)
    values = [(b.row, b.column, b.text) for b in reading.blocks if b.kind == "cell" and b.column and b.row in GROUPS]
    assert values == [
        ("GOALS", COLUMNS[0], "-"),
        ("GOALS", COLUMNS[1], ""),
        ("MONEY", COLUMNS[0], "No data available"),
        ("MONEY", COLUMNS[1], "-"),
    ]


def test_a_row_is_also_a_passage_as_a_whole(tmp_path: Path) -> None:
    rows = [TableRow("MONEY", "Annual", (["EUR 5 million"], ["-"])), TableRow("MONEY", "Overall", (["2"], ["3"]))]
    reading = read_table(tmp_path / "row.pdf", rows, [80.0, 60.0], 0)
    passage = next(p for p in reading.passages if p.kind == "row" and p.row == "MONEY / Annual")
    assert passage.text == "MONEY\nAnnual\nEUR 5 million\n-"
    assert passage.column is None
    assert passage.context == "Elbonia, 2024 › 1. Policies › Table 1: Policies of Elbonia › MONEY / Annual"


@pytest.mark.parametrize("chosen", [0, 1, 2])
def test_the_coloured_option_is_the_chosen_one(tmp_path: Path, chosen: int) -> None:
    options = ["No policy", "Broad policy", "Own policy"]
    rows = [
        TableRow(group, "", ([option],), number == (chosen + shift) % 3)
        for shift, group in enumerate(["SCOPE", "LENGTH"])
        for number, option in enumerate(options)
    ]
    book = Builder(tmp_path / "state.pdf")
    book.heading("3. State of play")
    book.table([("Elbonia", "State of play")], rows, [120.0])
    reading = parse_file(book.save(), Limits())
    selected = [(block.row, block.text) for block in reading.blocks if block.selected]
    assert selected == [("SCOPE", options[chosen]), ("LENGTH", options[(chosen + 1) % 3])]
    passage = next(p for p in reading.passages if p.row == "SCOPE")
    assert passage.chosen is not None
    assert passage.text[slice(*passage.chosen)] == options[chosen]
    assert passage.context.endswith(f"chosen: {options[chosen]}")
    assert passage.text == "SCOPE\n" + "\n".join(options)
    assert passage.column == "State of play"


@pytest.mark.parametrize("chosen", [0, 2])
def test_a_check_mark_beside_an_option_chooses_it(tmp_path: Path, chosen: int) -> None:
    options = ["No policy", "Broad policy", "Own policy"]
    rows = "".join(
        f"<tr>{'' if number else '<td rowspan=3>SCOPE'}<td>{option}<td>{'✓' * (number == chosen)}</tr>"
        for number, option in enumerate(options)
    )
    path = tmp_path / "marks.html"
    path.write_text(f"<table><tr><th>Elbonia</th><th>Option</th><th>Chosen</th></tr>{rows}</table>", encoding="utf-8")
    reading = parse_file(path, Limits())
    assert [block.text for block in reading.blocks if block.selected] == [options[chosen]]
    assert any(passage.context.endswith(f"chosen: {options[chosen]}") for passage in reading.passages)


def test_items_with_filled_squares_are_no_choice(tmp_path: Path) -> None:
    path = tmp_path / "items.html"
    path.write_text(
        "<table><tr><th>Elbonia<th>Aims<tr><td rowspan=2>GOALS<td>Growth<tr><td><p>■ Firms<p>■ Schools"
        "<tr><td rowspan=2>FOCUS<td>None<tr><td><p>■ Lakes<p>■ Rivers</table>",
        encoding="utf-8",
    )
    assert not any(block.selected for block in parse_file(path, Limits()).blocks)


@pytest.mark.parametrize("chosen", [0, 1])
def test_signs_of_symbol_fonts_choose(tmp_path: Path, chosen: int) -> None:
    book = Builder(tmp_path / "signs.pdf", header=None)
    options = ["No policy at all", "Broad policy", "Own policy"]
    rows = [TableRow(group, "", ([option],)) for group in ("SCOPE", "LENGTH") for option in options]
    book.table([("Elbonia", "State of play")], rows, [120.0])
    book.canvas.setFont("ZapfDingbats", 10)
    for group in (0, 3):
        book.canvas.drawString(500, book.y + 10 + 22.5 * (5 - group - chosen), "✔")
    reading = parse_file(book.save(), Limits())
    assert [b.text.removesuffix(" ✔") for b in reading.blocks if b.selected] == [options[chosen]] * 2


def test_a_header_alone_at_the_foot_of_a_page_is_one(tmp_path: Path) -> None:
    for above in (29, 30, 31, 32):
        reading = read_table(tmp_path / "foot.pdf", [TableRow("GOALS", "", (["Growth"], ["-"]))], [90.0], above)
        assert words_under(reading, "GOALS", COLUMNS[0]) == ["Growth"]


def test_striped_rows_are_no_choice(tmp_path: Path) -> None:
    rows = [TableRow(group, "", (["EUR 5 million"],), number % 2 == 0) for number, group in enumerate(GROUPS)]
    book = Builder(tmp_path / "striped.pdf")
    book.table([("What", "How much")], rows, [120.0])
    assert not any(block.selected for block in parse_file(book.save(), Limits()).blocks)


def draw_between_rules(path: Path, rows: list[list[str]], step: float) -> Reading:
    """Draw texts in three columns between horizontal rules, without vertical ones, and read them."""
    book = Builder(path, header=None)
    book.heading("1. Policies")
    book.paragraph("Some words precede the rules and reach from the left border of the page to its right border.")
    top = book.y - 10
    for number, texts in enumerate(rows):
        book.canvas.line(60, top - step * number, 535, top - step * number)
        for column, text in enumerate(texts):
            for k, line in enumerate(text.split("|")):
                book.canvas.drawString(62 + 160 * column, top - step * number - 14 - 13 * k, line)
    book.canvas.line(60, top - step * len(rows), 535, top - step * len(rows))
    return parse_file(book.save(), Limits())


def test_a_table_with_horizontal_rules_only(tmp_path: Path) -> None:
    rows = [["What", "Broad policy", "Lake Pact"], ["GOALS", "More|firms", "-"], ["MONEY", "EUR 5", "EUR 6"]]
    reading = draw_between_rules(tmp_path / "rules.pdf", [*rows, ["YEARS", "2022", "No data"]], 40)
    assert words_under(reading, "GOALS", "Broad policy") == ["More", "firms"]
    assert words_under(reading, "MONEY", "Lake Pact") == ["EUR", "6"]
    assert words_under(reading, "YEARS", "Lake Pact") == ["No", "data"]


def test_columns_of_prose_between_rules_are_no_table(tmp_path: Path) -> None:
    prose = "|".join(["the firms of the land"] * 24)
    reading = draw_between_rules(tmp_path / "prose.pdf", [["Left", "", "Right"], [prose, "", prose]], 320)
    assert all(block.kind != "cell" for block in reading.blocks)


def test_a_table_of_coloured_cells_without_rules(tmp_path: Path) -> None:
    book = Builder(tmp_path / "fills.pdf", header=None)
    for number, texts in enumerate([("What", "2021", "2022"), ("Grants", "EUR 5", "EUR 6"), ("Loans", "-", "EUR 7")]):
        for column, text in enumerate(texts):
            book.canvas.setFillColorRGB(0.1 if not number else 0.9, 0.5, 0.9)
            book.canvas.rect(60 + 150 * column, 600 - 30 * number, 149, 29, stroke=0, fill=1)
            book.canvas.setFillColorRGB(0, 0, 0)
            book.canvas.drawString(65 + 150 * column, 610 - 30 * number, text)
    reading = parse_file(book.save(), Limits())
    assert words_under(reading, "Grants", "2022") == ["EUR", "6"]
    assert words_under(reading, "Loans", "2021") == ["-"]
