"""On the page, the published factsheet gives the answers that it must, as PDF and as text without pages."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_server import serving
from playwright.sync_api import Locator, Page, expect

from qa import FactsheetQA

Ask = Callable[[Page, str], None]

REASON = "Why were the Mixed Funds discontinued?"
AMOUNT = "How much was earmarked for each cluster in Nuevo León in 2022?"
AUTHORITY = "Which authority funds clusters in Nuevo León?"
NOT_STATED = "Who is the president of Mexico?"
MONEY = re.compile(r"(?:MXN|MXP|USD|EUR|\$|€)?\s?\d{1,3}(?:,\d{3})+")


@pytest.fixture(scope="module", params=["mexico_2023.pdf", "mexico_2023.txt"])
def file(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def real(file: str, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the factsheet is served."""
    folder = tmp_path_factory.mktemp("real")
    FactsheetQA.build([shared / "factsheets" / file], index=folder / "index")
    with serving(folder / "index", folder / "log") as server:
        yield server.address


@pytest.fixture
def real_page(open_page: Callable[..., Page], real: str) -> Page:
    return open_page(at=real)


def check_place(card: Locator, file: str, page: int) -> None:
    """The card names the page of a PDF and says that a text has none."""
    expect(card.locator(".card-file")).to_have_text(
        f"{file} · page {page}" if file.endswith(".pdf") else f"{file} · a file without pages"
    )
    expect(card.locator(".place")).to_contain_text("Section")


def check_quote_on_view(page: Page, file: str, words: str) -> None:
    """The first citation opens the page with boxes over it, or the passage with the quote marked."""
    page.locator(".turn .chip").first.click()
    if file.endswith(".pdf"):
        expect(page.locator(".sheet .box").first).to_be_visible()
        page.wait_for_function("document.querySelector('.sheet img').naturalWidth > 0")
    else:
        expect(page.locator(".viewer-passage mark")).to_contain_text(words)
        expect(page.locator("#viewer img")).to_have_count(0)
    page.keyboard.press("Escape")


def test_a_reason_is_the_sentence_of_its_page(real_page: Page, ask: Ask, file: str) -> None:
    ask(real_page, REASON)
    expect(real_page.locator(".turn .answer .verbatim").first).to_contain_text("ineffective")
    card = real_page.locator("#panel .card").first
    check_place(card, file, 16)
    check_quote_on_view(real_page, file, "ineffective")


def test_an_amount_is_the_one_of_its_cell_and_no_other(real_page: Page, ask: Ask, file: str) -> None:
    ask(real_page, AMOUNT)
    said = real_page.locator(".turn .answer").inner_text()
    assert {re.sub(r"\D", "", amount) for amount in MONEY.findall(said)} == {"1400000"}
    card = real_page.locator("#panel .card").first
    check_place(card, file, 9)
    expect(card.locator(".place")).to_contain_text("RESPONSIBLE AUTHORITIES")
    check_quote_on_view(real_page, file, "1,400,000")


def test_an_authority_comes_from_the_column_of_its_region(real_page: Page, ask: Ask, file: str) -> None:
    ask(real_page, AUTHORITY)
    for card in real_page.locator("#panel .card").all():
        check_place(card, file, 9)
        expect(card.locator(".place div", has_text="Column")).to_contain_text("Nuevo León")
        expect(card.locator(".place div", has_text="Row")).to_have_count(1)
    check_quote_on_view(real_page, file, "state government")


def test_what_is_not_stated_is_refused(real_page: Page, ask: Ask) -> None:
    ask(real_page, NOT_STATED)
    expect(real_page.locator(".turn .refusal .why")).to_contain_text("do not answer the question")
    expect(real_page.locator(".turn .answer")).to_have_count(0)
