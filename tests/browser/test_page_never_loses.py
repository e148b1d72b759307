"""Nothing that a visitor typed, asked or brought is lost: by an empty question, a reload, a restart or a long text."""

from collections.abc import Callable
from pathlib import Path

from page_server import free_port, serving
from page_watch import Watch
from playwright.sync_api import Page, expect

from qa.web.visits.turns import MAX_QUESTION_LENGTH
from qa.web.visits.uploads import MAX_BYTES

PARAGRAPH = "Why were the Mixed Funds ended?"
CELL = "How large is the overall budget of the Compact for Clusters and Skills in Marowen?"
AUTHORITY = "Which authority is responsible for the policy?"

HAWSERS = "How many makers of hawsers does the Rope Cluster have?"

KEPT = """async () => {
  const opening = indexedDB.open("factsheet-qa.uploads");
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const all = database.transaction("files").objectStore("files").getAll();
  const files = await new Promise((done) => { all.onsuccess = () => done(all.result); });
  return files.map((file) => new TextDecoder("latin1").decode(file.data));
}"""
"""Gives what the browser keeps of uploaded files, byte for byte."""

Ask = Callable[[Page, str], None]


def test_an_empty_question_changes_nothing(page: Page, ask: Ask) -> None:
    page.get_by_label("Your question").press("Enter")
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    ask(page, PARAGRAPH)
    page.get_by_label("Your question").fill("   ")
    page.get_by_label("Your question").press("Enter")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".turn .question")).to_have_text([PARAGRAPH])
    expect(page.locator(".turn .answer")).to_be_visible()


def test_an_empty_topic_changes_nothing(page: Page) -> None:
    page.get_by_role("link", name="Compare", exact=True).click()
    page.get_by_label("Topic").fill("responsible authorities")
    page.get_by_label("Topic").press("Enter")
    page.locator("#comparison .downloads").wait_for()
    page.get_by_label("Topic").fill("")
    page.get_by_label("Topic").press("Enter")
    page.locator("#compare").click()
    expect(page.locator("#comparison .compared")).to_be_visible()
    expect(page.locator(".heat")).to_be_visible()


def test_a_question_is_shown_before_the_server_answers(page: Page) -> None:
    page.route("**/queue/join*", lambda route: None)  # as if the line were endlessly slow
    page.get_by_label("Your question").fill(PARAGRAPH)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".turn .question")).to_have_text(PARAGRAPH, timeout=1000)
    expect(page.locator(".turn .pending")).to_be_visible(timeout=1000)


def test_a_reload_keeps_conversation_draft_uploads_and_page(page: Page, ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "sealand.md"
    file.write_text("# Country factsheet: Sealand (2022)\n\nThe Rope Cluster has 23 makers of hawsers.\n", "utf-8")
    page.get_by_role("link", name="Library", exact=True).click()
    page.locator("#upload").set_input_files(file)
    expect(page.locator(".upload.ready")).to_be_visible()
    page.get_by_role("link", name="Questions", exact=True).click()
    ask(page, CELL)
    page.locator(".turn .chip").first.click()
    page.get_by_role("button", name="Next page").click()
    shown = page.locator("#viewer .viewer-scroll").get_attribute("aria-label")
    page.get_by_label("Your question").fill("And in Mexico?")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator(".turn .question")).to_have_text([CELL])
    expect(page.get_by_label("Your question")).to_have_value("And in Mexico?")
    expect(page.locator("#viewer .viewer-scroll")).to_have_attribute("aria-label", str(shown))
    page.get_by_role("link", name="Library", exact=True).click()
    expect(page.locator(".upload.ready")).to_contain_text("sealand.md")


def test_a_restarted_server_is_found_again_with_the_conversation(
    open_page: Callable[..., Page], ask: Ask, index: Path, tmp_path: Path, watch: Watch
) -> None:
    settings = {"GRADIO_SERVER_PORT": str(free_port())}
    with serving(index, tmp_path / "first", settings) as server:
        page = open_page(at=server.address)
        ask(page, PARAGRAPH)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("alert")).to_contain_text("Reconnecting")
    with serving(index, tmp_path / "second", settings):
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(page.locator(".turn .question")).to_have_text([PARAGRAPH])
        expect(page.locator(".turn .answer")).to_be_visible()
        ask(page, CELL)
        expect(page.locator(".turn .question")).to_have_text([PARAGRAPH, CELL])
    watch.errors.clear()  # requests that found no server


