"""axe-core finds nothing to mend, in light and dark, on a wide screen and on a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PARAGRAPH = "Why were the Mixed Funds ended?"
OFF_TOPIC = "How do I bake sourdough bread?"

Ask = Callable[[Page, str], None]


def violations(page: Page) -> list[str]:
    """Each broken rule with the first element that breaks it."""
    page.wait_for_timeout(300)  # colours fade in on hover and focus
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_rule_of_axe_is_broken(open_page: Callable[..., Page], ask: Ask, width: int, scheme: str) -> None:
    page = open_page(width, 900, color_scheme=scheme)
    assert violations(page) == []
    page.locator("#scope > button").click()
    assert violations(page) == []
    ask(page, PARAGRAPH)
    assert violations(page) == []
    page.locator(".turn .chip").first.click()
    page.locator(".sheet .box").first.wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    ask(page, OFF_TOPIC)
    assert violations(page) == []


def test_an_answer_is_announced(page: Page, ask: Ask) -> None:
    ask(page, PARAGRAPH)
    expect(page.locator("#announcer [role=status]")).to_contain_text("Answer with")


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_is_cut_off_sideways(open_page: Callable[..., Page], ask: Ask, width: int) -> None:
    page = open_page(width, 640)
    ask(page, PARAGRAPH)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


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
