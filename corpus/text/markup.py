"""Remove inline HTML and Markdown markup."""

import html
import re

from lxml.html.defs import tags

from corpus.layout import Paragraph
from corpus.text.runs import words_of

TAGS = frozenset(tags)
"""Names of the elements of HTML; other words in angle brackets are text."""
_BREAK = re.compile(r"(?i)</?(?:p|ol|ul|div|tr|table|h[1-6])\b[^<>]*>|<br\s*/?>")
_ITEM = re.compile(r"(?i)<li\b[^<>]*>")
_INVISIBLE = re.compile(r"(?is)<(script|style)\b.*?(?:</\1\s*>|$)|<!--.*?-->")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_BARE_LIST = re.compile(r"(?i)(<[ou]l\b[^<>]*>)([^<]+)")
_INNER_MARKER = re.compile(r"(?<!\S)(?:(\d{1,2})[.)]|([-–•▪◦‣]))\s+(?=\S)")
_ITEM_MARK = "\x1e"
_MARKER = re.compile(r"[`'\"“„«]{0,2}(?:[-*•▪◦‣–]|\(?\d{1,2}[.)]|\(?[a-zA-Z]\)|\([ivxIVX]{1,5}\))\s+\S")


def strip_markup(text: str) -> str:
    """Remove tags, link targets and emphasis; entities become characters."""
    text = _INVISIBLE.sub(" ", text)
    text = _ADDRESS.sub(r"\1", text)
    text = _TAG.sub(lambda found: "" if found[1].lower() in TAGS else found[0], text)
    text = _LINK.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    return html.unescape(_EMPHASIS.sub(r"\1", text))


def cell_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs and list items of a cell that may contain HTML."""
    listed = _BARE_LIST.sub(lambda found: found[1] + _itemised(found[2]), _INVISIBLE.sub(" ", text))
    marked = _ITEM.sub("\n" + _ITEM_MARK, _BREAK.sub("\n", listed))
    paragraphs = []
    for part in marked.split("\n"):
        words = words_of(strip_markup(strip_bullet(part.replace(_ITEM_MARK, " ").strip())))
        if words:
            paragraphs.append(Paragraph(words, item=_ITEM_MARK in part or is_item(part.strip())))
    return tuple(paragraphs)


def _itemised(text: str) -> str:
    """Put the items of an untagged list on separate lines: they have consecutive numbers or the same sign."""
    text = text.strip()
    first = _INNER_MARKER.match(text)
    if first is None:
        return text
    number, starts = int(first[1] or 0), [0]
    for found in _INNER_MARKER.finditer(text, first.end()):
        if found[2] == first[2] and int(found[1] or 0) in (number + 1, 0):
            number, starts = int(found[1] or 0), [*starts, found.start()]
    return "\n".join(text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True))


def is_item(text: str) -> bool:
    """Return True if a text begins with the marker of a list item."""
    return _MARKER.match(text) is not None


def strip_bullet(text: str) -> str:
    """Remove Markdown's marker from a list item."""
    return re.sub(r"^[-*+]\s+(?=\S)", "", text)
