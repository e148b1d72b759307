"""Asking: by keyboard, within a scope, again, in vain, and with hostile words."""

from collections.abc import Callable

from page_watch import Watch
from playwright.sync_api import Page, expect

from qa import FactsheetQA
from qa.web.translations import translations_for

TYPO = "hwo large is the anual budget of the Lantern Programme"
PARAGRAPH = "Why were the Mixed Funds ended?"
OFF_TOPIC = "How do I bake sourdough bread?"
NOT_STATED = "What is the interest rate of the loans in Marowen?"
FELT = "How much do the hat makers pay to the Felt Cluster of Ruthenbourg?"
SELECTING = "Which countries have no national cluster policy?"
FOLLOW_UP = "And when did it start?"
HOSTILE = "<img src=x onerror=\"document.title = 'broken'\"> ${document.title = 'broken'} {{title}} <script>1</script>"

Ask = Callable[[Page, str], None]


def press_until(page: Page, key: str, selector: str) -> None:
    """Press a key until what it focuses matches a selector."""
    for _ in range(40):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{key} never reached {selector}")


def test_everything_can_be_done_with_the_keyboard(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    press_until(page, "Tab", "#question textarea")
    page.keyboard.type(PARAGRAPH)
    page.keyboard.press("Enter")
    page.locator(".turn .answer").wait_for()
    press_until(page, "Shift+Tab", ".turn .chip")
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#viewer")).to_be_visible()
    expect(page.locator("#viewer")).to_be_focused()
    press_until(page, "Tab", "#viewer .viewer-scroll")
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    expect(page.locator(".turn .chip").first).to_be_focused()


def test_a_country_narrows_what_is_searched(page: Page, ask: Ask) -> None:
    question = "Which authority is responsible for the policy?"
    page.locator("#scope > button").click()
    page.get_by_role("checkbox", name="Orlavia").first.check()
    expect(page.locator("#scope > button")).to_contain_text("Filter: Orlavia")
    ask(page, question)
    expect(page.locator(".turn .scope")).to_contain_text("Searched: Orlavia")
    files = page.locator("#panel .card-file").all_text_contents()
    assert files
    assert all(file.startswith("orlavia_2023.pdf") for file in files)


def test_a_refusal_says_why_and_shows_the_closest_passages(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    answer = engine.ask(NOT_STATED)
    assert not answer.answered
    ask(page, NOT_STATED)
    refusal = page.locator(".turn .refusal")
    expect(refusal).to_contain_text(answer.text)
    refusal.locator("summary", has_text="Closest passages").click()
    chips = refusal.locator(".chip")
    assert chips.count() == min(len(answer.nearest), 3) > 0
    expect(page.locator("#panel .evidence")).to_contain_text("Closest passages")
    chips.first.click()
    expect(page.locator("#viewer")).to_be_visible()


def test_a_selection_also_quotes_what_does_not_match(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    answer = engine.ask(SELECTING)
    assert answer.citations and answer.others
    ask(page, SELECTING)
    others = page.locator(".turn .others")
    others.locator("summary").click()
    expect(others.locator(".chip")).to_have_count(len(answer.others))
    for citation in answer.others:
        expect(others).to_contain_text(citation.quote.splitlines()[0])
    expect(page.locator("#panel .evidence .card")).to_have_count(len(answer.citations) + len(answer.others))
    others.locator(".chip").first.click()
    expect(page.locator("#viewer")).to_contain_text(answer.others[0].document)


def test_a_follow_up_is_asked_with_what_went_before(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    first = "Which authority is responsible for the Compact for Clusters and Skills in Marowen?"
    with_history = engine.ask(FOLLOW_UP, history=[(first, engine.ask(first).text)])
    assert with_history.text != engine.ask(FOLLOW_UP).text
    ask(page, first)
    ask(page, FOLLOW_UP)
    turns = page.locator(".turn")
    expect(turns).to_have_count(2)
    for quote in (citation.quote for citation in with_history.citations):
        shown = " ".join(turns.nth(1).inner_text().split())
        assert " ".join(quote.split()) in shown


def test_hostile_words_in_a_question_are_only_shown(page: Page, ask: Ask) -> None:
    title = page.title()
    ask(page, HOSTILE)
    expect(page.locator(".turn .question")).to_have_text(HOSTILE)
    expect(page.locator("#conversation img, #conversation script, #panel img, #panel script")).to_have_count(0)
    assert page.title() == title


def test_hostile_words_in_a_document_are_only_shown(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    title = page.title()
    name = next(document.name for document in engine.documents() if document.page_count is None)
    expect(page.locator("#panel .documents")).to_contain_text(name)
    ask(page, FELT)
    expect(page.locator("#panel .card-file").first).to_contain_text(name)
    page.locator(".turn .chip").first.click()
    marked = page.locator(".viewer-passage mark")
    expect(marked).to_be_visible()
    assert marked.inner_text().split() == engine.ask(FELT).citations[0].quote.split()
    expect(page.locator("#conversation img, #panel img, #viewer img")).to_have_count(0)
    assert page.title() == title


def test_an_earlier_answer_keeps_its_sources(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    ask(page, PARAGRAPH)
    ask(page, OFF_TOPIC)
    page.locator(".turn").first.locator(".chip").first.click()
    quote = engine.ask(PARAGRAPH).citations[0].quote
    page.keyboard.press("Escape")
    shown = page.locator("#panel .evidence:visible")
    expect(shown).to_have_count(1)
    shown.locator("summary").first.click()
    expect(shown.locator("blockquote").first).to_have_text(quote)
    ask(page, PARAGRAPH)
    page.locator(".turn").first.get_by_role("button", name="1 source").click()
    expect(shown).to_have_attribute("data-turn", "1")


def test_two_visitors_do_not_see_each_other(open_page: Callable[..., Page], ask: Ask) -> None:
    first, second = open_page(), open_page()
    ask(first, PARAGRAPH)
    ask(second, OFF_TOPIC)
    expect(first.locator(".turn .question")).to_have_text([PARAGRAPH])
    expect(second.locator(".turn .question")).to_have_text([OFF_TOPIC])


def test_low_confidence_is_said_in_words(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    for question in (PARAGRAPH, FELT):
        ask(page, question)
        doubtful = engine.ask(question).confidence < 0.5
        expect(page.locator(".turn").last.locator(".doubt")).to_have_count(int(doubtful))


def test_a_question_that_the_server_cannot_take_up_stays_in_the_field(page: Page, watch: Watch) -> None:
    page.route("**/queue/join*", lambda route: route.fulfill(status=503, json={"detail": "Queue is full."}))
    page.get_by_label("Your question").fill(PARAGRAPH)
    page.get_by_label("Your question").press("Enter")
    expect(page.get_by_role("alert")).to_have_text(translations_for("en")("browser.busy"))
    expect(page.get_by_label("Your question")).to_have_value(PARAGRAPH)
    expect(page.locator(".toast-wrap:visible")).to_have_count(0)
    page.unroute("**/queue/join*")
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".turn .answer")).to_be_visible()
    watch.errors[:] = [error for error in watch.errors if "503" not in error]


def test_a_double_click_asks_once(page: Page) -> None:
    page.get_by_label("Your question").fill(PARAGRAPH)
    page.get_by_role("button", name="Ask", exact=True).dblclick()
    expect(page.locator(".turn .answer")).to_have_count(1)
    page.get_by_label("Your question").fill(OFF_TOPIC)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".turn .refusal")).to_have_count(1)
    expect(page.locator(".turn .question")).to_have_text([PARAGRAPH, OFF_TOPIC])


def test_the_way_back_leads_through_views_and_pages(page: Page, ask: Ask) -> None:
    ask(page, PARAGRAPH)
    page.get_by_role("link", name="Library", exact=True).click()
    expect(page.get_by_role("heading", name="Library", exact=True).first).to_be_visible()
    page.go_back()
    expect(page.locator(".turn .answer")).to_be_visible()
    page.locator(".turn .chip").first.click()
    expect(page.locator("#viewer")).to_be_visible()
    page.go_back()
    expect(page.locator("#viewer")).to_be_hidden()
    expect(page.locator(".turn .question")).to_have_text([PARAGRAPH])


def test_a_correction_is_undone(page: Page, ask: Ask, engine: FactsheetQA) -> None:
    assert engine.ask(TYPO).read_as is not None
    ask(page, TYPO)
    expect(page.locator(".turn .read-as")).to_contain_text("Understood as:")
    page.get_by_role("button", name="Search exactly as typed").click()
    expect(page.locator(".turn .read-as")).to_have_count(0)
    expect(page.locator(".turn .question")).to_have_text([TYPO])
    expect(page.locator(".turn .reply:not(.pending)")).to_have_count(1)


def test_years_are_drawn_on_a_line(page: Page, ask: Ask) -> None:
    ask(page, "When did each policy start?")
    expect(page.get_by_role("img", name="Timeline")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Chart as SVG").click()
    assert "2009" in download.value.path().read_text(encoding="utf-8")


def test_small_talk_offers_questions(page: Page, ask: Ask) -> None:
    ask(page, "hello")
    expect(page.locator("#next button").first).to_be_visible()
