"""HTML files: only what is shown and valid is read, tables and lists keep their structure, in linear time."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.html.reader import build_from_html
from corpus.limits import Limits
from corpus.model import Passage
from corpus.parse import parse_file
from corpus.read import Reading


def read(tmp_path: Path, body: str, head: str = "") -> Reading:
    path = tmp_path / "page.html"
    path.write_text(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return parse_file(path, Limits())


def texts(reading: Reading) -> list[str]:
    return [passage.text for passage in reading.passages]


def cell(reading: Reading, row: str, column: str) -> list[str]:
    """Return the parts of a cell."""
    return [block.text for block in reading.blocks if (block.row, block.column) == (row, column)]


def test_html(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><head><title>Country factsheet: Elbonia</title><style>p {}</style></head><body>"
        "<h1>1. Money</h1><p>The state <b>pays</b> most &amp; always.</p><script>alert(1)</script>"
        "<table><caption>Table 1: Money</caption><tr><th>What</th><th>2021</th></tr>"
        "<tr><td rowspan=2>Grants</td><td>EUR 5<p>for firms</p></td></tr><tr><td>EUR 6</td></tr>"
        "<tr><td>Loans<td>-</table><ul><li>one<li>two</ul></body></html>",
        encoding="utf-8",
    )
    reading = parse_file(path, Limits())
    assert reading.document.title == "Country factsheet: Elbonia"
    assert cell(reading, "Grants", "2021") == ["EUR 5\nfor firms", "EUR 6"]
    assert cell(reading, "Loans", "2021") == ["-"]
    prose = [(p.kind, p.text) for p in reading.passages if not p.row]
    assert prose == [
        ("paragraph", "The state pays most & always."),
        ("caption", "Table 1: Money"),
        ("list", "one\ntwo"),
    ]
    assert next(p.table for p in reading.passages if p.row) == "Table 1: Money"


def test_deeply_nested_html_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<div><b>" * 50_000 + "The fact is here." + "</b></div>" * 50_000)
    assert [passage.text for passage in parse_file(path, Limits()).passages] == ["The fact is here."]


def test_a_cell_over_two_columns_stands_under_both(tmp_path: Path) -> None:
    path = tmp_path / "span.html"
    path.write_text(
        "<table><tr><th>What<th colspan=2>State<th>Region</tr><tr><th>Name<th>One<th>Two<th>Three</tr>"
        "<tr><td>Money<td colspan=2>EUR 5<td>EUR 6</tr></table>"
    )
    reading = parse_file(path, Limits())
    cells = [(p.column, p.text) for p in reading.passages if p.kind == "cell" and p.row == "Money"]
    assert [text for _, text in cells] == ["EUR 5", "EUR 5", "EUR 6"]
    assert [p.text for p in reading.passages if p.kind == "row" and p.row == "Money"] == ["Money\nEUR 5\nEUR 6"]
    assert [block.text for block in reading.blocks if block.row == "Money"] == ["Money", "EUR 5", "EUR 6"]


HIDDEN = [
    "<p hidden>Gone.</p>",
    "<p style='color: red; DISPLAY : none'>Gone.</p>",
    "<p style='visibility:hidden'>Gone.</p>",
    "<p class='note x'>Gone.</p>",
    "<p id=y>Gone.</p>",
    "<p><del>Gone.</del></p>",
    "<div hidden><div><p>Gone.</p></div></div>",
    "<p><span style='text-decoration: line-through'>Gone.</span></p>",
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_text_that_is_not_shown_is_counted_and_not_read(tmp_path: Path, hidden: str) -> None:
    style = (
        "<style>/* c */ .x, div > p.z { display: none } #y{visibility:hidden} @media print {p{display:none}}</style>"
    )
    reading = read(tmp_path, f"<p>Before.</p>{hidden}<p class=z>After.</p>", style)
    assert texts(reading) == ["Before.", "After."]
    assert reading.warnings == ("1 words are deleted, struck through or hidden, and were not read",)


def test_inserted_text_replaces_deleted_text(tmp_path: Path) -> None:
    reading = read(tmp_path, "<p>The price fell by <del>30</del><ins>45</ins> percent.</p>")
    assert texts(reading) == ["The price fell by 45 percent."]


def test_later_rules_show_again(tmp_path: Path) -> None:
    reading = read(tmp_path, "<p class=x>Shown.</p>", "<style>.x{display:none}</style><style>.x{display:block}</style>")
    assert (texts(reading), reading.warnings) == (["Shown."], ())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("The levy rose to 62<sup>2</sup> euros.", "The levy rose to 62 ² euros."),
        ("The levy rose to 1,250<sup>[3]</sup> euros.", "The levy rose to 1,250 [3] euros."),
        ("An area of 10<sup>3</sup> km<sup>2</sup>.", "An area of 10³ km²."),
        ("About 10<sup>-6</sup> g of CO<sub>2</sub>.", "About 10⁻⁶ g of CO₂."),
        ("The 1<sup>st</sup> and the 2<sup>e</sup> plan.", "The 1st and the 2e plan."),
        ("The levy<sup>1</sup> rose.", "The levy ¹ rose."),
        ("It ended in 2019.<sup>1</sup> Then came peace.", "It ended in 2019.¹ Then came peace."),
    ],
)
def test_note_marks_never_join_a_number(tmp_path: Path, body: str, text: str) -> None:
    assert texts(read(tmp_path, f"<p>{body}</p>")) == [text]


def test_a_note_is_tied_to_its_mark(tmp_path: Path) -> None:
    passage, note = read(tmp_path, "<p>The levy is 51<sup>1</sup>.</p><p><sup>1</sup> Without fines.</p>").passages
    assert (passage.note, note.kind) == ("¹ Without fines.", "footnote")


GRANTS = (
    "<table><thead><tr><th rowspan=2>Region<th colspan=2>2022<th colspan=2>2023"
    "<tr><th>Paid<th>Planned<th>Paid<th>Planned</thead>"
    "<tr><th rowspan=2>Northmark<td>10<td>11<td>12<td>13<tr><td>20<td>21<td>22<td>23"
    "<tr><th>Eastfold<td colspan=2>none<td>32<td>33</table>"
)


def test_cells_have_the_labels_of_headers_that_span(tmp_path: Path) -> None:
    reading = read(tmp_path, GRANTS)
    assert cell(reading, "Northmark", "2022 (Paid)") == ["10", "20"]
    assert cell(reading, "Eastfold", "2023 (Planned)") == ["33"]
    assert [
        p.text for p in reading.passages if (p.row, p.column, p.kind) == ("Eastfold", "2022 (Planned)", "cell")
    ] == ["none"]


def test_a_table_with_row_headers_only_has_no_header_row(tmp_path: Path) -> None:
    reading = read(tmp_path, "<table><tr><th>Capital<td>Lakeford<tr><th>Members<td>12</table>")
    assert [(p.row, p.column, p.text) for p in reading.passages if p.kind == "cell"] == [
        ("Capital", None, "Lakeford"),
        ("Members", None, "12"),
    ]


def test_terms_are_the_labels_of_their_definitions(tmp_path: Path) -> None:
    reading = read(tmp_path, "<dl><dt>Deadline<dd>15 May<dt>Office<dt>Desk<dd>Room 12<dd>Floor 3</dl><p>End.</p>")
    assert [(p.row, p.text) for p in reading.passages if p.kind == "cell"] == [
        ("Deadline", "15 May"),
        ("Office Desk", "Room 12\nFloor 3"),
    ]
    assert texts(reading)[-1] == "End."


def test_details_have_their_summary_as_label(tmp_path: Path) -> None:
    reading = read(tmp_path, "<details><summary>Who may apply?</summary><p>Only towns may.</p></details>")
    assert [(p.row, p.text) for p in reading.passages if p.kind == "cell"] == [("Who may apply?", "Only towns may.")]


def test_tables_for_layout_are_read_as_text(tmp_path: Path) -> None:
    inner = "<table><tr><th>Year<th>Fires<tr><td>2020<td>14</table>"
    reading = read(tmp_path, f"<table><tr><td><h2>Fires</h2><p>A report.</p>{inner}<td>Contact</table>")
    assert [p.text for p in reading.passages if p.kind == "paragraph"] == ["A report.", "Contact"]
    assert cell(reading, "2020", "Fires") == ["14"]
    assert {p.section for p in reading.passages} == {"Fires"}


def test_items_of_counted_lists_have_their_numbers(tmp_path: Path) -> None:
    (passage,) = read(tmp_path, "<p>The steps are:</p><ol start=3><li><p>cut</p><li>dry<ul><li>sort</ul></ol>").passages
    assert passage.text == "The steps are:\n3. cut\n4. dry\nsort"


def ticked(passage: Passage) -> str | None:
    """Return the option of a passage that is chosen."""
    return passage.text[slice(*passage.chosen)] if passage.chosen else None


@pytest.mark.parametrize(
    ("body", "row", "option"),
    [
        ("<p>Is it a shell company? Yes ☐ No ☑</p>", "Is it a shell company?", "No ☑"),
        ("<p>Is it a shell company? ☑ Yes ☐ No</p>", "Is it a shell company?", "☑ Yes"),
        (
            "<p>Kind of firm: <input type=radio> Small firm <input type=radio checked> Large</p>",
            "Kind of firm:",
            "☑ Large",
        ),
        ("<table><tr><td>Is it listed?<td>Yes<td>☐<td>No<td>☒</table>", "Is it listed?", "No ☒"),
        ("<p>Is it a shell company? Yes ☐ No ☐</p>", None, None),
        ("<p>Small ☑ Large ☑</p>", None, None),
    ],
)
def test_the_ticked_box_of_a_question_is_chosen(tmp_path: Path, body: str, row: str | None, option: str | None) -> None:
    (passage,) = read(tmp_path, body).passages
    assert (passage.row, ticked(passage)) == (row, option)


def test_each_box_of_a_form_is_beside_its_label(tmp_path: Path) -> None:
    form = "<table><tr><td>Large accelerated filer<td>☐<td>Small reporting company<td>☑</table>"
    assert texts(read(tmp_path, form)) == ["Large accelerated filer ☐", "Small reporting company ☑"]


def test_labels_below_their_values_are_labels(tmp_path: Path) -> None:
    form = "<table><tr><td>Nevada<td>20-81<tr><td>(State of incorporation)<td>(Number of the employer)</table>"
    assert [(p.row, p.text) for p in read(tmp_path, form).passages if p.kind == "cell"] == [
        ("(State of incorporation)", "Nevada"),
        ("(Number of the employer)", "20-81"),
    ]


def test_values_of_fields_are_read_and_options_not_selected_are_not(tmp_path: Path) -> None:
    form = (
        "<p>Reference: <input value=WG-17> <input type=hidden value=x> <select><option>A<option selected>B</select></p>"
    )
    assert texts(read(tmp_path, form)) == ["Reference: WG-17 B"]


def test_a_note_of_a_cell_has_the_labels_of_the_cell(tmp_path: Path) -> None:
    passages = read(
        tmp_path,
        "<table><tr><th>Region<th>Tax accrued<th>Tax paid</tr><tr><td>Coast<td>51<td>48<sup>1</sup></tr>"
        "<tr><td>Hills<td>19<sup>2</sup><td>5.8<sup>1,2</sup></tr></table>"
        "<p><sup>1</sup> Paid in May.</p><p><sup>2</sup> Includes a fine of 2 million.</p>",
    ).passages
    notes = {passage.text: passage.context for passage in passages if passage.kind == "footnote"}
    assert notes["¹ Paid in May."].endswith("note to: Coast: Tax paid: 48")
    assert notes["² Includes a fine of 2 million."].endswith("note to: Hills: Tax accrued: 19")
    both = next(p.note for p in passages if p.kind == "cell" and (p.row, p.column) == ("Hills", "Tax paid"))
    assert both == "¹ Paid in May.\n² Includes a fine of 2 million."


def test_a_page_made_by_scripts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="scripts load it"):
        read(tmp_path, "<main><p>Loading…</p></main><script>load('Total trade was 12.9 billion')</script>")


@pytest.mark.parametrize(
    "page",
    [
        *("<!--" * 200_000, "<" * 200_000, "<table><tr><td>" * 30_000, "<p " + "a=b " * 100_000, "<dl><dt>" * 30_000),
        *(
            f"<pre>{text}"
            for text in ("a.  " * 100_000, "a   " * 100_000, "A\n" * 50_000, "a\n\n[Page 1]\n\n" * 20_000)
        ),
    ],
)
def test_hostile_pages_take_linear_time(page: str) -> None:
    start = time.process_time()
    build_from_html(page + "<p>The end.</p>")
    assert time.process_time() - start < 10


@given(
    words=st.lists(st.from_regex(r"[a-z]{5,9}", fullmatch=True), min_size=1, max_size=30, unique=True), data=st.data()
)
def test_every_word_of_a_page_is_read_once(words: list[str], data: st.DataObject) -> None:
    tags = st.sampled_from(
        ["p", "div", "li", "td", "th", "h2", "dt", "dd", "b", "summary", "table", "ul", "dl", "details"]
    )
    body = "".join(f"<{data.draw(tags)}>{word} " if data.draw(st.booleans()) else f"{word} " for word in words)
    pieces = build_from_html(f"<body>{body}").pieces
    found = [text for piece in pieces for text in (*piece.text.split(), *cell_words(piece))]
    assert sorted(word for word in found if word.isalpha()) == sorted(words)


def cell_words(piece: object) -> list[str]:
    """Return the words of the cells of a piece."""
    fragment = getattr(piece, "fragment", None)
    return [word for one in fragment.cells for word in one.text.split()] if fragment else []
