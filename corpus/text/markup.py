"""Inline HTML and Markdown reduced to their words."""

import html
import re

from corpus.layout import Paragraph, Word

_BREAK = re.compile(r"(?i)</?(?:p|ol|ul|div|tr|table|h[1-6])\b[^<>]*>|<br\s*/?>")
_ITEM = re.compile(r"(?i)<li\b[^<>]*>")
_INVISIBLE = re.compile(r"(?is)<(script|style)\b.*?(?:</\1\s*>|$)|<!--.*?-->")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_ITEM_MARK = "\x1e"
_MARKER = re.compile(r"(?:[-*•▪◦‣–]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+\S")
MAX_WORD = 400
"""Longer words are cut, so that no passage is without bound."""


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text without marks of emphasis and links."""
    return tuple(Word(word[i : i + MAX_WORD]) for word in text.split() for i in range(0, len(word), MAX_WORD))


def strip_markup(text: str) -> str:
    """A text without tags, link targets and marks of emphasis; entities become their characters."""
    text = _INVISIBLE.sub(" ", text)
    text = _ADDRESS.sub(r"\1", text)
    text = _TAG.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    return html.unescape(_EMPHASIS.sub(r"\1", text))


def cell_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs and list items of a cell that may hold HTML."""
    marked = _ITEM.sub("\n" + _ITEM_MARK, _BREAK.sub("\n", _INVISIBLE.sub(" ", text)))
    paragraphs = []
    for part in marked.split("\n"):
        words = words_of(strip_markup(strip_bullet(part.replace(_ITEM_MARK, " ").strip())))
        if words:
            paragraphs.append(Paragraph(words, item=_ITEM_MARK in part or is_item(part.strip())))
    return tuple(paragraphs)


def is_item(text: str) -> bool:
    """Whether a text begins with the mark of a list item."""
    return _MARKER.match(text) is not None


def strip_bullet(text: str) -> str:
    """A list item without the sign that Markdown puts before it."""
    return re.sub(r"^[-*+]\s+(?=\S)", "", text)
