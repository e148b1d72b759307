"""Check pages in two columns: paragraphs across the ends of columns and pages are whole, in order, with all boxes."""

import pytest
from flowing import BODY, HEADING, unique_words
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph
from verbatim import assert_verbatim

from corpus.limits import Limits
from corpus.parse import parse_file


@settings(max_examples=10, deadline=None, derandomize=True)
@given(lengths=st.lists(st.integers(12, 110), min_size=6, max_size=20))
def test_paragraphs_are_whole(tmp_path_factory: pytest.TempPathFactory, lengths: list[int]) -> None:
    words = unique_words()
    texts = [" ".join(next(words) for _ in range(n)).capitalize() + "." for n in lengths]
    path = tmp_path_factory.mktemp("columns") / "columns.pdf"
    document = BaseDocTemplate(str(path), pagesize=A4, invariant=1)
    document.addPageTemplates(PageTemplate(frames=[Frame(60, 60, 225, 720), Frame(310, 60, 225, 720)]))
    document.build([Paragraph("The two columns", HEADING), *(Paragraph(text, BODY) for text in texts)])
    reading = parse_file(path, Limits())
    assert [" ".join(block.text.split()) for block in reading.blocks if block.kind != "heading"] == texts
    assert_verbatim(path, reading)
