"""A conversation can be kept and linked to, and an answer judged."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from qa import FactsheetQA
from qa.evaluate.question_sets.load import load_question_sets
from qa.web.translations import translations_for
from qa.web.views.export.formats import as_html
from qa.web.views.export.markdown import as_markdown
from qa.web.views.export.turns import ExportOrigin
from qa.web.visits.turns import Turn, TurnScope

PARAGRAPH = "Why were the Mixed Funds ended?"
OFF_TOPIC = "How do I bake sourdough bread?"
FELT = "How much do the hat makers pay to the Felt Cluster of Ruthenbourg?"
ORIGIN = ExportOrigin("http://127.0.0.1:7860/", "2026-01-31")
HOSTILE = "<img src=x onerror=alert(1)> [link](javascript:alert(1)) **bold** | # head"

Ask = Callable[[Page, str], None]


def kept(page: Page, name: str) -> str:
    page.locator(".export summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


class Elements(HTMLParser):
    """The elements of a page and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_conversation_is_kept_with_its_citations(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    ask(page, PARAGRAPH)
    ask(page, FELT)
    citations = [engine.ask(question).citations[0] for question in (PARAGRAPH, FELT)]
    found = json.loads(kept(page, "As JSON"))
    assert [turn["question"] for turn in found] == [PARAGRAPH, FELT]
    assert [turn["citations"][0]["quote"] for turn in found] == [citation.quote for citation in citations]
    for text in (kept(page, "As Markdown"), kept(page, "As a web page")):
        plain = re.sub(r"\\(?=[^a-zA-Z0-9\s])", "", text)
        for question, citation in zip((PARAGRAPH, FELT), citations, strict=True):
            assert question in plain
            assert citation.document.split("&")[0] in plain
    assert f"page {citations[0].page}" in plain


def test_nothing_kept_can_act_as_markup(engine: FactsheetQA) -> None:
    turn = Turn(HOSTILE, TurnScope(), 4, engine.ask(FELT))
    parser = Elements()
    parser.feed(as_html([turn], translations_for("en"), ORIGIN))
    assert not {"img", "script", "iframe"} & {tag for tag, _ in parser.found}
    assert all((attributes["href"] or "").startswith(ORIGIN.address) for tag, attributes in parser.found if tag == "a")
    assert not [name for _, attributes in parser.found for name in attributes if name.startswith("on")]
    written = as_markdown([turn], translations_for("en"), ORIGIN).split("## ", 1)[1].rpartition("\n<")[0]
    written = re.sub(
        rf"^(\d+\\\.) \[(.*)\]\(<{re.escape(ORIGIN.address)}[^ <>]*>\)$", r"\1 \2", written, flags=re.MULTILINE
    )
    for mark in ("<", "[", "**", "|", "# head"):
        assert not re.search(rf"(?<!\\){re.escape(mark)}", written)


def test_a_link_asks_its_question_in_its_scope(open_page: Callable[..., Page], ask: Ask) -> None:
    page = open_page()
    page.locator("#scope > button").click()
    page.get_by_role("checkbox", name="Orlavia").first.check()
    expect(page.locator("#scope > button")).to_contain_text("Filter: Orlavia")
    ask(page, "Which authority is responsible for the policy?")
    path = page.locator("[data-link]").get_attribute("data-link")
    assert path is not None
    other = open_page(path=f"/{path}")
    expect(other.locator(".turn .question")).to_have_text("Which authority is responsible for the policy?")
    expect(other.locator(".turn .scope")).to_contain_text("Searched: Orlavia")
    other.reload()
    expect(other.locator(".turn .question")).to_have_count(1)


def test_a_link_of_an_export_opens_the_page_of_its_quote(
    open_page: Callable[..., Page], page: Page, ask: Ask, engine: FactsheetQA
) -> None:
    ask(page, PARAGRAPH)
    citation = engine.ask(PARAGRAPH).citations[0]
    parser = Elements()
    parser.feed(kept(page, "As a web page"))
    link = next(str(attributes["href"]) for tag, attributes in parser.found if tag == "a")
    other = open_page(path="/?" + link.partition("?")[2])
    viewer = other.locator("#viewer")
    expect(viewer).to_contain_text(citation.document)
    expect(viewer.get_by_label("Page number")).to_have_value(str(citation.page))


def test_a_link_is_copied(open_page: Callable[..., Page], ask: Ask) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, PARAGRAPH)
    page.locator("[data-link]").click()
    expect(page.locator(".copied")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url.split("?")[0] + "?q=" + PARAGRAPH.replace(
        " ", "+"
    ).replace("?", "%3F")


def test_a_link_carries_the_whole_conversation(open_page: Callable[..., Page], ask: Ask) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, PARAGRAPH)
    ask(page, FELT)
    page.locator(".export summary").click()
    page.get_by_role("button", name="Copy a link to this conversation").click()
    expect(page.locator("[data-share]")).to_have_text("Link copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    other = open_page(path="/#" + link.partition("#")[2])
    expect(other.locator(".turn .question")).to_have_text([PARAGRAPH, FELT])
    expect(other.locator(".turn .answer")).to_have_count(2)
    assert "conversation=" not in other.url


def test_documents_are_cited_for_reference_managers(page: Page, ask: Ask) -> None:
    ask(page, PARAGRAPH)
    assert "howpublished = {mexico\\_2023.pdf}" in kept(page, "Cited documents as BibTeX")
    assert "N1  - mexico_2023.pdf" in kept(page, "Cited documents as RIS")
    page.locator(".export summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="As a Word file").click()
    assert any(PARAGRAPH in each.text for each in docx.Document(str(download.value.path())).paragraphs)


def test_what_is_printed_has_the_sources_and_no_buttons(open_page: Callable[..., Page], ask: Ask) -> None:
    page = open_page(color_scheme="dark")
    ask(page, PARAGRAPH)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#panel .card blockquote").first).to_be_visible()
    expect(page.locator("button:visible")).to_have_count(0)
    expect(page.locator("#composer")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator("#panel .card blockquote")).to_be_hidden()


@pytest.mark.parametrize("question", [PARAGRAPH, OFF_TOPIC])
def test_a_right_answer_becomes_a_question_of_a_set(
    page: Page, ask: Ask, engine: FactsheetQA, feedback: Path, question: str
) -> None:
    ask(page, question)
    page.get_by_role("button", name="This is right").click()
    page.get_by_label("What should we know about it?").fill("as printed")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".thanks")).to_have_text("Thank you for your feedback.")
    expect(page.get_by_role("button", name="This is right")).to_have_count(0)
    gold = load_question_sets([feedback / "confirmed.jsonl"])[-1]
    answer = engine.ask(question)
    assert gold.question == question
    assert gold.answerable == answer.answered
    assert gold.gold_reason == answer.reason
    assert [place.quote for place in gold.evidence] == [citation.quote for citation in answer.citations]
    assert "as printed" in gold.note


def test_a_wrong_answer_is_noted_for_someone_who_knows(page: Page, ask: Ask, feedback: Path) -> None:
    ask(page, PARAGRAPH)
    page.get_by_role("button", name="This is wrong").click()
    page.get_by_label("What should we know about it?").fill("the other fund was meant")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".thanks")).to_be_visible()
    line = json.loads((feedback / "disputed.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (line["question"], line["answer"], line["evidence"]) == (PARAGRAPH, None, [])
    assert "the other fund was meant" in line["note"]
