"""Text with hard line breaks, in text files and in the HTML element `pre`, is read as paragraphs, lists and lines."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.limits import Limits
from corpus.model import Passage
from corpus.parse import parse_file
from corpus.text.prose import preformatted_pieces
from corpus.text_analysis.hyphens import build_lexicon, join_halves

LAW = """
                 An Act on Harbours and Other Public Places

                      TITLE I--HARBOURS OF THE ISLANDS

SEC. 101. CARE OF HARBOURS AND OF THE LIGHTS ON THE COAST, AND OTHER
            DUTIES OF THE STATE.

    (a) Duties.--The state cares for all harbours of the islands. It
shall report to the assembly at the end of each year on--
            (1) the harbours that were closed, and the reasons why
        they were;
            (2) the date that is 60 days after the date of the enact-
        ment of this Act, or the date of the report, as shown in

[[Page 12]]

        the annex of this Act; and
            ``(3) the date of enactment.
    (b) Costs.--The towns pay one half of the costs.

[[Page 13]]

         TITLE II--LIGHTS

Section 9 of the old Act is repealed, as are the rules on the care
of the lights that the towns have made in the past under section
(2) of that Act.

[[Page 14]]

    Approved October 26, 2001.
"""

STATEMENT = """
1.  Money

  Department            2022      2023
  ------------------------------------
  Lighthouses .........  2.1       2.4
  Coast guard            7.9       8.3

This line  is justified to  the margin by blanks
and so is  the one that follows it  on the page,
which is  a sentence and no table of any figures.

Ministry of Ports
12 Harbour Street
1010 Lakeford

