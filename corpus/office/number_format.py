"""Write the values of a spreadsheet's cells as the spreadsheet shows them."""

import datetime
import re

_LITERAL = re.compile(r"\[\$([^\]-]*)[^\]]*\]|\"([^\"]*)\"|\\(.)")
_OTHER = re.compile(r"\[[^\]]*\]|[_*].")
_DIGITS = re.compile(r"[#0?,]*[#0?][#0?,]*(?:\.([#0?]+))?")


def shown_value(value: object, number_format: str) -> str:
    """Return the text of a cell: numbers with their decimals, separators and units, dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value).strip()


def _number(value: float, number_format: str) -> str:
    """Return a number as its format shows it; formats of other kinds show it in full."""
    sections = number_format.split(";")
    negative = value < 0 and len(sections) > 1
    section = _LITERAL.sub(lambda found: f"\0{next(text or '' for text in found.groups() if text is not None)}\0",
                           sections[1 if negative else 0])  # fmt: skip
    parts = section.split("\0")
    codes = [_OTHER.sub("", part) for part in parts[::2]]
    found = next((digits for code in codes if (digits := _DIGITS.search(code))), None)
    if found is None or "E" in "".join(codes):
        return f"{value:.15g}"
    is_percent = "%" in "".join(codes)
    amount = abs(value) if negative else value
    amount = amount * 100 if is_percent else amount
    separator = "," if "," in found.group() else ""
    text = f"{amount:{separator}.{len(found[1] or '')}f}"
    written = [_DIGITS.sub(text, code, count=1) if found.string is code else code for code in codes]
    literals = [*parts[1::2], ""]
    return "".join(code + literal for code, literal in zip(written, literals, strict=True)).strip()
