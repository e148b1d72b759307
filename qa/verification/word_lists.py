"""Load the word lists of `words.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def word_list(name: str) -> dict[str, Any]:
    """Return a section of the file."""
    found: dict[str, Any] = tomllib.loads(files("qa.verification").joinpath("words.toml").read_text(encoding="utf-8"))[
        name
    ]
    return found
