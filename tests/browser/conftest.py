"""A real server over a real index, and a real Chromium that must not leave this machine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from page_server import Server, serving
from page_watch import Watch
from playwright.sync_api import Browser, Page, expect

from qa import FactsheetQA

PATIENCE = 120_000
"""Milliseconds to wait for what must come: a busy machine is slow, not wrong."""
expect.set_options(timeout=PATIENCE)

# A page that is left closes its event stream, and Gradio's client logs its own abort; uncaught errors still count.
LEAVING = "addEventListener('beforeunload', () => { console.error = () => {}; }, { capture: true });"

# Colours fade in on hover and focus: wait until nothing moves but what moves for ever.
AT_REST = """() => Promise.allSettled(document.getAnimations().filter(
  (each) => each.effect.getComputedTiming().iterations !== Infinity).map((each) => each.finished))"""

# A factsheet without pages whose every text tries to break out of the page.
HOSTILE = """# Country factsheet: Ruthenbourg (2023) <script>document.title = 'broken'</script>

## 1. Economy <img src=x onerror="document.title = 'broken'">

The Ruthenbourg Felt Cluster was founded in 1998 and gathers 57 makers of hats.

The hat makers pay EUR 250 a year <img src=x onerror="document.title = 'broken'"> to the Felt Cluster of Ruthenbourg.

A museum of felt is beside the old mill.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def index(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the bundled factsheets and of a hostile one without pages."""
    extra = tmp_path_factory.mktemp("extra")
    (extra / "ruthenbourg & <b>felt<b>.md").write_text(HOSTILE, encoding="utf-8")
    folder = tmp_path_factory.mktemp("served") / "index"
    report = FactsheetQA.build([bundled, extra], index=folder).report
    assert not report.refused
    return folder


@pytest.fixture(scope="session")
def engine(index: Path) -> FactsheetQA:
    """The engine over the very index that is served."""
    return FactsheetQA.open(index)


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for what the server keeps of its visitors for a while."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="session")
def feedback(index: Path) -> Path:
    """The folder for what visitors say of answers."""
    return index.with_name(f"{index.name}-feedback")


@pytest.fixture(scope="session")
def address(index: Path, kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `python app.py` serves the index."""
    with serving(index, tmp_path_factory.mktemp("server") / "log", {"TMPDIR": str(kept)}) as server:
        yield server.address


@pytest.fixture(scope="session")
def operated(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose operator wants counts and the Model Context Protocol, and no uploads."""
    log = tmp_path_factory.mktemp("operated") / "log"
    with serving(index, log, options=["--no-uploads", "--metrics", "--mcp"]) as server:
        yield server


Opened = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, request: pytest.FixtureRequest, watch: Watch) -> Iterator[Opened]:
    """Opens the page; at the end no error was logged and no request had left this machine."""
    contexts = []

    def open_(
        width: int = 1440,
        height: int = 900,
        at: str | None = None,
        path: str = "",
        question: str = "Your question",
        **options: object,
    ) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.route("**/*", watch.route)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.add_init_script(LEAVING)
        page.on("console", lambda message: watch.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        page.goto((at or request.getfixturevalue("address")) + path)
        page.get_by_label(question).wait_for(state="attached")
        page.locator("[data-visit]").wait_for(state="attached")
        return page

    yield open_
    errors = list(watch.errors)  # closing cuts the event streams off, which is no error of the page
    for context in contexts:
        context.close()
    assert not watch.strays
    assert not errors


@pytest.fixture
def page(open_page: Opened) -> Page:
    """The page as a first visitor sees it on a wide screen."""
    return open_page()


@pytest.fixture
def watch() -> Watch:
    """What went wrong so far; a test that causes an error takes it out."""
    return Watch()


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """Gives each rule of axe-core that is broken, with the first element that breaks it."""

    def violations_(page: Page) -> list[str]:
        page.evaluate(AT_REST)
        found = Axe().run(page).response["violations"]
        return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]

    return violations_


@pytest.fixture
def ask() -> Callable[[Page, str], None]:
    """Types a question, presses Enter and waits for the reply."""

    def ask_(page: Page, question: str) -> None:
        turns = page.locator(".turn").count()
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        reply = page.locator(".turn").nth(turns).locator(".reply:not(.pending)")
        reply.wait_for()

    return ask_
