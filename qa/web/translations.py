"""The page's own words, in each language that it speaks: one file a language in `languages/`.

Whose words are whose: buttons, labels and headings follow the browser's language; what frames an answer follows the
language of its question; quotes are never translated.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("en", "es", "de", "fr")
BROWSER_SECTIONS: Final = ("viewer", "browser", "uploads", "feedback")
"""The sections that the page's scripts use."""


@dataclass(frozen=True, slots=True)
class Translations:
    """The texts of one language by `section.name`."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """A text with its {placeholders} filled. Values are put in as they are: escape the result for HTML."""
        text = self.texts[key]
        return text.format(**values) if values else text

    def count(self, key: str, number: int) -> str:
        """A text in the singular (`key_one`) or the plural (`key_many`), with the number as {n}."""
        return self(f"{key}_{'one' if number == 1 else 'many'}", n=number)

    def for_browser(self) -> dict[str, str]:
        """The texts that the page's scripts use."""
        return {key: text for key, text in self.texts.items() if key.split(".")[0] in BROWSER_SECTIONS}


@cache
def translations_for(language: str) -> Translations:
    """The texts of a language; those of English for a language that the page does not speak."""
    name = language if language in LANGUAGES else LANGUAGES[0]
    file = files("qa.web").joinpath("languages", f"{name}.toml")
    sections = tomllib.loads(file.read_text(encoding="utf-8"))
    return Translations(
        name, {f"{section}.{key}": text for section, texts in sections.items() for key, text in texts.items()}
    )


def preferred(accept_language: str | None) -> str:
    """The language that a browser's Accept-Language header likes best among ours (RFC 9110, section 12.5.4)."""
    weighed = [_weighed(part) for part in (accept_language or "").split(",")]
    spoken = [(weight, language) for weight, language in weighed if language in LANGUAGES and weight > 0]
    return max(spoken, key=lambda pair: pair[0])[1] if spoken else LANGUAGES[0]


def _weighed(part: str) -> tuple[float, str]:
    """A language range of the header and its weight; 0 where the weight is no number."""
    tag, _, quality = part.partition(";")
    _, _, number = quality.partition("=")
    try:
        weight = float(number) if quality.strip() else 1.0
    except ValueError:
        weight = 0.0
    return weight, tag.strip().lower().split("-")[0]
