"""Citations: one for each page that a quote touches, and the text that refers to them."""

from dataclasses import replace

import numpy as np
from answer_parts import ranked
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document
from qa.answering.citations import answer_text, citations_of

DOCUMENT = Document("d", "orlavia_2023.pdf", "Orlavia", "Orlavia", 2023, "en", 3)


@given(pages=st.lists(st.integers(1, 3), min_size=1, max_size=12).map(sorted))
def test_each_page_has_one_citation_and_no_word_is_lost(pages: list[int]) -> None:
    words = [f"w{number}" for number in range(len(pages))]
    found = ranked(" ".join(words), 1.5, row="HISTORY", column="A")
    boxes = np.array([[number, page, 10.0, 20.0, 30.0, 40.0] for number, page in enumerate(pages)], np.float32)
    placed = replace(found, span=replace(found.span, passage=replace(found.span.passage, word_boxes=boxes)))
    citations = citations_of(placed, DOCUMENT)
    assert [citation.page for citation in citations] == sorted(set(pages))
    assert " ".join(citation.quote for citation in citations).split() == words
    assert all({box.page for box in citation.boxes} == {citation.page} for citation in citations)


def test_a_text_without_pages_has_one_citation_on_the_page_of_its_passage() -> None:
    [citation] = citations_of(ranked("since 2009", 1.5, row="HISTORY", column="A"), DOCUMENT)
    assert (citation.document, citation.page, citation.row, citation.quote) == (
        "orlavia_2023.pdf",
        1,
        "HISTORY",
        "since 2009",
    )


def test_the_answer_numbers_its_citations_and_names_row_and_column() -> None:
    first, second = ranked("2009", 2.0, row="HISTORY", column="A"), ranked("It ends soon.", 1.0, kind="sentence")
    groups = [(DOCUMENT, each, citations_of(each, DOCUMENT)) for each in (first, second)]
    assert answer_text(groups, "en", name_countries=False) == "HISTORY – A: “2009” [1]\n“It ends soon.” [2]"
    assert answer_text(groups, "de", name_countries=True).startswith("Orlavia – HISTORY – A: „2009“ [1]")
