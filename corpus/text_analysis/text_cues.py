"""Recognise short texts by their wording: captions, footnotes, page numbers, titles of common sections."""

import re

_CAPTION = re.compile(
    r"(?:table|figure|fig|box|chart|graph|map|tabla|cuadro|figura|gr[áa]fico|mapa|tableau|carte|graphique|encadr[ée]"
    r"|tabelle|abbildung|abb|karte|kasten|schaubild)\.?\s*(?:[a-z]{0,3}\d+|[ivx]+|[a-z])\s*(?:[.:–—-]|\b)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?:sources?|fuentes?|quellen?)\s*:", re.IGNORECASE)
_REMARK = re.compile(r"(?:notes?|notas?|anmerkung(?:en)?|remarques?|hinweise?)\s*:", re.IGNORECASE)
_REFERENCES = re.compile(
    r"(?:references|bibliography|works cited|literature|sources|referencias|bibliograf[íi]a|fuentes|r[ée]f[ée]rences"
    r"|bibliographie|sources et r[ée]f[ée]rences|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|referenzen)",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:table of )?contents?|[íi]ndice|contenidos?|tabla de contenidos?|sommaire|table des mati[èe]res"
    r"|inhalt(?:sverzeichnis)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:\d+(?:\.\d+)*|[ivxlc]+|[a-z])[.):]?\s+|(?:annex|appendix|chapter|section)\s+\w+\s*[.:–-]\s*", re.IGNORECASE
)
_LEADERS = re.compile(r"\s*(?:(?:\.\s*){3,}|(?:\.\s+)+|…+\s*)")
"""Dots that lead from a label to its values, read backwards from the label's end, so that time is linear."""
_MARKER = re.compile(r"[•▪■□●○◦‣⁃∙·–—\-*]|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]")
CHOICE_MARKS = frozenset("✓✔☑☒✅✗✘■●◉⬤⬛▣🗹🗸\uf0fc\uf0fe\uf0fd\uf052\uf06e\uf06c")
"""Signs that mark an option as chosen: check marks, filled circles and squares; the last ones are from Wingdings."""
CHECKED, UNCHECKED = "☑", "☐"
"""Signs for a ticked and an empty box."""
_TICKED_BOXES, _EMPTY_BOXES = frozenset("☑☒🗹🗷✅"), frozenset("☐🗌❏❑")
BOXES = _TICKED_BOXES | _EMPTY_BOXES
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def is_caption(text: str) -> bool:
    """Return True if a text is the caption of a table or figure, or names its source.

    A sentence that begins with the name of a table continues in lower case: "Table 1 sets out ...".
    """
    if len(text) >= 300:
        return False
    named = _CAPTION.match(text)
    return _SOURCE.match(text) is not None or (named is not None and not text[named.end() :].lstrip()[:1].islower())


def is_source(text: str) -> bool:
    """Return True if a text names a table's source or is a note on the table."""
    return _SOURCE.match(text) is not None or is_remark(text)


def is_remark(text: str) -> bool:
    """Return True if a text may be a note on a table: it begins with "Note:", as prose may too."""
    return len(text) < 300 and _REMARK.match(text) is not None


def is_marker(word: str) -> bool:
    """Return True if a word is the marker of a list item."""
    return _MARKER.fullmatch(word) is not None


def is_footnote(text: str) -> bool:
    """Return True if a text begins with a footnote mark."""
    return re.match(rf"[{SUPERSCRIPTS}]+|\d{{1,3}}\s|[*†‡]+\s?|\[\d+\]", text) is not None


def is_page_number(text: str) -> bool:
    """Return True if a word is a page number."""
    return re.fullmatch(r"\d{1,4}|[ivxlc]{1,6}", text) is not None


def is_references(heading: str) -> bool:
    """Return True if a heading is that of a list of references."""
    return _REFERENCES.fullmatch(strip_number(heading)) is not None


def is_contents(heading: str) -> bool:
    """Return True if a heading is that of a table of contents."""
    return _CONTENTS.fullmatch(heading.strip()) is not None


def box_state(word: str) -> bool | None:
    """Return True for a ticked box, False for an empty one, None for other words."""
    return word in _TICKED_BOXES if word in BOXES else None


def strip_number(heading: str) -> str:
    """Remove the number from a heading."""
    return _NUMBER.sub("", heading, count=1).strip() if heading[:1].isdigit() else heading.strip()


def strip_leaders(label: str) -> str:
    """Remove the dots that lead from a label to its values, with blanks between them or not."""
    found = _LEADERS.match(label[::-1])
    return label[: len(label) - found.end()] if found else label


def strip_marks(label: str) -> str:
    """Remove footnote marks from a label."""
    cleaned = re.sub(rf"\s*[{SUPERSCRIPTS}]+", "", label)
    return re.sub(r"\s+([)\]])", r"\1", cleaned).strip(" *†‡")


def starts_midway(text: str) -> bool:
    """Return True if a text begins in the middle of a sentence."""
    first = next((char for char in text if char.isalnum()), "")
    return first.islower() or text[:1] in ",;)"


def ends_sentence(text: str) -> bool:
    """Return True if a text ends at the end of a sentence."""
    return text.rstrip(f"{SUPERSCRIPTS}\"'”’»)]").endswith((".", "!", "?", ":", "…", ";", "。", "！", "？"))
