"""Invariants of every reading, whatever the document: quotes, boxes, words, labels, and the same result each time."""

from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from flowing import Part, Writer, Written, short_parts, tables
from hypothesis import given, settings
from hypothesis import strategies as st
from verbatim import assert_verbatim

from corpus.limits import Limits
from corpus.model import Passage
from corpus.parse import parse_file
from corpus.read import Reading

RULED = ("grid", "rows")
OPEN = ("none", "stripes")


def written(factory: pytest.TempPathFactory, parts: list[Part], wide: bool) -> Written:
    return Writer().write(parts, factory.mktemp("flow") / "flow.pdf", wide)


def assert_boxes_hold_their_words(path: Path, passages: tuple[Passage, ...]) -> None:
    """Another library finds in the box of each word that word and nothing else."""
    document = pypdfium2.PdfDocument(path)
    pages = [(page.get_textpage(), page.get_height()) for page in document]
    for passage in passages:
        words = passage.text.split()
        for number, page, x0, top, x1, bottom in passage.word_boxes.tolist():
            text, height = pages[int(page) - 1]
            found = text.get_text_bounded(x0 - 0.5, height - bottom + 1, x1 + 0.5, height - top - 1)
            assert "".join(found.split()) == words[int(number)]


def assert_words_stand_once(document: Written, reading: Reading) -> None:
    counts = Counter(word for block in reading.blocks for word in block.text.split())
    assert {word: counts[word] for word in document.words} == dict.fromkeys(document.words, 1)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(parts=st.lists(short_parts() | tables(RULED + OPEN, 30), min_size=1, max_size=5), wide=st.booleans())
def test_every_word_is_in_one_block_and_every_quote_and_box_is_true(
    tmp_path_factory: pytest.TempPathFactory, parts: list[Part], wide: bool
) -> None:
    document = written(tmp_path_factory, parts, wide)
    reading = parse_file(document.path, Limits())
    assert_words_stand_once(document, reading)
    assert_verbatim(document.path, reading)
    assert_boxes_hold_their_words(document.path, reading.passages)
    assert parse_file(document.path, Limits()) == reading


@settings(max_examples=20, deadline=None, derandomize=True)
@given(above=st.lists(st.integers(10, 90), max_size=9).map(tuple), part=tables(RULED + OPEN, 45))
def test_labels_survive_any_page_break_in_tables_of_any_rules(
    tmp_path_factory: pytest.TempPathFactory, above: tuple[int, ...], part: Part
) -> None:
    document = written(tmp_path_factory, [Part("paragraphs", above), part], False)
    reading = parse_file(document.path, Limits())
    found = {(b.row, b.column): " ".join(b.text.split()) for b in reading.blocks if b.kind == "cell" and b.column}
    assert {label: found.get(label) for label in document.cells} == document.cells


def test_boxes_of_real_factsheets_hold_their_words(bundled: Path) -> None:
    for path in sorted(bundled.glob("*.pdf")):
        assert_boxes_hold_their_words(path, parse_file(path, Limits()).passages)
