"""A document is read as in any reader: outline, small pictures, page numbers, zoom, search, and text to select."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from qa import FactsheetQA

PARAGRAPH = "Why were the Mixed Funds ended?"
MEXICO = "mexico_2023.pdf"
SOUGHT = "mixed funds"

COPIED = """() => {
  const clipboard = new DataTransfer();
  document.dispatchEvent(new ClipboardEvent("copy", { clipboardData: clipboard, bubbles: true, cancelable: true }));
  return clipboard.getData("text/plain");
}"""
"""Gives what copying puts on the clipboard."""
SELECTED = """(lines) => {
  const range = document.createRange();
  range.setStartBefore(lines[0].firstElementChild);
  range.setEndAfter(lines.at(-1).lastElementChild);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
"""Selects whole lines of the text over a page."""

Ask = Callable[[Page, str], None]
Violations = Callable[[Page], list[str]]


def opened(page: Page, name: str) -> Locator:
    """Open a document of the library by a click on its title; returns the page view."""
    page.get_by_role("link", name="Library", exact=True).click()
    page.locator("#library tr", has_text=name).locator("a.reader").click()
    viewer = page.locator("#viewer")
    expect(viewer).to_be_visible()
    return viewer


def is_inside(inner: FloatRect, outer: FloatRect) -> bool:
    """Return True if the middle of a rectangle lies in another."""
    x, y = inner["x"] + inner["width"] / 2, inner["y"] + inner["height"] / 2
    return outer["x"] <= x <= outer["x"] + outer["width"] and outer["y"] <= y <= outer["y"] + outer["height"]


def find(page: Page, words: str) -> None:
    page.get_by_role("button", name="Search this document").click()
    page.get_by_role("searchbox", name="Search this document").fill(words)


def test_the_outline_leads_to_a_heading(page: Page) -> None:
    viewer = opened(page, MEXICO)
    viewer.get_by_role("button", name="Outline").click()
    viewer.get_by_role("button", name="Evidence of performance").click()
    expect(viewer.get_by_label("Page number")).to_have_value("13")
    heading = viewer.locator(".words p", has_text="Evidence of performance").locator(".word").first
    expect(heading).to_be_in_viewport()


def test_small_pictures_lead_to_their_pages(page: Page, engine: FactsheetQA) -> None:
    viewer = opened(page, MEXICO)
    viewer.get_by_role("button", name="Pages", exact=True).click()
    count = next(document.page_count for document in engine.documents() if document.name == MEXICO)
    pictures = viewer.locator(".thumbnails button")
    expect(pictures).to_have_count(count or 0)
    viewer.get_by_role("button", name="Page 3", exact=True).click()
    expect(viewer.get_by_label("Page number")).to_have_value("3")
    expect(pictures.nth(2)).to_have_attribute("aria-current", "page")
    page.wait_for_function("document.querySelectorAll('.thumbnails img')[2].naturalWidth > 0")


def test_a_page_is_reached_by_its_number_and_by_keys(page: Page) -> None:
    viewer = opened(page, MEXICO)
    field = viewer.get_by_label("Page number")
    field.fill("5")
    field.press("Enter")
    expect(viewer.locator(".viewer-scroll")).to_have_attribute("aria-label", "Page 5 of 14")
    field.fill("99")
    field.press("Enter")
    expect(field).to_have_value("5")
    viewer.locator(".viewer-scroll").press("End")
    expect(field).to_have_value("14")
    viewer.locator(".viewer-scroll").press("Home")
    expect(field).to_have_value("1")


def test_a_page_is_fitted_to_the_width_as_a_whole_and_shown_small(page: Page) -> None:
    viewer = opened(page, MEXICO)
    sheet, scroll = viewer.locator(".sheet"), viewer.locator(".viewer-scroll")

    def share() -> tuple[float, float]:
        inner, outer = sheet.bounding_box(), scroll.bounding_box()
        assert inner is not None and outer is not None
        return inner["width"] / outer["width"], inner["height"] / outer["height"]

    viewer.get_by_role("button", name="Fit to width").click()
    assert 0.85 < share()[0] <= 1
    viewer.get_by_role("button", name="Whole page").click()
    assert 0.85 < share()[1] <= 1
    smaller = viewer.get_by_role("button", name="Smaller")
    while smaller.is_enabled():
        smaller.click()
    expect(viewer.locator(".zoom")).to_have_text("25 %")


def test_found_words_are_listed_and_boxed(page: Page) -> None:
    viewer = opened(page, MEXICO)
    find(page, SOUGHT.upper())
    hits = viewer.locator(".hits li")
    expect(hits.first).to_contain_text("Mixed Funds")
    expect(viewer.locator(".box.chosen").first).to_be_in_viewport()
    expect(viewer.locator(".finder .count")).to_have_text(f"1 of {hits.count()}")
    page.get_by_role("searchbox", name="Search this document").press("Shift+Enter")
    expect(viewer.locator(".finder .count")).to_have_text(f"{hits.count()} of {hits.count()}")
    page.get_by_role("searchbox", name="Search this document").fill("quinquereme")
    expect(viewer.locator(".finder .count")).to_have_text("Places found: 0")
    expect(viewer.locator(".box")).to_have_count(0)


def test_the_words_of_a_page_are_selected_and_copied_as_printed(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    quote = engine.ask(PARAGRAPH).citations[0].quote
    ask(page, PARAGRAPH)
    page.locator(".turn .chip").first.click()
    lines = page.locator(".words p")
    lines.first.wait_for(state="attached")
    lines.evaluate_all(SELECTED)
    copied = page.evaluate(COPIED)
    assert " ".join(quote.split()) in " ".join(copied.split())
    assert all(letter.isprintable() for letter in copied.replace("\n", ""))
    word = page.locator(".words .word", has_text="Fondos").first.bounding_box()
    boxes = [box.bounding_box() for box in page.locator(".sheet .box").all()]
    assert word is not None
    assert any(box is not None and is_inside(word, box) for box in boxes)


def test_a_large_page_is_dragged(page: Page) -> None:
    viewer = opened(page, MEXICO)
    for _ in range(4):
        viewer.get_by_role("button", name="Larger").click()
    scroll = viewer.locator(".viewer-scroll")
    corner = viewer.locator(".sheet").bounding_box()
    assert corner is not None
    before = scroll.evaluate("(view) => view.scrollTop")
    page.mouse.move(corner["x"] + 20, 700)
    page.mouse.down()
    page.mouse.move(corner["x"] + 20, 500)
    page.mouse.up()
    assert scroll.evaluate("(view) => view.scrollTop") == pytest.approx(before + 200, abs=3)


def test_one_scrolls_through_a_document(page: Page) -> None:
    viewer = opened(page, MEXICO)
    scroll = viewer.locator(".viewer-scroll")
    page.wait_for_function("document.querySelector('.sheet img').naturalWidth > 0")
    top = scroll.bounding_box()
    assert top is not None
    page.mouse.move(top["x"] + 100, top["y"] + 200)
    for number in (2, 3):
        while scroll.get_attribute("aria-label") != f"Page {number} of 14":
            page.mouse.wheel(0, 150)
            page.wait_for_timeout(50)
        expect(viewer.get_by_label("Page number")).to_have_value(str(number))
        upper = viewer.locator(".neighbor").first.bounding_box()
        lower = viewer.locator(".sheet").bounding_box()
        assert upper is not None and lower is not None
        assert 0 < lower["y"] - upper["y"] - upper["height"] < 40
        assert lower["y"] < top["y"] + top["height"] / 2
    expect(viewer.locator(".words .word").first).to_be_attached()
    while scroll.get_attribute("aria-label") != "Page 2 of 14":
        page.mouse.wheel(0, -150)
        page.wait_for_timeout(50)
    viewer.get_by_role("button", name="Next page").click()
    expect(viewer.get_by_label("Page number")).to_have_value("3")
    shown = viewer.locator(".sheet").bounding_box()
    assert shown is not None
    assert shown["y"] == pytest.approx(top["y"], abs=40)


def test_a_quote_at_the_end_of_a_page_stays_boxed_while_one_scrolls(page: Page) -> None:
    viewer = opened(page, MEXICO)
    find(page, "Fondos")
    box = viewer.locator(".sheet .box.chosen")
    expect(box).to_be_in_viewport()
    scroll = viewer.locator(".viewer-scroll")
    before = scroll.get_attribute("aria-label")
    area = scroll.bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + 100, area["y"] + 200)
    page.mouse.wheel(0, 10)
    page.wait_for_timeout(200)
    expect(box).to_be_in_viewport()
    expect(scroll).to_have_attribute("aria-label", str(before))


def test_a_file_without_pages_keeps_its_structure(page: Page) -> None:
    viewer = opened(page, "ruthenbourg")
    expect(viewer.get_by_role("heading", name="1. Economy")).to_be_visible()
    viewer.get_by_role("button", name="Outline").click()
    expect(viewer.locator(".outline button").nth(1)).to_contain_text("1. Economy")
    expect(viewer.get_by_role("button", name="Pages", exact=True)).to_be_hidden()
    expect(viewer.get_by_label("Page number")).to_be_hidden()
    find(page, "felt")
    expect(viewer.locator("mark.hit").first).to_be_in_viewport()
    expect(viewer.locator(".hits li")).to_have_count(viewer.locator("mark.hit").count())
    assert page.title() != "broken"


def test_all_documents_are_searched(page: Page, engine: FactsheetQA) -> None:
    page.get_by_role("link", name="Library", exact=True).click()
    page.get_by_role("searchbox", name="Search all documents").fill("Fondos Mixtos")
    page.get_by_role("searchbox", name="Search all documents").press("Enter")
    hit = engine.search("Fondos Mixtos", k=1)[0]
    first = page.locator(".found li").first
    expect(first).to_contain_text(f"page {hit.page}")
    first.get_by_role("link").click()
    expect(page.locator("#viewer .viewer-scroll")).to_have_attribute("aria-label", f"Page {hit.page} of 14")
    expect(page.locator(".sheet .box").first).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_rule_of_axe_is_broken_in_the_reader(
    open_page: Callable[..., Page], violations: Violations, width: int, scheme: str
) -> None:
    page = open_page(width, 900, color_scheme=scheme)
    viewer = opened(page, MEXICO)
    viewer.locator(".words .word").first.wait_for(state="attached")
    for name in ("Outline", "Pages"):
        viewer.get_by_role("button", name=name, exact=True).click()
        viewer.locator(".viewer-panel li").first.wait_for()
        assert violations(page) == []
    find(page, "cluster")
    viewer.locator(".hits li").first.wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Close the page view").click()
    opened(page, "ruthenbourg")
    viewer.get_by_role("heading", name="1. Economy").wait_for()
    assert violations(page) == []
