"""Documents side by side on the page: quotes, honest blanks, sorted and kept; the state of play as a picture."""

import csv
import io
import json
from pathlib import Path

from playwright.sync_api import Page, expect

from qa import FactsheetQA
from qa.web.state_of_play import state_of_play

TOPIC = "responsible authorities"
BROAD = "period and starting year"
UNKNOWN = "sourdough bread"


def compare(page: Page, topic: str) -> None:
    page.get_by_role("link", name="Compare", exact=True).click()
    page.get_by_label("Topic").fill(topic)
    page.get_by_label("Topic").press("Enter")
    page.locator("#comparison .downloads").wait_for()


def kept(page: Page, name: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_each_document_says_what_the_engine_quotes(page: Page, engine: FactsheetQA) -> None:
    compare(page, TOPIC)
    rows = engine.compare(TOPIC).rows
    shown = page.locator("#comparison .compared tbody tr")
    expect(shown).to_have_count(len(rows))
    for place, row in enumerate(rows):
        quotes = shown.nth(place).locator(".verbatim").all_inner_texts()
        assert [quote.split() for quote in quotes] == [cited.quote.split() for cited in row.answer.citations]
        if not row.answer.answered:
            expect(shown.nth(place).locator(".blank")).to_have_text("No statement found.")
    assert any(row.answer.answered for row in rows) and not all(row.answer.answered for row in rows)


def test_a_chip_opens_its_page(page: Page, engine: FactsheetQA) -> None:
    compare(page, TOPIC)
    page.locator("#comparison .chip").first.click()
    cited = next(row.answer.citations[0] for row in engine.compare(TOPIC).rows if row.answer.answered)
    expect(page.locator("#viewer")).to_contain_text(f"Page {cited.page} of")
    expect(page.locator(".sheet .box").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#comparison .chip").first).to_be_focused()


def test_it_can_be_sorted_and_kept(page: Page, engine: FactsheetQA) -> None:
    compare(page, TOPIC)
    head = page.locator(".compared").get_by_role("columnheader", name="Country")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    names = page.locator("#comparison .compared tbody th").all_inner_texts()
    assert names == sorted(names)
    head.get_by_role("button").click()
    assert page.locator("#comparison .compared tbody th").all_inner_texts() == names[::-1]
    found = engine.compare(TOPIC)
    assert kept(page, "Download CSV") == found.to_csv().replace("\r\n", "\n")
    assert list(csv.reader(io.StringIO(kept(page, "Download CSV"))))[0][0] == "Country"
    assert kept(page, "Download Markdown") == found.to_markdown()
    assert len(json.loads(kept(page, "Download JSON"))["rows"]) == len(found.rows)


def test_a_category_is_compared_within_countries(page: Page, engine: FactsheetQA) -> None:
    page.get_by_role("link", name="Compare", exact=True).click()
    page.locator("#sides > button").click()
    page.locator("#sides").get_by_role("checkbox", name="Orlavia").check()
    page.locator("#sides").get_by_role("checkbox", name="Mexico").check()
    expect(page.locator("#sides > button")).to_contain_text("Filter: Orlavia · Mexico")
    page.get_by_role("button", name="Budget / Annual").click()
    expect(page.locator("#comparison .scope")).to_have_text("Compared: Orlavia · Mexico")
    rows = engine.compare("Budget / Annual", countries=["Mexico", "Orlavia"]).rows
    shown = page.locator("#comparison .compared tbody tr")
    expect(shown).to_have_count(len(rows))
    for place, row in enumerate(rows):
        expect(shown.nth(place).locator("th")).to_contain_text(row.document.country or "")
        for citation in row.answer.citations:
            expect(shown.nth(place)).to_contain_text(citation.column or "")


def test_the_picture_shows_what_each_document_marks_as_chosen(page: Page, engine: FactsheetQA) -> None:
    page.get_by_role("link", name="Compare", exact=True).click()
    play = state_of_play([engine])
    assert len(play.rows) == 3 and len(play.criteria) == 4
    rows = page.locator(".heat tbody tr")
    for place, standing in enumerate(play.rows):
        for cell, criterion in enumerate(play.criteria):
            mark = standing.options[criterion]
            shown = rows.nth(place).get_by_role("cell").nth(cell)
            expect(shown).to_contain_text(" ".join(mark.citation.quote.split()))
            expect(shown).to_contain_text(f"{mark.rank} of {mark.options}")
            expect(shown).to_have_class(f"depth-{round(4 * mark.share)}")
    rows.first.get_by_role("link").first.click()
    first = play.rows[0].options[play.criteria[0]].citation
    expect(page.locator("#viewer")).to_contain_text(f"Page {first.page} of")
    expect(page.locator(".sheet .box").first).to_be_visible()
    page.keyboard.press("Escape")
    ranks = [standing.options[play.criteria[1]].rank for standing in play.rows]
    page.locator(".heat").get_by_role("columnheader").nth(2).get_by_role("button").click()
    shown = page.locator(".heat tbody td:nth-child(3)").evaluate_all(
        "(cells) => cells.map((c) => Number(c.dataset.sort))"
    )
    assert shown == sorted(ranks)


def test_rows_of_the_tables_are_columns_that_can_be_hidden(page: Page, engine: FactsheetQA) -> None:
    labels = {cited.row for row in engine.compare(BROAD).rows for cited in row.answer.citations}
    assert len(labels) > 1 and all(labels)
    compare(page, BROAD)
    columns = page.locator("#comparison .columns button")
    expect(columns).to_have_count(len(labels))
    heads = page.locator(".compared thead th")
    expect(heads).to_have_count(2 + len(labels))
    columns.first.click()
    expect(columns.first).to_have_attribute("aria-pressed", "false")
    expect(heads.nth(2)).to_be_hidden()
    columns.first.click()
    expect(heads.nth(2)).to_be_visible()


def test_a_topic_of_no_document_is_refused(page: Page, engine: FactsheetQA) -> None:
    assert not any(row.answer.answered for row in engine.compare(UNKNOWN).rows)
    page.get_by_role("link", name="Compare", exact=True).click()
    page.get_by_label("Topic").fill(UNKNOWN)
    page.get_by_label("Topic").press("Enter")
    expect(page.locator("#comparison .refused")).to_contain_text(f"No document says anything on “{UNKNOWN}”")
    expect(page.locator("#comparison .compared")).to_have_count(0)


def test_the_state_of_play_says_that_it_is_no_ranking_and_can_be_taken_away(page: Page) -> None:
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page.locator(".play")).to_contain_text("not a ranking of quality")
    with page.expect_download() as download:
        page.locator(".play").get_by_role("button", name="Table as CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert len(rows) == 1 + page.locator(".heat tbody tr").count()
    assert rows[1][0].startswith("Marowen")
