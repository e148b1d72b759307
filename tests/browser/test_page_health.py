"""The operator sees the state of the server, and everyone which files of the operator could not be read."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from database_server import Server as DatabaseServer
from page_server import Server, serving
from playwright.sync_api import Browser, Page, expect

from index.stores import store_at
from qa import FactsheetQA
from qa.indexing.last_build import last_refused
from qa.settings import Settings
from qa.web.translations import LANGUAGES, translations_for

EMBEDDER = "bge-small-en-v1.5"
BROKEN = "broken & <b>report<b>.pdf"
PLAN = "# Country factsheet: Sylvania (2023)\n\n## 1. Policy\n\nSylvania funds 3 clusters with EUR 4 million.\n"


@pytest.fixture(scope="module")
def half_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a folder of which one file was refused."""
    folder = tmp_path_factory.mktemp("operator")
    (folder / "files").mkdir()
    (folder / "files" / "sylvania.md").write_text(PLAN)
    (folder / "files" / BROKEN).write_text("<html>not found</html>")
    FactsheetQA.build([folder / "files"], folder / "index", Settings(embedder=EMBEDDER, threads=1))
    return folder / "index"


@pytest.fixture(scope="module")
def watched(half_read: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over that index."""
    log = tmp_path_factory.mktemp("watched") / "log"
    with serving(half_read, log, {"FACTSHEET_QA_EMBEDDER": EMBEDDER}) as server:
        yield server


def opened(chromium: Browser, address: str, **options: object) -> Page:
    page = chromium.new_context(**options).new_page()  # type: ignore[arg-type]
    page.goto(f"{address}/operator")
    return page


def value(page: Page, label: str) -> str:
    return (
        page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=label)).get_by_role("cell").inner_text()
    )


def test_the_operator_sees_documents_refused_files_and_counts(
    watched: Server, chromium: Browser, open_page: Callable[..., Page], ask: Callable[[Page, str], None]
) -> None:
    page = opened(chromium, watched.address)
    say = translations_for("en")
    assert value(page, say("operator.documents")) == "1"
    assert EMBEDDER in value(page, say("operator.models"))
    assert "factsheet-qa" in value(page, say("operator.versions"))
    expect(page.locator("#refused_files tbody")).to_contain_text(BROKEN)
    asked, refused = (int(value(page, say(f"operator.{name}"))) for name in ("questions", "off_topic"))
    tab = open_page(at=watched.address)
    ask(tab, "What does Sylvania fund?")
    ask(tab, "How do I bake sourdough bread?")
    page.reload()
    assert int(value(page, say("operator.questions"))) == asked + 2
    assert int(value(page, say("operator.off_topic"))) == refused + 1
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_operator_s_page_is_accessible_in_every_language(
    watched: Server,
    chromium: Browser,
    violations: Callable[[Page], list[str]],
    language: str,
    width: int,
    scheme: str,
) -> None:
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "locale": language}
    page = opened(chromium, watched.address, **options)
    expect(page.get_by_role("heading", level=1)).to_have_text(translations_for(language)("operator.title"))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_library_lists_the_files_that_were_refused(
    watched: Server, open_page: Callable[..., Page], violations: Callable[[Page], list[str]]
) -> None:
    page = open_page(at=watched.address)
    page.get_by_role("link", name="Library", exact=True).click()
    expect(page.locator(".refused-files li")).to_have_count(1)
    expect(page.locator(".refused-files")).to_contain_text(BROKEN)
    assert violations(page) == []


def test_an_index_in_a_database_shows_its_age_and_what_was_refused(
    database_server: DatabaseServer, tmp_path: Path, chromium: Browser, open_page: Callable[..., Page]
) -> None:
    address = database_server.database()
    (tmp_path / "sylvania.md").write_text(PLAN)
    (tmp_path / BROKEN).write_text("<html>not found</html>")
    FactsheetQA.build([tmp_path / "sylvania.md", tmp_path / BROKEN], address, Settings(embedder=EMBEDDER, threads=1))
    with serving(address, tmp_path / "log", {"FACTSHEET_QA_EMBEDDER": EMBEDDER}) as server:
        page = opened(chromium, server.address)
        assert str(datetime.now().astimezone().year) in value(page, translations_for("en")("operator.changed"))
        expect(page.locator("#refused_files tbody")).to_contain_text(BROKEN)
        page.context.close()
        tab = open_page(at=server.address)
        tab.get_by_role("link", name="Library", exact=True).click()
        expect(tab.locator(".refused-files")).to_contain_text(BROKEN)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
def test_what_came_through_a_proxy_is_not_the_operator(watched: Server, chromium: Browser, header: str) -> None:
    context = chromium.new_context(extra_http_headers={header: "192.0.2.7"})
    response = context.new_page().goto(f"{watched.address}/operator")
    assert response is not None
    assert response.status == 403
    context.close()


def test_a_build_without_refusals_empties_the_list(place: str | Path, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "sylvania.md").write_text(PLAN)
    (tmp_path / "files" / "empty.txt").write_text("")
    settings = Settings(embedder=EMBEDDER, threads=1)
    before = time.time()
    FactsheetQA.build([tmp_path / "files"], place, settings)
    assert before - 2 < (store_at(place).changed() or 0) < time.time() + 2
    ((name, reason),) = [(file.name, file.reason) for file in last_refused(store_at(place))]
    assert name == "empty.txt"
    assert reason
    (tmp_path / "files" / "empty.txt").unlink()
    FactsheetQA.build([tmp_path / "files"], place, settings)
    assert last_refused(store_at(place)) == ()
