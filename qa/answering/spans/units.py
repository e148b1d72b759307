"""Find the unit that the labels or the caption of a table give for a cell: "(%)", "in thousand euros"."""

import re
import tomllib
from importlib.resources import files

from corpus.model import Passage
from qa.text.analyzed_text import AnalyzedText, analyzed
from qa.text.patterns import any_of

_FIGURE = re.compile(r"\d")
_NUMBER = re.compile(r"[-–]?\d[\d.,' ]*")
_LONGEST = 6
"""Maximum number of words of a unit in brackets."""


_FORMS = tomllib.loads(files("qa.answering.spans").joinpath("forms.toml").read_text(encoding="utf-8"))


def form(*names: str) -> str:
    """Return the pattern of the alternatives of some entries of `forms.toml`, over folded text."""
    return any_of([alternative for name in names for alternative in _FORMS[name]]).pattern


def _unit_in_label() -> re.Pattern[str]:
    """Return the pattern of a unit in a label: in brackets, or after "in" or a comma."""
    unit = form("unit").replace(r"\b(?:%)\b", "%")
    return re.compile(rf"\(([^()]*?(?:{unit})[^()]*)\)|(?:\b(?:in|en)|,)\s+({unit})\s*(?=$|[,;.)])")


_UNIT = _unit_in_label()
_SHARE = re.compile(form("share_label"))


def unit_of(passage: Passage) -> str:
    """Return the unit of a cell as its column, row or caption writes it; "" if they give none."""
    if passage.kind != "cell" or _FIGURE.search(passage.text) is None:
        return ""
    for label in (passage.column, passage.row, passage.table):
        text = analyzed(label or "")
        found = _UNIT.search(text.folded) if len(text.folded) == len(text.text) else None
        if found is not None:
            unit = text.text[slice(*found.span(found.lastindex or 0))].strip()
            if len(unit.split()) <= _LONGEST:
                return unit
    return ""


def is_bare_figure(passage: Passage, text: str) -> bool:
    """Return True if a cell is a number of which neither the cell nor its labels give the unit."""
    return passage.kind == "cell" and _NUMBER.fullmatch(text.strip()) is not None and not unit_of(passage)


def with_unit(passage: Passage, text: str) -> AnalyzedText:
    """Return a quote of a cell with the unit that its labels give, by which its type of answer is recognized."""
    labels = analyzed(f"{passage.column or ''} {passage.row or ''}").folded
    unit = unit_of(passage)
    is_share = passage.kind == "cell" and _FIGURE.search(text) and _SHARE.search(labels)
    return analyzed(" ".join(part for part in (text, unit, "%" if is_share else "") if part))
