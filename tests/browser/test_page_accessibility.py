"""axe-core finds nothing to fix, in light and dark, on a wide screen and on a phone; all is reached at 400 % too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from page_watch import hover_over_chip
from playwright.sync_api import Page, expect

PARAGRAPH = "Why were the Mixed Funds ended?"
OFF_TOPIC = "How do I bake sourdough bread?"
TOPIC = "responsible authorities"

Ask = Callable[[Page, str], None]
Violations = Callable[[Page], list[str]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_rule_of_axe_is_broken(
    open_page: Callable[..., Page], ask: Ask, violations: Violations, tmp_path: Path, width: int, scheme: str
) -> None:
    page = open_page(width, 900, color_scheme=scheme)
    assert violations(page) == []
    page.locator("#scope > button").click()
    assert violations(page) == []
    ask(page, PARAGRAPH)
    hover_over_chip(page)
    assert violations(page) == []
    page.locator(".export summary").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="This is wrong").click()
    assert violations(page) == []
    page.locator(".turn .chip").first.click()
    page.locator(".sheet .box").first.wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    ask(page, OFF_TOPIC)
    assert violations(page) == []
    page.get_by_role("link", name="Compare", exact=True).click()
    page.locator("#sides > button").click()
    assert violations(page) == []
    page.get_by_label("Topic").fill(TOPIC)
    page.get_by_label("Topic").press("Enter")
    page.locator("#comparison .downloads").wait_for()
    assert violations(page) == []
    page.locator("#comparison .categories summary").click()
    page.locator(".compared .sort").first.click()
    assert violations(page) == []
    page.locator(".compared .chip").first.click()
    page.locator(".sheet .box").first.wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_label("Topic").fill(OFF_TOPIC)
    page.get_by_label("Topic").press("Enter")
    page.locator("#comparison .refused").wait_for()
    assert violations(page) == []
    page.get_by_role("link", name="Library", exact=True).click()
    (tmp_path / "page.pdf").write_bytes(b"<html>not found</html>")
    page.locator("#upload").set_input_files(tmp_path / "page.pdf")
    expect(page.locator(".upload.refused")).to_be_visible()
    assert violations(page) == []


def test_an_answer_is_announced(page: Page, ask: Ask) -> None:
    ask(page, PARAGRAPH)
    expect(page.locator("#announcer [role=status]")).to_contain_text("Answer with")


@pytest.mark.parametrize(
    ("width", "height"), [(320, 256), (390, 844), (768, 1024)]
)  # the first is 1280 x 1024 at 400 %
def test_nothing_is_cut_off_sideways(open_page: Callable[..., Page], ask: Ask, width: int, height: int) -> None:
    page = open_page(width, height)
    ask(page, PARAGRAPH)
    for view in ("Compare", "Library", "Questions"):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("link", name=view, exact=True).click()
    page.locator(".turn .chip").first.click()
    page.wait_for_function("document.querySelector('.sheet img').naturalWidth > 0")
    expect(page.locator(".sheet .box").first).to_be_in_viewport()
    for name in ("Next page", "Larger", "Close the page view"):
        page.get_by_role("button", name=name).click()


def test_the_scope_says_whether_it_is_open(page: Page) -> None:
    heading = page.locator("#scope > button")
    heading.focus()
    expect(heading).to_have_attribute("aria-expanded", "false")
    heading.press("Enter")
    expect(heading).to_have_attribute("aria-expanded", "true")


def test_on_a_phone_the_open_page_keeps_the_focus(open_page: Callable[..., Page], ask: Ask) -> None:
    page = open_page(390, 844)
    ask(page, PARAGRAPH)
    page.locator(".turn .chip").first.click()
    expect(page.locator("#viewer")).to_have_attribute("aria-modal", "true")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert not page.evaluate("document.querySelector('gradio-app').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.locator(".turn .chip").first).to_be_focused()