def test_uploads_survive_a_restart_of_the_server_and_stay_private(
    open_page: Callable[..., Page], ask: Ask, index: Path, tmp_path: Path, watch: Watch
) -> None:
    file = tmp_path / "sealand.md"
    file.write_text("# Country factsheet: Sealand (2022)\n\nThe Rope Cluster has 23 makers of hawsers.\n", "utf-8")
    settings = {"GRADIO_SERVER_PORT": str(free_port())}
    with serving(index, tmp_path / "first", settings) as server:
        page = open_page(at=server.address)
        page.get_by_role("link", name="Library", exact=True).click()
        page.locator("#upload").set_input_files(file)
        expect(page.locator(".upload.ready")).to_be_visible()
        page.wait_for_function(f"({KEPT})().then((files) => files.length === 1)")
        assert "hawsers" not in page.evaluate(KEPT)[0] and "sealand" not in page.evaluate(KEPT)[0]
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("alert")).to_contain_text("Reconnecting")
    with serving(index, tmp_path / "second", settings):
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(page.locator(".upload.ready")).to_contain_text("sealand.md")
        page.get_by_role("link", name="Questions", exact=True).click()
        ask(page, HAWSERS)
        expect(page.locator(".turn .answer")).to_contain_text("23 makers of hawsers")
        page.get_by_role("link", name="Library", exact=True).click()
        page.get_by_role("button", name="Remove sealand.md").click()
        page.wait_for_function(f"({KEPT})().then((files) => files.length === 0)")
    watch.errors.clear()  # requests that found no server


def test_a_long_question_is_kept_for_shortening(page: Page) -> None:
    field = page.get_by_label("Your question")
    long = "Why were the Mixed Funds ended? " * 40
    field.fill(long)
    expect(page.locator("#length")).to_contain_text(f"at most {MAX_QUESTION_LENGTH}")
    field.press("Enter")
    expect(field).to_have_value(long)
    expect(page.locator(".turn")).to_have_count(0)
    field.fill(PARAGRAPH)
    expect(page.locator("#length")).to_be_hidden()


def test_a_file_too_large_is_refused_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("link", name="Library", exact=True).click()
    page.locator("#upload").set_input_files(large)
    expect(page.locator(".upload.refused")).to_contain_text("larger than")
    assert not [url for url in sent if url.endswith("/uploads")]
    page.get_by_role("button", name="Dismiss large.pdf").click()
    expect(page.locator(".upload")).to_have_count(0)


def test_earlier_conversations_are_listed_searched_renamed_opened_and_deleted(page: Page, ask: Ask) -> None:
    ask(page, PARAGRAPH)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, CELL)
    history = page.locator(".history")
    history.locator("summary").click()
    expect(history.locator(".title")).to_have_count(2)
    history.get_by_role("searchbox").fill("mixed funds")
    expect(history.locator(".title")).to_have_count(1)
    history.get_by_role("button", name="Rename").click()
    history.get_by_role("textbox", name="Rename").fill("The end of the funds")
    history.get_by_role("textbox", name="Rename").press("Enter")
    expect(history.locator(".title")).to_contain_text("The end of the funds")
    history.locator(".title").click()
    expect(page.locator(".turn .question")).to_have_text([PARAGRAPH])
    expect(page.locator(".turn .answer")).to_be_visible()
    history.locator("summary").click()
    history.get_by_role("button", name="Delete: How large").click()
    expect(history.locator(".title")).to_have_count(1)


def test_a_filter_is_a_chip_and_a_new_conversation_clears_it(page: Page, ask: Ask) -> None:
    page.locator("#scope > button").click()
    page.get_by_role("checkbox", name="Orlavia").first.check()
    page.get_by_role("checkbox", name="Marowen").first.check()
    chips = page.locator(".filter-chips button")
    expect(chips).to_have_text(["Orlavia", "Marowen"])
    chips.last.click()
    expect(chips).to_have_text(["Orlavia"])
    expect(page.get_by_role("checkbox", name="Marowen").first).not_to_be_checked()
    ask(page, "Why were the Mixed Funds ended in Mexico?")
    refusal = page.locator(".turn .refusal")
    expect(refusal).to_contain_text("Only this was searched: Orlavia")
    refusal.get_by_role("button", name="Search all documents").click()
    expect(page.locator(".turn").last.locator(".answer")).to_be_visible()
    expect(chips).to_have_count(0)


def test_next_questions_are_answered_by_the_documents(page: Page, ask: Ask) -> None:
    ask(page, CELL)
    following = page.locator("#next button")
    expect(following.first).to_be_visible()
    question = following.first.inner_text()
    following.first.click()
    expect(page.locator(".turn .question").last).to_have_text(question)
    expect(page.locator(".turn").last.locator(".answer")).to_be_visible()
