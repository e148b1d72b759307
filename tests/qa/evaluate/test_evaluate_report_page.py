"""The report in Chromium: it stands alone, shows pages with boxes, filters, and no text of a document gets out."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from qa import FactsheetQA
from qa.evaluate.evaluation import Outcome, measure
from qa.evaluate.question import Question
from qa.evaluate.reports.html.page import run_to_html

pytestmark = pytest.mark.browser

WIDTHS = """() => Promise.all([...document.querySelectorAll("svg.images image")].map(async (one) => {
    const image = new Image();
    image.src = one.href.baseVal;
    await image.decode();
    return image.naturalWidth;
}))"""
HOSTILE = "<img src=x onerror=\"document.title='broken'\"></script><script>document.title='broken'</script>"
SHEET = f"""# Country factsheet: Ruthenbourg (2023)

## 1. Economy {HOSTILE}

The Felt Cluster of Ruthenbourg was founded in 1998 {HOSTILE} and gathers 57 makers of hats.
"""


def asked(number: int, question: str, **given: object) -> Question:
    fields = {
        "id": f"r-{number}",
        "question": question,
        "language": "en",
        "kind": "reason",
        "answer": "nothing of it",
        "answers": ["nothing of the kind"],
        "evidence": [
            {"quote": "were ended as well, because they were judged", "document": "mexico_2023.pdf", "page": 13}
        ],
    }
    return Question.model_validate(fields | given)  # fmt: skip


QUESTIONS = [
    asked(1, "Why were the Mixed Funds ended?"),
    asked(2, "¿Por qué se suprimieron los Fondos Mixtos en México?", language="es"),
    asked(3, "Since when has Nuevo León had a cluster policy?", kind="date", answers=["1066"]),
    asked(4, "Who pays for the Lantern Programme in Orlavia?", kind="unanswerable", answer=None, answers=[],
          evidence=[], note="not_stated: invented"),
]  # fmt: skip


@pytest.fixture(scope="module")
def outcome(bundled_engine: FactsheetQA) -> Outcome:
    return measure(bundled_engine, QUESTIONS, sets=["report.jsonl"])


@pytest.fixture(scope="module")
def report(outcome: Outcome, bundled_engine: FactsheetQA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(run_to_html(outcome, bundled_engine), encoding="utf-8")
    return path


@pytest.fixture
def page(chromium: Browser, report: Path) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(report.as_uri())
    yield page
    page.close()


def test_it_fetches_nothing_and_complains_of_nothing(chromium: Browser, report: Path) -> None:
    page = chromium.new_page()
    fetched, said = [], []
    page.on("request", lambda request: fetched.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(report.as_uri())
    page.wait_for_load_state("networkidle")
    assert {url.partition(":")[0] for url in fetched} <= {"file", "data"}
    assert [url for url in fetched if url.startswith("file")] == [report.as_uri()]
    assert said == []
    page.close()


def test_every_wrong_answer_is_there_with_gold_answer_and_quotes(page: Page, outcome: Outcome) -> None:
    wrong = [record for record in outcome.records if not record.correct]
    cards = page.locator(".mistake")
    expect(cards).to_have_count(len(wrong))
    for number, record in enumerate(wrong):
        card = cards.nth(number)
        expect(card.get_by_role("heading", name=record.question)).to_be_visible()
        expect(card).to_contain_text("nothing of it" if record.gold else "not stated in the documents (not stated)")
        for citation in record.citations:
            expect(card).to_contain_text(citation.quote.splitlines()[0])


def test_quotes_and_evidence_are_boxed_on_the_picture_of_their_page(page: Page, outcome: Outcome) -> None:
    (cited,) = outcome.records[0].citations
    assert cited.page == 13
    picture = page.locator(".mistake").first.locator("figure.page").first
    drawn = picture.locator("svg.sheet").first
    expect(drawn).to_have_attribute(
        "aria-label", "Part of page 13 of mexico_2023.pdf, with the quote boxed, with the evidence boxed"
    )
    for name in ("cited", "gold"):
        box, sheet = drawn.locator(f"rect.{name}").first.bounding_box(), drawn.bounding_box()
        assert box is not None
        assert sheet is not None
        assert sheet["x"] < box["x"] < box["x"] + box["width"] < sheet["x"] + sheet["width"]
        assert sheet["y"] < box["y"] < box["y"] + box["height"] < sheet["y"] + sheet["height"]
    # The picture is there once, however often it is shown, and it is a picture.
    images = page.locator("svg.images image")
    sizes = page.evaluate(WIDTHS)
    assert images.count() == len(sizes)
    assert all(size > 500 for size in sizes)
    picture.get_by_text("Whole page").click()
    whole = picture.locator("svg.sheet").nth(1).bounding_box()
    assert whole is not None
    assert whole["height"] > 1.2 * whole["width"]


def test_wrong_answers_are_filtered_by_kind_language_document_and_fault(page: Page) -> None:
    total = page.locator(".mistake").count()
    visible = page.locator(".mistake:visible")
    page.get_by_role("combobox", name="Language").select_option("es")
    expect(visible).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text(f"1 of {total} shown")
    page.get_by_role("combobox", name="Kind").select_option("date")
    expect(visible).to_have_count(0)
    page.get_by_role("combobox", name="Language").select_option("")
    expect(visible).to_have_count(1)
    page.get_by_role("combobox", name="Kind").select_option("")
    page.get_by_role("combobox", name="Fault").select_option("Answered, though unanswerable")
    expect(visible).to_have_count(1)
    page.get_by_role("combobox", name="Document").select_option("mexico_2023.pdf")
    expect(visible).to_have_count(0)


def test_everything_is_reached_and_worked_by_keys(page: Page) -> None:
    links = page.get_by_role("navigation").get_by_role("link")
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    for _ in range(links.count()):
        page.keyboard.press("Tab")
    expect(page.get_by_role("region", name="By kind", exact=True)).to_be_focused()
    page.get_by_role("combobox", name="Kind").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Language")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("combobox", name="Fault")).not_to_have_value("")
    page.get_by_role("combobox", name="Fault").select_option("")
    whole = page.locator(".mistake details").first
    whole.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(whole.get_by_role("img")).to_be_visible()


def test_the_charts_say_in_words_what_they_show(page: Page) -> None:
    for name in ("Risk against coverage: at", "Right answers against confidence", "How long answers took"):
        chart = page.get_by_role("img", name=name)
        expect(chart).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_rule_of_axe_is_broken(chromium: Browser, report: Path, width: int, scheme: str) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True
    )
    page = context.new_page()
    page.goto(report.as_uri())
    found = Axe().run(page).response["violations"]
    assert [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found] == []
    context.close()


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_is_cut_off_sideways(chromium: Browser, report: Path, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_hostile_text_stays_text(chromium: Browser, tmp_path: Path) -> None:
    name = "ruthenbourg & <b>felt<b>.md"
    (tmp_path / name).write_text(SHEET)
    engine = FactsheetQA.build([tmp_path / name], index=tmp_path / "index")
    place = {"quote": f"founded in 1998 {HOSTILE}", "document": name}
    question = asked(
        1, f"When was the Felt Cluster founded? {HOSTILE}", answer=HOSTILE, answers=[HOSTILE + "!"], evidence=[place]
    )
    path = tmp_path / "report.html"
    path.write_text(run_to_html(measure(engine, [question], sets=[HOSTILE]), engine), encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    expect(page.locator(".mistake h3")).to_contain_text("onerror")
    expect(page.locator(".lead")).to_contain_text("<script>")
    assert page.title() == "Evaluation of Factsheet QA"
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1
    assert json.loads(page.locator(".mistake").get_attribute("data-documents") or "") == [name]
    page.close()


def test_a_run_without_mistakes_says_so(bundled_engine: FactsheetQA, chromium: Browser, tmp_path: Path) -> None:
    right = asked(1, "How many moons does Jupiter have?", kind="unanswerable", answer=None, answers=[], evidence=[])
    path = tmp_path / "report.html"
    path.write_text(run_to_html(measure(bundled_engine, [right]), bundled_engine), encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    expect(page.get_by_text("There is none.")).to_be_visible()
    page.close()
