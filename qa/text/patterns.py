"""Compile the phrases of `phrases.toml` into patterns."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
"""A year of the last or this century."""


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("qa.text").joinpath("phrases.toml").read_text(encoding="utf-8"))


def any_of(alternatives: Sequence[str], *, opening: bool = False) -> re.Pattern[str]:
    """Compile a pattern that finds any of the alternatives as whole words, with `opening` only at the start of a text.

    An alternative that begins with ^ is anchored anyway. Without alternatives the pattern matches nothing.
    """
    if not alternatives:
        return re.compile(r"(?!)")
    bounded = "|".join(text if text.startswith("^") else rf"\b(?:{text})\b" for text in alternatives)
    return re.compile(rf"^\W*(?:{bounded})" if opening else bounded)


def pattern_section(name: str) -> Mapping[str, Sequence[str]]:
    """Return a section of the file: alternatives by name, in the file's order."""
    found: Mapping[str, Sequence[str]] = _file()[name]
    return found


def word_pattern(name: str, *, opening: bool = False) -> re.Pattern[str]:
    """Compile an entry of the [words] section, in which NUMBER matches any number word."""
    number = f"(?:{'|'.join(pattern_section('words')['number'])})"
    return any_of([text.replace("NUMBER", number) for text in pattern_section("words")[name]], opening=opening)
