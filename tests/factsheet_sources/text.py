"""Turns the light markup of the text sources into paragraphs.

A blank line ends a paragraph. `* ` begins a standard category, `- ` a list item, `1. ` or `1) ` a numbered one. Inside
a line, `**bold**` and `[text](address)` mean what they mean in Markdown; ¹, ² and ³ are footnote marks, and straight
quotation marks and apostrophes become curly.
"""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

NOTE_CALLBACK = "footnote"

_MARKER = re.compile(r"(\* |- |\d+[.)] )(.*)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[(.+?)\]\((.+?)\)")
_QUOTED = re.compile(r'"([^"]+)"')
_MARK = re.compile(r"[¹²³]")


def paragraphs(
    source: str,
    accent: Color,
    *,
    prose: ParagraphStyle,
    item: ParagraphStyle,
    category: ParagraphStyle | None = None,
) -> list[Paragraph]:
    """The paragraphs of a text; `category` is needed where standard categories may stand."""
    made = []
    for marker, text in _split(source):
        body = _listen_for_marks(inline(text, accent))
        if marker == "* ":
            made.append(Paragraph(body, category))
        elif marker:
            made.append(Paragraph(body, item, bulletText="•" if marker == "- " else marker.strip()))
        else:
            made.append(Paragraph(body, prose))
    return made


def inline(text: str, accent: Color) -> str:
    """The markup within one paragraph, as ReportLab's."""
    text = _QUOTED.sub("“\\1”", text).replace("'", "’")
    text = _BOLD.sub(r"<b>\1</b>", escape(text))
    return _LINK.sub(rf'<a href="\2" color="{accent.hexval().replace("0x", "#")}">\1</a>', text)


def _listen_for_marks(text: str) -> str:
    """Let footnote marks call `NOTE_CALLBACK` when they are drawn."""
    return _MARK.sub(rf'\g<0><onDraw name="{NOTE_CALLBACK}" label="\g<0>"/>', text)


def _split(source: str) -> Iterator[tuple[str, str]]:
    """Marker and text of each paragraph."""
    marker, words = "", ""
    for line in [*source.strip().splitlines(), ""]:
        begins = _MARKER.match(line)
        if words and (begins or not line.strip()):
            yield marker, words
            marker, words = "", ""
        if begins:
            marker, words = begins.group(1), begins.group(2)
        elif line.strip():
            words = f"{words} {line.strip()}".strip()
