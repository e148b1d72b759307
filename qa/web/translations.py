"""The page's texts in each of its languages, from one file per language in `languages/`.

Buttons, labels and headings follow the browser's language; the words around an answer follow the language of its
question; quotes are never translated.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("en", "es", "de", "fr")
LANGUAGE_NAMES: Final = {"en": "English", "es": "Español", "de": "Deutsch", "fr": "Français"}
LANGUAGE_COOKIE: Final = "language"
BROWSER_SECTIONS: Final = ("viewer", "browser", "uploads", "feedback")
"""The sections that the page's scripts use."""


@dataclass(frozen=True, slots=True)
class Translations:
    """The texts of one language by `section.name`."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its {placeholders} filled. Values are inserted as they are: escape the result for HTML."""
        text = self.texts[key]
        return text.format(**values) if values else text

    def count(self, key: str, number: int) -> str:
        """Return a text in the singular (`key_one`) or the plural (`key_many`), with the number as {n}."""
        return self(f"{key}_{'one' if number == 1 else 'many'}", n=number)

    def for_browser(self) -> dict[str, str]:
        """Return the texts that the page's scripts use."""
        return {key: text for key, text in self.texts.items() if key.split(".")[0] in BROWSER_SECTIONS}


@cache
def translations_for(language: str) -> Translations:
    """Return the texts of a language, or those of English for a language without texts."""
    name = language if language in LANGUAGES else LANGUAGES[0]
    file = files("qa.web").joinpath("languages", f"{name}.toml")
    sections = tomllib.loads(file.read_text(encoding="utf-8"))
    return Translations(
        name, {f"{section}.{key}": text for section, texts in sections.items() for key, text in texts.items()}
    )


def translations_of(headers: Mapping[str, str], cookies: Mapping[str, str]) -> Translations:
    """Return the texts for a request: in the language chosen on the page, otherwise in the one its browser prefers."""
    chosen = cookies.get(LANGUAGE_COOKIE, "")
    return translations_for(chosen if chosen in LANGUAGES else preferred(headers.get("accept-language")))


def preferred(accept_language: str | None) -> str:
    """Return the language that a browser's Accept-Language header prefers among ours (RFC 9110, section 12.5.4)."""
    ranges = [_language_range(part) for part in (accept_language or "").split(",")]
    candidates = [(weight, language) for weight, language in ranges if language in LANGUAGES and weight > 0]
    return max(candidates, key=lambda pair: pair[0])[1] if candidates else LANGUAGES[0]


def _language_range(part: str) -> tuple[float, str]:
    """Return the weight and the language of a range of the header; the weight is 0 where it is no number."""
    tag, _, quality = part.partition(";")
    _, _, number = quality.partition("=")
    try:
        weight = float(number) if quality.strip() else 1.0
    except ValueError:
        weight = 0.0
    return weight, tag.strip().lower().split("-")[0]
