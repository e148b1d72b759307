"""The reader finds words where they are printed, leads to headings, and loses no word of a file without pages."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Passage, PassageKind, PlacedWord
from qa.web.reader.document_text import DocumentText
from qa.web.reader.finding import find
from qa.web.reader.flowing_text import TextHeading, TextTable, flowing_text
from qa.web.reader.outline import outline

WORDS = st.lists(st.sampled_from(["Fondos", "mixtos", "León", "cluster", "2023", "a"]), min_size=1, max_size=30)


def page_of(words: Sequence[str]) -> tuple[PlacedWord, ...]:
    """Words in lines of five, ten points wide each."""
    return tuple(
        (word, 10.0 * (n % 5), 12.0 * (n // 5), 10.0 * (n % 5) + 9, 12.0 * (n // 5) + 10)
        for n, word in enumerate(words)
    )


def text_of(*pages: Sequence[str]) -> DocumentText:
    return DocumentText(tuple(map(page_of, pages)), (), ())


def passage(text: str, section: str, kind: PassageKind = "paragraph", **place: str) -> Passage:
    return Passage("p", "d", kind, text, "", 1, section, **place)  # type: ignore[arg-type]


@given(st.lists(WORDS, min_size=1, max_size=3), st.integers(0, 29), st.integers(1, 4))
def test_printed_words_are_found_where_they_are(pages: list[list[str]], first: int, count: int) -> None:
    sought = pages[-1][first % len(pages[-1]) :][:count]
    hits = find(text_of(*pages), " ".join(sought).upper())
    assert any(hit.page == len(pages) for hit in hits)
    for hit in hits:
        assert " ".join(sought).casefold() in hit.text.casefold()
        assert len(hit.boxes) <= len(hit.text.split())
        assert all(box.page == hit.page for box in hit.boxes)


def test_accents_and_line_ends_do_not_matter() -> None:
    (hit,) = find(text_of(["in", "the", "state", "of", "Nuevo", "León", "since", "2004"]), "nuevo leon")
    assert (hit.before, hit.text, hit.after) == ("in the state of", "Nuevo León", "since 2004")
    assert len(hit.boxes) == 2


@given(st.text())
def test_what_is_not_printed_is_not_found(sought: str) -> None:
    assert all(sought.strip() for _ in find(text_of(["harbour"]), sought))


def test_text_is_kept_as_it_is_written_down() -> None:
    text = DocumentText((page_of(["a", "é"]),), (("1. Ropes", 0, 1),), ("iv",))
    assert DocumentText.from_json(text.to_json()).words == text.words
    assert DocumentText.from_json(text.to_json()).bookmarks == text.bookmarks


def test_sections_are_the_outline_of_a_file_without_bookmarks() -> None:
    passages = [
        passage("One.", "1. Economy"),
        passage("Two.", "2. Culture › 2.1 Museums"),
        passage("Three.", "2. Culture › 2.2 Music"),
    ]
    entries = outline(text_of(["2.2", "Music", "is", "old"]), passages)
    assert [(entry.title, entry.depth) for entry in entries] == [
        ("1. Economy", 0), ("2. Culture", 0), ("2.1 Museums", 1), ("2.2 Music", 1),
    ]  # fmt: skip
    assert entries[0].top == entries[-1].top == 0


def test_a_flowing_text_has_its_headings_and_tables() -> None:
    table = {"table": "Table 1"}
    elements = list(
        flowing_text(
            [
                passage("It is old.", "1. Economy"),
                passage("Plan\nFelt\n2015", "1. Economy › Plans", "row", row="Plan", **table),
                passage("Felt", "1. Economy › Plans", "cell", row="Plan", column="Name", **table),
                passage("2015", "1. Economy › Plans", "cell", row="Plan", column="Year", **table),
                passage("It ends.", "2. Culture"),
            ]
        )
    )
    headings = [(element.text, element.level) for element in elements if isinstance(element, TextHeading)]
    assert headings == [("1. Economy", 3), ("Plans", 4), ("2. Culture", 3)]
    (found,) = [element for element in elements if isinstance(element, TextTable)]
    assert (list(found.columns), list(found.rows)) == (["Name", "Year"], [("Plan", ["Felt", "2015"])])


@pytest.mark.parametrize("divided", [True, False])
def test_a_head_that_was_read_as_a_row_is_shown_as_the_head(divided: bool) -> None:
    table = {"table": "Table 1"}
    head = [passage("Charge\n2025\n2026", "1. Rent", "row", row="Charge", **table)]
    if divided:
        head += [passage(year, "1. Rent", "cell", row="Charge", column=year, **table) for year in ("2025", "2026")]
    body = [
        passage("Water\n22\n23", "1. Rent", "row", row="Water", **table),
        passage("22", "1. Rent", "cell", row="Water", column="2025", **table),
        passage("23", "1. Rent", "cell", row="Water", column="2026", **table),
    ]
    (found,) = [element for element in flowing_text([*head, *body]) if isinstance(element, TextTable)]
    assert (found.corner, list(found.columns), list(found.rows)) == (
        "Charge",
        ["2025", "2026"],
        [("Water", ["22", "23"])],
    )
