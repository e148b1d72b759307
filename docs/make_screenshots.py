"""Take the pictures of docs/images of a running page: `python docs/make_screenshots.py http://127.0.0.1:7860`.

The page must serve the bundled factsheets; Debian's chromium draws it.
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
CELL = "Which authority funds the clusters in Nuevo León?"
PARAGRAPH = "Why were the Mixed Funds ended?"
CATEGORY = "Budget / Annual"
OFF_TOPIC = "How do I bake sourdough bread?"
PHONE = (390, 844)
COLOURS = 192
"""Of a picture: flat surfaces and text need no more, and the files stay small."""


def main(address: str) -> None:
    """Take all pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        first = _visit(browser, address)
        _keep("first-visit", _taken(first))
        _ask(first, OFF_TOPIC)
        _keep("refusal", _taken(first))
        first.get_by_role("link", name="Compare", exact=True).click()
        _keep("state-of-play", _taken(first))
        first.get_by_role("button", name=CATEGORY).click()
        first.locator("#comparison .downloads").wait_for()
        _keep("comparison", _taken(first))
        first.get_by_role("link", name="Library", exact=True).click()
        _keep("documents", _taken(first))
        _keep("page", _with_page(_visit(browser, address), CELL))
        _keep("page-dark", _with_page(_visit(browser, address, scheme="dark"), PARAGRAPH))
        _keep("page-phone", _on_a_phone(browser, address))
        browser.close()


def _visit(browser: Browser, address: str, size: tuple[int, int] = (1440, 900), scheme: str = "light") -> Page:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address)
    page.locator("[data-visit]").wait_for(state="attached")
    page.evaluate("document.fonts.ready")
    return page


def _ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    page.locator(".reply:not(.pending)").last.wait_for()


def _with_page(page: Page, question: str) -> Image.Image:
    """Take a picture of an answer with the page of its first quote."""
    _ask(page, question)
    page.locator(".turn .chip").first.click()
    page.wait_for_function("document.querySelector('.sheet img').naturalWidth > 0")
    return _taken(page)


def _on_a_phone(browser: Browser, address: str) -> Image.Image:
    """Take pictures of an answer, its page and the state of play, and put them side by side."""
    page = _visit(browser, address, PHONE)
    _ask(page, CELL)
    shots = [_taken(page), _with_page(_visit(browser, address, PHONE), CELL)]
    page.get_by_role("link", name="Compare", exact=True).click()
    page.locator("#play").scroll_into_view_if_needed()
    page.locator("#play").evaluate("(title) => scrollTo(0, title.getBoundingClientRect().top + scrollY - 16)")
    shots.append(_taken(page))
    gap = 24
    strip = Image.new("RGB", (len(shots) * (PHONE[0] + gap) - gap, PHONE[1]), "white")
    for place, shot in enumerate(shots):
        strip.paste(shot, (place * (PHONE[0] + gap), 0))
    return strip


def _taken(page: Page) -> Image.Image:
    page.wait_for_timeout(1500)  # scrolling and colours come to rest
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def _keep(name: str, picture: Image.Image) -> None:
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
