"""The page speaks the browser's language; what frames an answer follows the question's."""

import string
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from qa.text.language import language_of
from qa.web.translations import LANGUAGES, preferred, translations_for

SPANISH = "¿Por qué terminaron los Fondos Mixtos?"
OFF_TOPIC = "How do I bake sourdough bread?"

Ask = Callable[[Page, str], None]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_stands_in_every_language(language: str) -> None:
    english, other = translations_for("en").texts, translations_for(language).texts
    assert other.keys() == english.keys()
    for key, text in english.items():
        assert other[key].strip()
        assert placeholders(other[key]) - {"n"} == placeholders(text) - {"n"}, key
        assert not set('<>"') & set(other[key]), key  # they would end an attribute or begin an element


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("it,pt;q=0.9", "en"),
        ("it,fr;q=0.4,es;q=0.7", "es"),
        ("de;q=0,fr;q=0.1", "fr"),
        ("de;q=x, en", "en"),
    ],
)
def test_the_browser_says_which_language_it_likes_best(header: str | None, language: str) -> None:
    assert preferred(header) == language


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_the_page_stands_in_the_language_of_the_browser(
    open_page: Callable[..., Page], ask: Ask, language: str
) -> None:
    say = translations_for(language)
    page = open_page(locale=language, question=say("page.question"))
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page).to_have_title(say("page.title"))
    expect(page.get_by_role("heading", name=say("page.welcome"))).to_be_visible()
    expect(page.get_by_role("button", name=say("page.ask"), exact=True)).to_be_visible()
    expect(page.locator("#scope > button")).to_contain_text(say.count("scope.all", 4))
    example = page.locator("button.example [lang]").first
    expect(example).to_have_attribute("lang", language)
    assert language_of(example.inner_text()) == language
    ask(page, SPANISH)
    expect(page.locator(".turn .scope")).to_contain_text(say("scope.searched", scope=say.count("scope.all", 4)))
    page.locator(".turn .chip").first.click()
    expect(page.get_by_role("button", name=say("viewer.close"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_language_of_the_question_decides_what_frames_the_answer(open_page: Callable[..., Page], ask: Ask) -> None:
    page = open_page(locale="de", question=translations_for("de")("page.question"))
    ask(page, OFF_TOPIC)
    refusal = page.locator(".turn .refusal")
    expect(refusal).to_have_attribute("lang", "en")
    expect(refusal).to_contain_text(translations_for("en")("answer.off_topic"))


def test_the_language_can_be_chosen_and_is_kept(page: Page) -> None:
    german = translations_for("de")
    page.get_by_label("Language").select_option("de")
    expect(page.get_by_role("heading", name=german("page.welcome"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=german("page.welcome"))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")
