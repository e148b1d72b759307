"""Check prose: sections, paragraphs, lists, footnotes, references, running lines, metadata of the document."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from corpus_builder import Builder
from flowing import BODY
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.platypus import Flowable, ListFlowable, Paragraph, SimpleDocTemplate
from verbatim import assert_verbatim

from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.passages.token_budget import MAX_TOKENS, tokens
from corpus.read import Reading

FILLER = "The council of the regions meets twice a year and looks at what was done with the money it gave. "


def texts(reading: Reading, kind: str) -> list[str]:
    """Return the texts of all passages of a kind."""
    return [passage.text for passage in reading.passages if passage.kind == kind]


def report(path: Path) -> Reading:
    """Read a report with every feature of prose."""
    book = Builder(path, title="Country factsheet: Elbonia (2024)")
    book.heading("1. Introduction")
    book.paragraph(FILLER * 4)
    book.paragraph("The parts of this report are:")
    book.paragraph("1) what the state does,", indent=12)
    book.paragraph("2) what the regions do.", indent=12)
    book.heading("Money", size=13)
    for _ in range(20):
        book.paragraph(FILLER * 5)
    book.footnote("1 The council was founded in the year 1999.")
    book.heading("References")
    book.paragraph("Council (2020). The first report. www.example.org/first")
    book.paragraph("Council (2021). The second report. www.example.org/second")
    return parse_file(book.save(), Limits())


def test_headings_make_the_path_of_sections(tmp_path: Path) -> None:
    sections = list(dict.fromkeys(passage.section for passage in report(tmp_path / "report.pdf").passages))
    assert sections == ["1. Introduction", "1. Introduction › Money", "References"]


def test_a_list_within_a_list_stays_in_its_place(tmp_path: Path) -> None:
    inner = ["grants of a quarter of the price;", "loans at the rate of the bank."]
    outer = [_item("Money for machines, namely:"), _bullets(map(_item, inner)), _item("Rooms in the old mill.")]
    lead, after = "The programme helps firms of the lake with two things:", "It began in spring."
    parts = [_item(lead), _bullets(outer), _item(after)]
    SimpleDocTemplate(str(tmp_path / "nested.pdf")).build(parts)
    reading = parse_file(tmp_path / "nested.pdf", Limits())
    assert texts(reading, "list") == [
        "\n".join([lead, "Money for machines, namely:", *inner, "Rooms in the old mill."])
    ]
    assert texts(reading, "paragraph") == [after]


def _item(text: str) -> Flowable:
    return Paragraph(text, BODY)


def _bullets(items: Iterable[Flowable]) -> ListFlowable:
    return ListFlowable(list(items), bulletType="bullet", start="•", leftIndent=14)


def test_a_list_goes_with_its_lead_in(tmp_path: Path) -> None:
    assert texts(report(tmp_path / "report.pdf"), "list") == [
        "The parts of this report are:\n1) what the state does,\n2) what the regions do."
    ]


def test_running_headers_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    reading = report(tmp_path / "report.pdf")
    assert (reading.document.page_count or 0) >= 3
    assert all("observatory" not in block.text for block in reading.blocks)
    assert all(block.text not in {"1", "2", "3", "4"} for block in reading.blocks)


def test_running_headers_may_change_with_the_section(tmp_path: Path) -> None:
    book = Builder(tmp_path / "sections.pdf", header=None)
    for number in range(8):
        book.canvas.setFont("Helvetica", 8)
        book.canvas.drawString(400, 800, "Policies of the land" if number < 4 else "State of play")
        book.canvas.drawString(500, 40, f"{number + 1} / 8")
        book.y = 740
        book.paragraph(FILLER * (9 + number))
        if number < 7:
            book.new_page()
    found = {block.text for block in parse_file(book.save(), Limits()).blocks}
    assert not any(text.endswith(("the land", "State of play", "/ 8")) for text in found)


def test_a_paragraph_over_a_page_end_is_one_passage_with_a_line_a_page(tmp_path: Path) -> None:
    reading = report(tmp_path / "report.pdf")
    cut = [passage for passage in reading.passages if len({box.page for box in passage.boxes}) > 1]
    assert cut
    for passage in cut:
        assert passage.text.split() == (FILLER * 5).split()
        assert passage.text.count("\n") == 1


def test_footnotes_and_references_are_passages_of_their_own(tmp_path: Path) -> None:
    reading = report(tmp_path / "report.pdf")
    assert texts(reading, "footnote") == ["1 The council was founded in the year 1999."]
    assert len(texts(reading, "reference")) == 2


def test_context_names_country_year_and_sections(tmp_path: Path) -> None:
    reading = report(tmp_path / "report.pdf")
    passage = next(p for p in reading.passages if p.section.endswith("Money"))
    assert passage.context == "Elbonia, 2024 › 1. Introduction › Money"


def test_facts_come_from_title_and_text(tmp_path: Path) -> None:
    document = report(tmp_path / "report.pdf").document
    assert (document.title, document.country, document.year, document.language) == (
        "Country factsheet: Elbonia (2024)",
        "Elbonia",
        2024,
        "en",
    )


def test_contents_pages_are_kept_apart(tmp_path: Path) -> None:
    book = Builder(tmp_path / "contents.pdf")
    book.heading("Contents")
    for title, page in (("1. Introduction", 2), ("2. Policies", 7), ("References", 9)):
        book.paragraph(title)
        book.canvas.drawString(500, book.y + 5, str(page))
    book.new_page()
    book.heading("1. Introduction")
    book.paragraph(FILLER * 5)
    reading = parse_file(book.save(), Limits())
    assert texts(reading, "contents") == ["1. Introduction 2\n2. Policies 7\nReferences 9"]
    assert [passage.section for passage in reading.passages] == ["Contents", "1. Introduction"]


def test_long_contents_are_passages_of_bounded_length(tmp_path: Path) -> None:
    book = Builder(tmp_path / "contents.pdf")
    book.heading("Contents")
    for number in range(1, 36):
        book.paragraph(f"{number}. Policies of the province and its towns {'.' * 40} {number + 2}")
    book.new_page()
    book.paragraph(FILLER * 5)
    reading = parse_file(book.save(), Limits())
    assert len(texts(reading, "contents")) > 1
    assert all(tokens(text) <= MAX_TOKENS for text in texts(reading, "contents"))


def test_a_raised_mark_is_no_digit_of_the_number_before_it(tmp_path: Path) -> None:
    book = Builder(tmp_path / "raised.pdf", header=None)
    book.paragraph("The programme began in the year 2022")
    width = book.canvas.stringWidth("The programme began in the year 2022", "Helvetica", 10)
    book.canvas.setFont("Helvetica", 6)
    book.canvas.drawString(60 + width, book.y + 9, "3")
    reading = parse_file(book.save(), Limits())
    assert "2022" in reading.passages[0].text.split()


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    book = Builder(tmp_path / "columns.pdf", header=None)
    for number, (left, right) in enumerate(
        [("one two", "seven eight"), ("three four", "nine ten"), ("five six.", "end.")]
    ):
        book.canvas.drawString(60, 700 - 13 * number, left)
        book.canvas.drawString(320, 700 - 13 * number, right)
    reading = parse_file(book.save(), Limits())
    assert " ".join(p.text for p in reading.passages).split() == (
        ["one", "two", "three", "four", "five", "six.", "seven", "eight", "nine", "ten", "end."]
    )


def test_a_word_cut_at_a_line_end_is_whole_again_where_the_file_confirms_it(tmp_path: Path) -> None:
    book = Builder(tmp_path / "hyphen.pdf", header=None)
    book.paragraph("Here innovation counts.")
    book.canvas.drawString(60, 600, "A line of many words which ends within a word that is called inno-")
    book.canvas.drawString(60, 587, "vation and a line more")
    book.canvas.drawString(60, 574, "and another one of them")
    reading = parse_file(book.save(), Limits())
    passage = next(passage for passage in reading.passages if "called" in passage.text)
    number = passage.text.split().index("innovation")
    assert sum(row[0] == number for row in passage.word_boxes) == 2


def cut_lines(path: Path, *lines: str) -> list[str]:
    """Draw lines of one paragraph, and return the words read."""
    book = Builder(path, header=None)
    for number, line in enumerate(lines):
        book.canvas.drawString(60, 600 - 13 * number, line)
    return " ".join(passage.text for passage in parse_file(book.save(), Limits()).passages).split()


def test_a_hyphen_is_kept_where_no_word_shows_that_it_only_marks_the_line_end(tmp_path: Path) -> None:
    words = cut_lines(
        tmp_path / "kept.pdf", "Where the figures were missing they assumed a worst-", "case value for all"
    )
    assert "worst-case" in words


def test_files_that_hyphenate_lose_the_hyphen_between_halves_that_are_no_words(tmp_path: Path) -> None:
    lines = (
        "The measuring of the harbours was done first, and then the measur-",
        "ing of all the quays showed that what they had built was rather a for-",
        "tress than a port, which no user but they themselves would call user-",
        "friendly at all",
    )
    assert {"measuring", "fortress", "user-friendly"} <= set(cut_lines(tmp_path / "cut.pdf", *lines))


def test_the_end_of_a_word_that_a_hyphen_replaces_is_not_joined(tmp_path: Path) -> None:
    words = cut_lines(tmp_path / "open.pdf", "The plan names the short-", "and long-term costs of all quays")
    assert words[4:7] == ["short-", "and", "long-term"]


def test_words_in_captions_and_narrow_cells_are_joined(tmp_path: Path) -> None:
    book = Builder(tmp_path / "cells.pdf", header=None)
    book.paragraph("Environmental costs and maintenance are shown in a table.")
    book.canvas.grid([60, 130, 200, 270], [500, 530, 560])
    for left, lines in ((64, ("Environ-", "mental")), (134, ("Mainte-", "nance")), (204, ("Sum",))):
        for number, line in enumerate(lines):
            book.canvas.drawString(left, 548 - 12 * number, line)
    for left, text in ((64, "quays"), (134, "12"), (204, "17")):
        book.canvas.drawString(left, 510, text)
    reading = parse_file(book.save(), Limits())
    assert {"Environmental", "Maintenance"} <= {word for block in reading.blocks for word in block.text.split()}


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Firms work with schools.",
            "In 2021 the state spent EUR 5 million.",
            "Nobody knows why.",
            "It ended – at last.",
        ]
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=15, deadline=None)
@given(paragraphs=st.lists(SENTENCES, min_size=1, max_size=12))
def test_every_line_of_a_passage_stands_in_its_page_and_every_word_in_one_block(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("prose") / "prose.pdf"
    book = Builder(path, header=None)
    book.heading("1. Introduction")
    for sentences in paragraphs:
        book.paragraph(" ".join(sentences))
    reading = parse_file(book.save(), Limits())
    assert_verbatim(path, reading)
    body = [word for block in reading.blocks if block.kind != "heading" for word in block.text.split()]
    assert body == " ".join(" ".join(sentences) for sentences in paragraphs).split()
    assert all(tokens(passage.text) <= MAX_TOKENS for passage in reading.passages)


def test_bundled_and_shared_factsheets_are_quoted_verbatim(bundled: Path, shared: Path) -> None:
    files = [*sorted(bundled.glob("*.pdf")), *sorted((shared / "factsheets").glob("*_2023.pdf"))]
    for path in files:
        assert_verbatim(path, parse_file(path, Limits()))


def test_reading_is_the_same_every_time(tmp_path: Path) -> None:
    one, other = report(tmp_path / "report.pdf"), parse_file(tmp_path / "report.pdf", Limits())
    assert one == other
    for first, second in zip(one.passages, other.passages, strict=True):
        assert (first.word_boxes == second.word_boxes).all()


@pytest.mark.parametrize(
    ("title", "cover", "name", "country", "year"),
    [
        ("Country factsheet: Elbonia (2024)", [], "x.pdf", "Elbonia", 2024),
        (None, ["Country factsheet", "ELBONIA", "2022"], "x.pdf", "Elbonia", 2022),
        (None, ["Elbonia", "Country factsheet", "An initiative of the guild"], "elbonia_2021.pdf", "Elbonia", 2021),
        ("Ficha de país: México", [], "ficha-2020.pdf", "Mexico", 2020),
        ("Fiche pays : Elbonie (2024)", [], "x.pdf", "Elbonie", 2024),
        ("Länderbericht: Elbonien (2024)", [], "x.pdf", "Elbonien", 2024),
        ("Microsoft Word - draft.docx", ["Country factsheet", "Costa Rica"], "final.pdf", "Costa Rica", None),
        (None, ["A report", "on nothing in particular"], "final.pdf", None, None),
        ("Country factsheet: Mexico (2021)", ["Country factsheet", "Czech Republic 2023"], "x.pdf", "Czechia", 2023),
        (None, ["2023", "COUNTRY FACTSHEET", "BOSNIA & HERZEGOVINA"], "x.pdf", "Bosnia and Herzegovina", 2023),
        (None, ["Côte d’Ivoire", "Country factsheet"], "x_2022.pdf", "Côte d'Ivoire", 2022),
        (None, ["Country factsheet Bosnia and", "Herzegovina"], "x.pdf", "Bosnia and Herzegovina", None),
        (None, ["South Korea 2023", "Country factsheet"], "x.pdf", "South Korea", 2023),
        (None, ["Factsheet", "Türkiye"], "x.pdf", "Türkiye", None),
    ],
)
def test_country_and_year(
    tmp_path: Path, title: str | None, cover: list[str], name: str, country: str | None, year: int | None
) -> None:
    book = Builder(tmp_path / name, header=None, title=title)
    for line in cover:
        book.heading(line, size=30)
    book.new_page()
    book.heading("1. Introduction")
    book.paragraph(FILLER * 5)
    document = parse_file(book.save(), Limits()).document
    assert (document.country, document.year) == (country, year)
