"""Nothing is lost: the words of a file are in its passages, and words that are not are counted and named."""

from dataclasses import replace
from pathlib import Path

import pytest
from corpus_builder import Builder, TableRow
from flowing import Part, Writer, short_parts, tables
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.passages.coverage import measure_coverage


@settings(max_examples=15, deadline=None, derandomize=True)
@given(parts=st.lists(short_parts() | tables(("grid", "rows", "none"), 30), min_size=1, max_size=4), wide=st.booleans())
def test_every_word_of_any_document_is_in_a_passage(
    tmp_path_factory: pytest.TempPathFactory, parts: list[Part], wide: bool
) -> None:
    path = Writer().write(parts, tmp_path_factory.mktemp("flow") / "flow.pdf", wide).path
    coverage = measure_coverage(path, parse_file(path, Limits()))
    assert coverage.words > 0
    assert coverage.missing == ()


def test_every_word_of_the_bundled_factsheets_is_in_a_passage(bundled: Path) -> None:
    for path in sorted(bundled.glob("*.pdf")):
        assert measure_coverage(path, parse_file(path, Limits())).share >= 0.995


def test_words_without_a_passage_are_named_with_their_page(tmp_path: Path) -> None:
    book = Builder(tmp_path / "sheet.pdf", header=None)
    book.paragraph("The harbour was deepened in 2019 and widened in 2021.")
    book.new_page()
    book.paragraph("Nothing else has changed.")
    book.table([("Region", "Cost")], [TableRow("North", "", (["5"],)), TableRow("South", "", (["7"],))], [90.0])
    path = book.save()
    reading = parse_file(path, Limits())
    assert measure_coverage(path, reading).share == 1
    kept = tuple(passage for passage in reading.passages if "harbour" not in passage.text)
    lost = measure_coverage(path, replace(reading, passages=kept))
    assert (1, "deepened") in lost.missing
    assert lost.share < 1
