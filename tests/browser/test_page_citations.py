"""A citation opens the page with a box that lies over the quoted words."""

from collections.abc import Callable

import pdfplumber
import pytest
from page_watch import hover_over_chip
from playwright.sync_api import Page, expect

from corpus.model import Box
from qa import FactsheetQA
from qa.model import Citation

PARAGRAPH = "Why were the Mixed Funds ended?"
CELL = "How large is the overall budget of the Compact for Clusters and Skills in Marowen?"
COMPARING = "Compare the annual budgets of all countries"
CROSSING = "Of what did the Wind Institute of Port Ansel warn?"
TOLERANCE = 2.5
"""PDF points by which a box may miss the words' own edges."""

QUOTED = """(quotes) => quotes.map((quote) => {
  const copy = quote.cloneNode(true);
  for (const chip of copy.querySelectorAll(".chip")) chip.remove();
  return [...copy.children].map((line) => line.textContent.replaceAll("\u2060", "")).join(" ");
})"""
"""Gives the quotes on view without their chips."""

Ask = Callable[[Page, str], None]


def boxes_on_screen(page: Page, number: int, size: tuple[float, float]) -> list[Box]:
    """The boxes drawn over the page image, turned back into PDF points."""
    shares = page.locator(".sheet").evaluate(
        """(sheet) => {
          const whole = sheet.querySelector("img").getBoundingClientRect();
          return [...sheet.querySelectorAll(".box")].map((box) => {
            const part = box.getBoundingClientRect();
            return [(part.left - whole.left) / whole.width, (part.top - whole.top) / whole.height,
                    (part.right - whole.left) / whole.width, (part.bottom - whole.top) / whole.height];
          });
        }"""
    )
    width, height = size
    return [
        Box(number, left * width, top * height, right * width, bottom * height) for left, top, right, bottom in shares
    ]


def words_in(engine: FactsheetQA, citation: Citation, box: Box) -> list[dict[str, float | str]]:
    """The words of the PDF whose middle lies in a box, as pdfplumber reads them."""
    with pdfplumber.open(engine.source(citation.document)) as pdf:
        words = pdf.pages[box.page - 1].extract_words(use_text_flow=True)
    return [
        word
        for word in words
        if box.x0 <= (word["x0"] + word["x1"]) / 2 <= box.x1
        and box.top <= (word["top"] + word["bottom"]) / 2 <= box.bottom
    ]


def check_boxes(page: Page, engine: FactsheetQA, citation: Citation) -> None:
    """The boxes hold the quote's words, all of them and no others, and fit tightly around them."""
    assert citation.page is not None
    page.wait_for_function("document.querySelector('.sheet img').naturalWidth > 0")
    boxes = boxes_on_screen(page, citation.page, engine.page_size(citation.document, citation.page))
    found = [words_in(engine, citation, box) for box in boxes]
    inside = "".join(str(word["text"]) for line in found for word in line)
    # A footnote mark is set on to the last word and so within its box, but it is no part of the quote.
    assert inside.rstrip("¹²³⁴⁵⁶⁷⁸⁹⁰") == "".join(citation.quote.split())
    for box, line in zip(boxes, found, strict=True):
        assert box.x0 == pytest.approx(min(word["x0"] for word in line), abs=TOLERANCE)
        assert box.x1 == pytest.approx(max(word["x1"] for word in line), abs=TOLERANCE)
        assert box.top <= min(word["top"] for word in line) + TOLERANCE
        assert box.bottom >= max(word["bottom"] for word in line) - TOLERANCE


@pytest.mark.parametrize("question", [PARAGRAPH, CELL])
def test_the_box_lies_over_the_quoted_words(page: Page, ask: Ask, engine: FactsheetQA, question: str) -> None:
    answer = engine.ask(question)
    assert answer.citations
    ask(page, question)
    chips = page.locator(".turn .chip")
    expect(chips).to_have_count(len(answer.citations))
    for number, citation in enumerate(answer.citations):
        chips.nth(number).click()
        expect(page.locator("#viewer")).to_be_visible()
        expect(page.locator("#viewer")).to_contain_text(f"Page {citation.page} of")
        check_boxes(page, engine, citation)


