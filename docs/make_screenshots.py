"""Take the pictures of docs/images of a running page: `python docs/make_screenshots.py http://127.0.0.1:7860`.

The page must serve the bundled factsheets; Debian's chromium draws it.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
CELL = "Which authority funds the clusters in Nuevo León?"
PARAGRAPH = "Why were the Mixed Funds ended?"
TOPIC = "responsible authorities"
OFF_TOPIC = "How do I bake sourdough bread?"


def main(address: str) -> None:
    """Take all pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        first = _visit(browser, address)
        _take(first, "first-visit")
        _ask(first, OFF_TOPIC)
        _take(first, "refusal")
        first.get_by_role("link", name="Compare", exact=True).click()
        first.get_by_label("Topic").fill(TOPIC)
        first.get_by_label("Topic").press("Enter")
        first.locator("#comparison table").wait_for(timeout=60_000)
        _take(first, "comparison")
        first.get_by_role("link", name="Documents", exact=True).click()
        _take(first, "documents")
        for name, width, height, scheme, question in (
            ("page", 1440, 900, "light", CELL),
            ("page-dark", 1440, 900, "dark", PARAGRAPH),
            ("page-phone", 390, 844, "light", PARAGRAPH),
        ):
            page = _visit(browser, address, width, height, scheme)
            _ask(page, question)
            page.locator(".turn .chip").first.click()
            page.wait_for_function("document.querySelector('.sheet img').naturalWidth > 0")
            _take(page, name)
        browser.close()


def _visit(browser: Browser, address: str, width: int = 1440, height: int = 900, scheme: str = "light") -> Page:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address)
    page.locator("[data-visit]").wait_for(state="attached")
    page.evaluate("document.fonts.ready")
    return page


def _ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    page.locator(".reply:not(.pending)").last.wait_for(timeout=60_000)


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(800)  # scrolling and colours come to rest
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1])
