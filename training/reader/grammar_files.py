"""Load the grammar: what documents state, the words that fill its slots, and how questions are worded."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "grammar"
LANGUAGES = ("en", "es", "fr", "de")


def _loaded(name: str) -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


SLOTS = _loaded("slots")
KINDS = _loaded("kinds")
VALUES = _loaded("values")
DENIALS = _loaded("denials")
PREDICATES = _loaded("predicates")
STYLE = _loaded("style")
TABLES = _loaded("tables")
