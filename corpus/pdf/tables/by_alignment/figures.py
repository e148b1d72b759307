"""Recognise figures: texts of table cells that are a number, or a sign for a missing one."""

import re

_DIGITS = r"(?:\d{1,3}(?:[ .,'’\u00a0]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*|[.,]\d+)"
_FIGURE = re.compile(
    rf"[(\[\-–−+±<>~≤≥=*]*\s*[$€£¥]?\s*[\-–−+]?{_DIGITS}\s*(?:%|‰|[A-Za-zµ]{{1,2}})?[)\]]?\s*[*†‡a-z]{{0,3}}(?:\(\d+\)|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)?"
)
_MISSING = re.compile(r"[-–−—.:…*/x]+|n\.?\s?/?\s?[adk]\.?|\(?[a-z:]\)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/–]\d{2,4})?[a-z*]?")


def is_figure(text: str) -> bool:
    """Return True if a text is one number, with its sign, unit or mark."""
    return _FIGURE.fullmatch(text.strip()) is not None


def is_missing(text: str) -> bool:
    """Return True if a text is a sign for a missing or zero value."""
    return _MISSING.fullmatch(text.strip()) is not None


def is_year(text: str) -> bool:
    """Return True if a text is a year or a span of years, which headers have too."""
    return _YEAR.fullmatch(text.strip()) is not None
