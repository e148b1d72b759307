"""What the sweep counts as words, as lost, and as a page's running header."""

from pathlib import Path

import pytest

from benchmarks.sweep.__main__ import FileResult, PageWords, read_one, summary
from benchmarks.sweep.words_kept import body_lines, lost_words, word_count
from corpus.limits import Limits
from corpus.model import Passage
from corpus.reading_pool import ReadingPool

ROOT = Path(__file__).parents[2]


def passage(text: str, page: int) -> Passage:
    return Passage(
        id="p", document_id="d", kind="paragraph", text=text, context="Mexico › Budget", page=page, section="Budget"
    )


def test_a_word_is_lost_if_no_passage_of_its_page_has_it() -> None:
    pages = [["The Mixed Funds", "ended in 2020"], ["nothing here"]]
    passages = [passage("The Mixed Funds ended", 1), passage("in 2020", 2)]
    assert lost_words(pages, passages) == [["in", "2020"], ["nothing", "here"]]
    assert word_count(pages) == 8


def test_words_of_labels_are_kept() -> None:
    assert lost_words([["Budget of Mexico: 4"]], [passage("4 of", 1)]) == [[]]


def test_running_headers_and_page_numbers_are_no_words_of_a_page() -> None:
    pages = [["Factsheet 2023", f"text {word}", f"Page {number}"] for number, word in enumerate("abc", start=1)]
    assert body_lines(pages) == [["text a"], ["text b"], ["text c"]]


def test_a_line_that_returns_inside_pages_is_kept() -> None:
    filler = [f"line {letter}" for letter in "abcdefg"]
    pages = [[f"{letter} {line}" if place != 3 else "no data" for place, line in enumerate(filler)] for letter in "xyz"]
    assert all("no data" in lines for lines in body_lines(pages))


def test_refused_files_are_counted_by_reason_and_words_over_all_files() -> None:
    found = summary(
        [
            FileResult("a.pdf", 1.0, 0.5, pages=2, words=90, lost=("x",)),
            FileResult("b.pdf", 1.0, 3.0, pages=1, words=10),
            FileResult("c.pdf", 1.0, 0.1, refused="has 2,000 pages, the limit is 1,000"),
            FileResult("d.pdf", 1.0, 0.1, refused="has 3,000 pages, the limit is 1,000"),
        ]
    )
    assert (found["files"], found["refused"]) == (4, 2)
    assert found["reasons"] == {"has N pages, the limit is N": 2}
    assert found["words_kept"] == 0.99
    assert found["pdfs_keeping_99_5_percent"] == 1
    assert found["cpu_s_per_page_max"] == 3.0


@pytest.mark.parametrize("name", ["orlavia_2023.pdf"])
def test_a_bundled_factsheet_loses_next_to_nothing(name: str) -> None:
    page_words = PageWords()
    with ReadingPool() as pool:
        result = read_one(ROOT / "corpus" / "factsheets" / name, pool, Limits(), page_words)
    page_words.close()
    assert result.cpu_seconds > 0
    assert not result.refused
    assert result.words > 1000
    assert result.kept is not None
    assert result.kept >= 0.995


def test_a_broken_file_is_refused_and_pdfium_goes_on_to_the_next(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    page_words = PageWords()
    assert list(page_words.of(tmp_path / "broken.pdf")) == []
    assert page_words.of(ROOT / "corpus" / "factsheets" / "orlavia_2023.pdf")
    with ReadingPool() as pool:
        assert read_one(tmp_path / "broken.pdf", pool, Limits(), page_words).refused
    page_words.close()
