"""Measure how responsive the page is in Chromium: first paint, reaction, answer, pages, quotes, search, reconnection.

    python -m benchmarks.page_times [INDEX] [--visits 10]

Without an index, one of the bundled factsheets is made. Each visit is a new browser context without a cache. Times are
the page's own clock: from the key or click to the frame after the change is drawn.
"""

import math
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Annotated, Any

import typer
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.material import BUNDLED, write
from benchmarks.serving import served
from qa import FactsheetQA

QUESTION = "Compare the annual budgets of all countries"
PATIENCE = 120_000
INSTANT_MS = 200
"""Time within which moving to the next quote feels instant, in milliseconds."""

# Acts, then waits for a frame in which what was asked for is drawn; gives the milliseconds.
TIMED = """async ([act, done]) => {
  const start = performance.now();
  if (act) document.querySelector(act).click();
  const frame = () => new Promise(requestAnimationFrame);
  while (!document.querySelector(done)) await frame();
  const image = document.querySelector("#viewer:not([hidden]) .sheet img");
  if (image) await image.decode();
  await frame();
  return performance.now() - start;
}"""
# Gives the milliseconds from sending a question to its first sign on the page, then to its answer.
ASKED = """async () => {
  const start = performance.now();
  document.querySelector("#send").click();
  const frame = () => new Promise(requestAnimationFrame);
  while (!document.querySelector(".turn .question")) await frame();
  const reaction = performance.now() - start;
  while (!document.querySelector(".turn .answer .chip")) await frame();
  await frame();
  return [reaction, performance.now() - start];
}"""
PAINTED = """() => new Promise((done) => new PerformanceObserver((list) => {
  const found = list.getEntriesByName("first-contentful-paint")[0];
  if (found) done(found.startTime);
}).observe({ type: "paint", buffered: true }))"""


def visit(browser: Browser, address: str) -> dict[str, list[float]]:
    """Measure the times of one visit."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    times = {"first paint": [page.evaluate(PAINTED)]}
    page.locator("[data-visit]").wait_for(state="attached")
    times["ready to ask"] = [page.evaluate("performance.now()")]
    page.locator("#question textarea").fill(QUESTION)
    times["first reaction"], times["answer"] = ([found] for found in page.evaluate(ASKED))
    times["page of the first quote"] = [page.evaluate(TIMED, [".turn .chip", "#viewer:not([hidden]) .sheet .box"])]
    times["next quote"] = [*_through(page, "next"), *_through(page, "previous")]
    times["reconnection"] = [_reconnection(page)]
    context.close()
    return times


def _reconnection(page: Page) -> float:
    """Measure how long a page takes after its line is back until its conversation is there again."""
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("#notice").wait_for()
    page.context.set_offline(False)
    start = time.perf_counter()
    page.locator("#notice").wait_for(state="detached")
    page.locator(".turn .answer .chip").first.wait_for()
    return 1000 * (time.perf_counter() - start)


def _through(page: Page, name: str) -> list[float]:
    """Measure the times to move from each quote to the next, or back to the previous one."""
    count = page.locator(".turn .chip").count()
    turns = range(2, count + 1) if name == "next" else range(count - 1, 0, -1)
    label = "Next source" if name == "next" else "Previous source"
    return [
        page.evaluate(TIMED, [f'#viewer [aria-label="{label}"]', f'.turn .chip[aria-current][data-open$="-{number}"]'])
        for number in turns
    ]


def run(index: Path, visits: int) -> dict[str, Any]:
    """Measure several visits to a server of its own."""
    times: dict[str, list[float]] = defaultdict(list)
    with served(index) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _ in range(visits):
            for name, found in visit(browser, address).items():
                times[name] += found
        browser.close()
    return {"visits": visits, "ms": {name: _figures(found) for name, found in times.items()}}


def _figures(found: list[float]) -> dict[str, float]:
    ordered = sorted(found)
    return {
        "n": len(ordered),
        "p50": round(statistics.median(ordered), 1),
        "p95": round(ordered[math.ceil(0.95 * len(ordered)) - 1], 1),
        "max": round(ordered[-1], 1),
    }


def main(
    index: Annotated[Path | None, typer.Argument(help="The index that is served; else the bundled factsheets.")] = None,
    visits: int = 10,
) -> None:
    """Measure and write the figures."""
    with tempfile.TemporaryDirectory() as folder:
        if index is None:
            index = FactsheetQA.build([BUNDLED], index=Path(folder) / "index").folder
        write("page_times", run(index, visits))


if __name__ == "__main__":
    typer.run(main)