def test_the_box_stays_over_the_words_when_the_page_is_enlarged(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    citation = engine.ask(PARAGRAPH).citations[0]
    ask(page, PARAGRAPH)
    page.locator(".turn .chip").first.click()
    page.wait_for_function("document.querySelector('.sheet img').naturalWidth > 0")
    before = page.locator(".sheet").bounding_box()
    page.get_by_role("button", name="Larger").click()
    page.get_by_role("button", name="Larger").click()
    after = page.locator(".sheet").bounding_box()
    assert before is not None and after is not None
    assert after["width"] == pytest.approx(1.5 * before["width"], rel=0.05)
    check_boxes(page, engine, citation)


def test_each_citation_has_a_card_with_its_place(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    answer = engine.ask(CELL)
    ask(page, CELL)
    cards = page.locator("#panel .card")
    expect(cards).to_have_count(len(answer.citations))
    for number, citation in enumerate(answer.citations):
        card = cards.nth(number)
        for text in (citation.title, citation.document, f"page {citation.page}", citation.section):
            expect(card).to_contain_text(text)
        for text in (citation.row, citation.column):
            assert text is not None
            expect(card).to_contain_text(text)
        assert (card.locator("blockquote").text_content() or "").split() == citation.quote.split()


@pytest.mark.parametrize("question", [CELL, COMPARING, CROSSING])
def test_each_quote_is_shown_in_full_with_its_row_and_column(
    page: Page, ask: Ask, engine: FactsheetQA, question: str
) -> None:
    answer = engine.ask(question)
    ask(page, question)
    shown = " ".join(page.locator(".turn .answer .verbatim").evaluate_all(QUOTED))
    labels = page.locator(".turn .answer").inner_text()
    for citation in answer.citations:
        assert " ".join(citation.quote.split()) in shown
        assert (citation.row or "").lower() in labels.lower()
        assert (citation.column or "") in labels


def test_cells_of_several_countries_are_a_table(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    cells = [citation for citation in engine.ask(COMPARING).citations if citation.row]
    ask(page, COMPARING)
    rows = page.locator(".turn .cells tbody tr")
    expect(rows).to_have_count(len(cells))
    for place, citation in enumerate(cells):
        expect(rows.nth(place).get_by_role("rowheader")).to_contain_text(citation.country or "")
        expect(rows.nth(place).get_by_role("rowheader")).to_contain_text(citation.column or "")
        expect(rows.nth(place).get_by_role("cell")).to_contain_text(citation.quote.splitlines()[0])


def test_a_click_on_a_card_opens_its_page_and_pages_can_be_turned(page: Page, ask: Ask) -> None:
    ask(page, PARAGRAPH)
    page.keyboard.press("Escape")
    page.locator("#panel .card .card-title").first.click()
    field = page.get_by_label("Page number")
    shown = field.input_value()
    page.get_by_role("button", name="Previous page").click()
    expect(field).to_have_value(str(int(shown) - 1))
    expect(page.locator(".sheet .box")).to_have_count(0)
    page.get_by_role("button", name="Next page").click()
    expect(field).to_have_value(shown)
    expect(page.locator(".sheet .box").first).to_be_visible()


def test_the_original_can_be_downloaded(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    ask(page, PARAGRAPH)
    page.locator(".turn .chip").first.click()
    with page.expect_download() as download:
        page.locator("#viewer").get_by_role("link", name="Download").click()
    citation = engine.ask(PARAGRAPH).citations[0]
    assert download.value.suggested_filename == citation.document
    assert download.value.path().read_bytes() == engine.source(citation.document).read_bytes()


def test_from_source_to_source_also_over_a_page_break(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    citations = engine.ask(CROSSING).citations
    assert len({citation.page for citation in citations}) > 1
    ask(page, CROSSING)
    page.locator(".turn .chip").first.click()
    for number, citation in enumerate(citations, 1):
        expect(page.locator("#viewer")).to_contain_text(f"Source {number} of {len(citations)}")
        expect(page.locator("#viewer")).to_contain_text(f"Page {citation.page} of")
        check_boxes(page, engine, citation)
        if number < len(citations):
            page.get_by_role("button", name="Next source").click()
    page.get_by_role("button", name="Previous source").click()
    expect(page.locator("#viewer")).to_contain_text(f"Source {len(citations) - 1} of")


def test_a_chip_previews_its_quote_on_hover_and_focus(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    quote = engine.ask(PARAGRAPH).citations[0].quote[:60]
    ask(page, PARAGRAPH)
    hover_over_chip(page)
    preview = page.get_by_role("tooltip")
    expect(preview).to_contain_text(quote)
    page.mouse.move(0, 0)
    expect(preview).to_have_count(0)
    page.locator(".turn .tools button:visible").first.focus()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".turn .chip").last).to_be_focused()
    expect(preview).to_contain_text(quote)


def test_on_a_phone_the_sources_stand_below_and_the_page_is_large_enough_to_read(
    open_page: Callable[..., Page], ask: Ask
) -> None:
    page = open_page(390, 844)
    ask(page, PARAGRAPH)
    conversation, panel = page.locator("#conversation").bounding_box(), page.locator("#panel").bounding_box()
    assert conversation is not None and panel is not None
    assert panel["y"] >= conversation["y"] + conversation["height"]
    page.locator(".turn .chip").first.click()
    page.wait_for_function("document.querySelector('.sheet img').naturalWidth > 0")
    sheet = page.locator(".sheet").bounding_box()
    assert sheet is not None and sheet["width"] >= 600
    expect(page.locator(".sheet .box").first).to_be_in_viewport()
