"""Take the pictures of docs/evaluation.md of a report: `python docs/make_evaluation_screenshots.py report.html`.

The report must be one of the bundled questions, as `make evaluate` writes it to `.cache/evaluation.html`; Debian's
chromium draws it.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent / "images"
WIDTH, HEIGHT = 1200, 860


def main(report: Path) -> None:
    """Take all pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for scheme, name, anchor in (
            ("light", "evaluation-report", None),
            ("dark", "evaluation-confidence", "#confidence"),
            ("light", "evaluation-mistakes", "#mistakes"),
        ):
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.goto(report.absolute().as_uri())
            page.evaluate("document.fonts.ready")
            if anchor is not None:
                page.locator(anchor).evaluate("heading => heading.scrollIntoView()")
            page.wait_for_timeout(300)  # pictures of pages are decoded
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
