"""What someone sees who comes for the first time."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from qa import FactsheetQA


def test_it_shows_every_document_held(page: Page, engine: FactsheetQA) -> None:
    shown = page.locator("#panel .document")
    expect(shown).to_have_count(len(engine.documents()))
    for document in engine.documents():
        entry = shown.filter(has_text=document.name)
        expect(entry).to_contain_text(document.title)
        if document.country:
            expect(entry).to_contain_text(document.country)


def test_an_example_question_is_answered_by_a_click(page: Page) -> None:
    example = page.locator("button.example").first
    question = (example.get_attribute("data-ask") or "").strip()
    example.click()
    expect(page.locator(".turn .question")).to_have_text(question)
    page.locator(".turn .answer").wait_for()
    expect(page.locator(".turn .chip").first).to_be_visible()


def test_nothing_on_the_page_names_its_framework(page: Page) -> None:
    expect(page.locator("footer")).to_have_count(0)
    assert "gradio" not in page.locator("body").inner_text().lower()
    assert "gradio" not in page.title().lower()


def test_a_new_conversation_leads_back_to_the_beginning(page: Page, ask: Callable[[Page, str], None]) -> None:
    ask(page, "Who funds the clusters in Nuevo León?")
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("heading", name="What would you like to know?").wait_for()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("#panel .card")).to_have_count(0)
