"""Answers that a language model puts into words, in the real page: they grow by proved sentences over their quotes."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from model_server import ScriptedModel, scripted_model
from page_server import serving
from playwright.sync_api import Page, expect

from qa import FactsheetQA

BUDGET = "What is the annual budget of the Lantern Programme?"
PROVED = "The annual budget of the Lantern Programme is EUR 8.4 million"
FALSE = "It is the <b>highest</b> in Europe ![x](http://127.0.0.1:9/pixel.png) [1]."
KEY = "sk-test-4711-secret"

Ask = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as model:
        model.reply = lambda said: f"{PROVED} [1]. {FALSE}"
        yield model


@pytest.fixture(scope="module")
def served(model: ScriptedModel, index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page is served with the scripted model in its settings."""
    settings = {
        "FACTSHEET_QA_LLM_URL": model.address, "FACTSHEET_QA_LLM_MODEL": "scripted", "FACTSHEET_QA_LLM_KEY": KEY,
    }  # fmt: skip
    log = tmp_path_factory.mktemp("language-model") / "log"
    with serving(index, log, settings) as server:
        yield server.address
    assert KEY not in log.read_text()


def test_the_models_words_stand_over_the_quotes_and_the_page_says_so_without_it(
    open_page: Callable[..., Page], ask: Ask, served: str, model: ScriptedModel, engine: FactsheetQA
) -> None:
    plain = engine.ask(BUDGET)
    page = open_page(at=served)
    ask(page, BUDGET)
    turn = page.locator(".turn").first
    expect(turn.locator(".model")).to_contain_text("Rephrased by the language model scripted", timeout=120_000)
    expect(turn.locator(".model")).to_contain_text("Sentences removed because no quote proves them: 1.")
    expect(turn.locator(".answer > p").first).to_contain_text(PROVED)
    expect(turn).not_to_contain_text("highest")
    expect(turn.locator("img, b")).to_have_count(0)
    quotes = [" ".join(text.split()) for text in turn.locator(".proof .verbatim").all_inner_texts()]
    assert quotes == [" ".join(citation.quote.split()) for citation in plain.citations]
    turn.locator(".answer > p .chip").first.click()
    expect(page.locator("#viewer")).to_be_visible()
    page.keyboard.press("Escape")
    with page.expect_download() as kept:
        page.locator(".export summary").click()
        page.locator(".export a[href*='json']").click()
    content = Path(kept.value.path()).read_text(encoding="utf-8")
    assert json.loads(content)[0]["mode"] == "generated"
    assert KEY not in content

    model.behaviour = ("500",)
    ask(page, BUDGET)
    turn = page.locator(".turn").nth(1)
    expect(turn.locator(".model")).to_have_text(
        "The language model could not be reached; the quotes stand alone.", timeout=120_000
    )
    assert len(turn.locator(".chip").all()) == len(plain.citations)
    expect(turn.locator(".proof")).to_have_count(0)
