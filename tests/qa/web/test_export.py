"""A conversation is taken away whole: its quotes and sources, and its documents for reference managers."""

import html
import io
import re
from dataclasses import replace

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Document
from qa.model import Answer, Citation
from qa.question.document_filter import DocumentScope
from qa.question.plan import Plan
from qa.web.translations import translations_for
from qa.web.views.export.formats import FORMATS
from qa.web.views.export.references import as_bibtex, as_ris
from qa.web.views.export.turns import ExportOrigin, full_place
from qa.web.views.export.word import as_word
from qa.web.visits.turns import Turn, TurnScope

ORIGIN = ExportOrigin("http://127.0.0.1:7860/", "2026-01-31")
SAY = translations_for("en")


def cited(quote: str = "EUR 14 million", document: str = "sylvania_2023.pdf", page: int | None = 4) -> Citation:
    title = "Country factsheet: Sylvania (2023)"
    return Citation(document, title, "Sylvania", 2023, page, "2. Policy", "Budget / Annual", "Plan", quote, (), 1.0)


def turn(*citations: Citation, others: tuple[Citation, ...] = (), question: str = "How large is it?") -> Turn:
    text = "\n".join(f"“{each.quote}” [{number}]" for number, each in enumerate(citations, 1))
    return Turn(question, TurnScope(), 3, Answer(question, True, text, None, 0.9, "en", citations, others=others))


def word_text(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


@pytest.mark.parametrize("format", ["md", "html", "docx"])
def test_every_format_has_the_quotes_their_places_how_sure_it_is_and_where_it_is_from(format: str) -> None:
    content = FORMATS[format].write([turn(cited(), others=(cited("EUR 3 million"),))], SAY, ORIGIN)
    text = word_text(content) if isinstance(content, bytes) else content
    plain = re.sub(r"\\(?=[^\w\s])", "", text)
    for part in ("EUR 14 million", "EUR 3 million", "page 4", "Budget / Annual", "Sure (90 % likely right)"):
        assert part in plain
    assert ORIGIN.date in plain
    assert "http://127.0.0.1:7860/?q=How+large+is+it%3F" in plain


def test_the_unit_of_a_caption_is_said_unless_labels_say_it() -> None:
    bare = replace(cited("14.0"), unit="million euros")
    assert full_place(bare, SAY).endswith("Plan, (million euros)")
    assert "(million euros)" not in full_place(replace(bare, column="Plan, in million euros"), SAY)


@pytest.mark.parametrize("format", sorted(FORMATS.keys() - {"json"}))
def test_each_source_leads_to_its_page_unless_it_is_the_visitors_own(format: str) -> None:
    def written(turn: Turn) -> str:
        content = FORMATS[format].write([turn], SAY, ORIGIN)
        if isinstance(content, str):
            return html.unescape(content).replace("\\", "")
        links = docx.Document(io.BytesIO(content)).part.rels.values()
        return "\n".join(link.target_ref for link in links if link.is_external)

    address = f"{ORIGIN.address}?read=sylvania_2023.pdf&at=4"
    assert address in written(turn(cited()))
    assert "read=" not in written(replace(turn(cited()), own=True))


@settings(deadline=None, max_examples=25)  # a file takes a tenth of a second
@given(st.text())
def test_a_word_file_holds_whatever_a_document_says(quote: str) -> None:
    shown = word_text(as_word([turn(cited(quote))], SAY, ORIGIN))
    assert all(letter in shown for letter in quote if letter.isalnum())


def test_each_cited_document_is_one_reference_with_its_pages() -> None:
    turns = [turn(cited(page=9), cited(page=4)), turn(cited(document="a_2023.pdf", page=None)), turn(cited(page=4))]
    bibtex, ris = as_bibtex(turns, ORIGIN), as_ris(turns, ORIGIN)
    assert re.findall(r"^@misc\{(.+),$", bibtex, re.MULTILINE) == ["sylvania-2023", "a-2023"]
    assert bibtex.count("pages = {4, 9}") == 1
    assert r"howpublished = {sylvania\_2023.pdf}" in bibtex
    assert re.findall(r"^N1  - (\S+)", ris, re.MULTILINE) == ["sylvania_2023.pdf", "a_2023.pdf"]
    assert r"url = {http://127.0.0.1:7860/?read=sylvania\_2023.pdf\&at=9}" in bibtex
    assert "UR  - http://127.0.0.1:7860/?read=a_2023.pdf\r\n" in ris
    assert ris.count("TY  - RPRT") == ris.count("ER  - ") == 2


@given(st.text(min_size=1), st.text())
def test_no_title_breaks_a_reference(name: str, title: str) -> None:
    source = Citation(f"{name}.pdf", title, None, None, 1, "", None, None, "It ends.", (), 1.0)
    entry = as_bibtex([turn(source)], ORIGIN)
    unescaped = re.sub(r"\\[{}]", "", entry)
    assert unescaped.count("{") == unescaped.count("}")
    assert entry.count("@misc{") == 1 + title.count("@misc{") + name.count("@misc{")
    assert as_ris([turn(source)], ORIGIN).count("\r\nER  - ") == 1


def test_the_documents_that_a_question_was_narrowed_to_are_named() -> None:
    sheets = tuple(Document(n, n, n, n.partition("_")[0].title(), 2023, "en", 4) for n in ("sylvania_2023.pdf",))
    asked = turn(cited())
    assert asked.answer is not None
    plan = Plan("find", asked.question, asked.question, "en", DocumentScope(sheets))
    narrowed = replace(asked, answer=replace(asked.answer, plan=plan))
    assert narrowed.searched(SAY) == "Sylvania 2023"
    assert asked.searched(SAY) == "all 3 documents"
