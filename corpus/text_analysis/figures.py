"""Recognise figures: texts of table cells that are a number, a date, or a sign for a missing value."""

import re

_DIGITS = r"(?:\d{1,3}(?:[ .,'’\u00a0]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*|[.,]\d+)"
_FIGURE = re.compile(
    rf"[(\[\-–−+±<>~≤≥=*]*\s*[$€£¥]?\s*[\-–−+]?{_DIGITS}\s*(?:%|‰|[A-Za-zµ]{{1,2}}(?![a-z]))?[)\]]?(?:\s*[*†‡]{{1,3}}|[*†‡a-z]{{1,3}})?(?:\(\d+\)|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)?"
)
_MISSING = re.compile(r"[-–−—.:…*/x]+|n\.?\s?/?\s?[adk]\.?|\(?[a-z:]\)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/–]\d{2,4})?[a-z*]?")
_DATE = re.compile(
    r"\d{1,4}([./-])\s?\d{1,2}\1\s?\d{1,4}"
    r"|(?:\d{1,2}\.?\s+(?:de\s+)?)?[^\W\d_]{3,}\.?(?:\s+\d{1,2},)?\s+(?:de\s+)?(?:19|20)\d\d"
)
_SERIAL = re.compile(r"\(?(\d{1,4})[.)]?")


def is_figure(text: str) -> bool:
    """Return True if a text is one number, with its sign, unit or mark."""
    return _FIGURE.fullmatch(text.strip()) is not None


def is_missing(text: str) -> bool:
    """Return True if a text is a sign for a missing or zero value."""
    return _MISSING.fullmatch(text.strip()) is not None


def is_year(text: str) -> bool:
    """Return True if a text is a year or a span of years, which headers have too."""
    return _YEAR.fullmatch(text.strip()) is not None


def is_date(text: str) -> bool:
    """Return True if a text is a date: a day, month and year in figures, or a year with the name of a month."""
    return _DATE.fullmatch(text.strip()) is not None


def serial_number(text: str) -> int | None:
    """Return the number of a text that is a whole number, as of a list; None for others and for years."""
    found = _SERIAL.fullmatch(text.strip())
    return int(found.group(1)) if found and not is_year(found.group(1)) else None