HISTORY
-------
The ministry was founded in 1899 as a part of the
war office, which it left in 1920.
"""


def read(tmp_path: Path, name: str, text: str) -> list[Passage]:
    """Read a text as a text file, or within the element `pre` of an HTML file."""
    path = tmp_path / name
    markup = text.replace("&", "&amp;").replace("<", "&lt;")
    path.write_text(text if path.suffix == ".txt" else f"<html><body><pre>{markup}</pre></body></html>")
    return list(parse_file(path, Limits()).passages)


@pytest.fixture(params=["page.html", "page.txt"])
def name(request: pytest.FixtureRequest) -> str:
    """The names of an HTML file and of a text file."""
    return str(request.param)


def test_a_law_has_sections_and_whole_items(tmp_path: Path, name: str) -> None:
    passages = read(tmp_path, name, LAW)
    title = "TITLE I--HARBOURS OF THE ISLANDS"
    care = f"{title} › SEC. 101. CARE OF HARBOURS AND OF THE LIGHTS ON THE COAST, AND OTHER DUTIES OF THE STATE."
    assert [(p.kind, p.section, p.text) for p in passages if p.section and "Page" not in p.text] == [
        (
            "list",
            care,
            "(a) Duties.--The state cares for all harbours of the islands. It shall report to the assembly at the end "
            "of each year on--\n"
            "(1) the harbours that were closed, and the reasons why they were;\n"
            "(2) the date that is 60 days after the date of the enactment of this Act, or the date of the report, as "
            "shown in the annex of this Act; and\n"
            "``(3) the date of enactment.\n"
            "(b) Costs.--The towns pay one half of the costs.",
        ),
        (
            "paragraph",
            "TITLE II--LIGHTS",
            "Section 9 of the old Act is repealed, as are the rules on the care of the lights that the towns have made "
            "in the past under section (2) of that Act.",
        ),
        ("paragraph", "TITLE II--LIGHTS", "Approved October 26, 2001."),
    ]
    assert [p.text for p in passages if "Page" in p.text] == ["[[Page 12]]", "[[Page 13]]", "[[Page 14]]"]


def test_columns_and_addresses_stay_lines(tmp_path: Path, name: str) -> None:
    assert [(p.section, p.text) for p in read(tmp_path, name, STATEMENT)] == [
        ("1. Money", "Department 2022 2023\nLighthouses ......... 2.1 2.4\nCoast guard 7.9 8.3"),
        (
            "1. Money",
            "This line is justified to the margin by blanks and so is the one that follows it on the page, which is a "
            "sentence and no table of any figures.",
        ),
        ("1. Money", "Ministry of Ports"),
        ("1. Money", "12 Harbour Street"),
        ("1. Money", "1010 Lakeford"),
        ("HISTORY", "The ministry was founded in 1899 as a part of the war office, which it left in 1920."),
    ]


def test_code_and_breaks_keep_their_lines_and_deleted_text_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><body><pre><code>a = 1\nb = 2</code></pre>"
        "<pre>The harbour costs <del>9</del> <b>12</b> million<sup>1</sup> and is<br>paid for by the towns.</pre>"
    )
    texts = [passage.text for passage in parse_file(path, Limits()).passages]
    assert texts == ["a = 1\nb = 2", "The harbour costs 12 million ¹ and is paid for by the towns."]


def test_words_in_angle_brackets_are_no_tags(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("The fund <<NOTE: see the annex.>> grows, <b>says</b> the office <office@ports.example> there.\n")
    texts = [passage.text for passage in parse_file(path, Limits()).passages]
    assert texts == ["The fund <<NOTE: see the annex.>> grows, says the office <office@ports.example> there."]


def test_a_text_that_recurs_on_one_page_is_no_running_header(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("\n\n".join(f"Question {word} of the list?\n\nNot known." for word in ("one", "two", "three")))
    assert sum(passage.text == "Not known." for passage in parse_file(path, Limits()).passages) == 3


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("enact-", "ment,", "enactment,"),
        ("well-", "known", "well-known"),
        ("Gramm-", "Leach", "Gramm-Leach"),
        ("soft\u00ad", "ware", "software"),
        ("enact-", "ments", "enactments"),
        ("two-", "fold", "two-fold"),
        ("enact-", "Ment", "enact-Ment"),
        ("short-", "and", None),
        ("--", "ment", None),
        ("enact", "ment", None),
    ],
)
def test_halves_are_joined_as_the_other_words_show(first: str, second: str, whole: str | None) -> None:
    lexicon = build_lexicon(["enactment", "well-known", "Gramm-Leach"], [])
    assert join_halves(first, second, lexicon) == whole


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("PART II. THE HARBOURS", 1),
        ("Chapter 3 - Lights", 2),
        ("§ 5 Pflichten des Landes", 3),
        ("Art. 7: Ámbito", 3),
        ("SECTION 12. WHERE THE LIGHTS ARE, AND\n        WHO TENDS THEM.", 3),
        ("2.1 Lights", 2),
        ("WHO TENDS THE LIGHTS", 1),
        ("Who tends the lights", 4),
        ("Article 5 of the treaty on lights", 4),
        ("Part 1 was repealed.", 0),
        ("THE LIGHTS ARE TENDED BY THE TOWNS.", 0),
        ("Harbour       12\nCoast         13", 0),
    ],
)
def test_headings_are_found_by_number_capitals_or_the_paragraph_below(title: str, level: int) -> None:
    below = "The towns tend all lights of the coast, and the state pays for one half of what they cost each year."
    first, *_ = preformatted_pieces(f"{title}\n\n{below}")
    assert (first.kind == "heading", first.level) == (level > 0, level)


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=48, max_size=60)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    texts=st.lists(WORDS, min_size=1, max_size=6),
    width=st.integers(50, 90),
    indents=st.sampled_from([("", ""), ("    ", ""), ("", "    "), ("  ", "  ")]),
    gap=st.sampled_from(["\n", "\n\n"]),
)
def test_wrapped_paragraphs_are_read_whole(
    texts: list[list[str]], width: int, indents: tuple[str, str], gap: str
) -> None:
    first, others = indents
    paragraphs = [f"The{' '.join(['', *words])}." for words in texts]
    separator = gap if first != others else "\n\n"
    wrapped = separator.join(
        textwrap.fill(text, width, initial_indent=first, subsequent_indent=others) for text in paragraphs
    )
    assert [piece.text for piece in preformatted_pieces(wrapped)] == paragraphs


LINE = st.text("abAB .,:;()-*|12\t`", max_size=40)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(lines=st.lists(LINE, max_size=12))
def test_no_letter_is_lost_and_order_is_kept(lines: list[str]) -> None:
    text = "\n".join(lines)
    read_back = "".join(piece.text for piece in preformatted_pieces(text))
    assert list(filter(str.isalpha, read_back)) == list(filter(str.isalpha, text))
