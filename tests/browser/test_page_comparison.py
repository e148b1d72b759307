"""Documents side by side on the page: quotes with chips, honest blanks, sorted, and kept."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from qa import FactsheetQA

TOPIC = "responsible authorities"


def compare(page: Page, topic: str) -> None:
    page.get_by_role("link", name="Compare", exact=True).click()
    page.get_by_label("Topic").fill(topic)
    page.get_by_label("Topic").press("Enter")
    page.get_by_role("heading", name=topic).wait_for()


def kept(page: Page, name: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_each_document_says_what_the_engine_quotes(page: Page, engine: FactsheetQA) -> None:
    compare(page, TOPIC)
    rows = engine.compare(TOPIC).rows
    shown = page.locator("#comparison tbody tr")
    expect(shown).to_have_count(len(rows))
    for place, row in enumerate(rows):
        quotes = shown.nth(place).locator(".verbatim").all_inner_texts()
        assert [quote.split() for quote in quotes] == [cited.quote.split() for cited in row.answer.citations]
        if not row.answer.answered:
            expect(shown.nth(place).locator(".blank")).to_have_text(row.answer.text)
    assert any(row.answer.answered for row in rows) and not all(row.answer.answered for row in rows)


def test_a_chip_opens_its_page(page: Page, engine: FactsheetQA) -> None:
    compare(page, TOPIC)
    page.locator("#comparison .chip").first.click()
    cited = next(row.answer.citations[0] for row in engine.compare(TOPIC).rows if row.answer.answered)
    expect(page.locator("#viewer")).to_contain_text(f"Page {cited.page} of")
    expect(page.locator(".sheet .box").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#comparison .chip").first).to_be_focused()


def test_it_can_be_sorted_and_kept(page: Page, engine: FactsheetQA) -> None:
    compare(page, TOPIC)
    head = page.get_by_role("columnheader", name="Country")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    names = page.locator("#comparison tbody th").all_inner_texts()
    assert names == sorted(names)
    head.get_by_role("button").click()
    assert page.locator("#comparison tbody th").all_inner_texts() == names[::-1]
    found = engine.compare(TOPIC)
    assert kept(page, "Download CSV") == found.to_csv().replace("\r\n", "\n")
    assert list(csv.reader(io.StringIO(kept(page, "Download CSV"))))[0][0] == "Country"
    assert kept(page, "Download Markdown") == found.to_markdown()
    assert len(json.loads(kept(page, "Download JSON"))["rows"]) == len(found.rows)


def test_no_rule_of_axe_is_broken_in_any_view(open_page: Callable[..., Page]) -> None:
    for options in ({"width": 1440, "height": 900}, {"width": 390, "height": 844, "color_scheme": "dark"}):
        page = open_page(**options)
        compare(page, TOPIC)
        page.wait_for_timeout(300)
        assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []
        page.get_by_role("link", name="Documents", exact=True).click()
        page.wait_for_timeout(300)
        assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
