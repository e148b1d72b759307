"""Read the words of a Word paragraph: weight, raised text, footnote marks, boxes. Hidden text is only counted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from corpus.layout import Paragraph
from corpus.text.runs import TextRun, raised, words_of_runs
from corpus.text_analysis.text_cues import CHECKED, UNCHECKED
from corpus.word.looks import Looks

DELETED = frozenset(qn(name) for name in ("w:del", "w:moveFrom"))
"""Elements with text that tracked changes have removed."""
SKIPPED = frozenset(qn(name) for name in ("w:pPr", "w:rPr", "w:instrText")) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
"""Elements without visible text: properties, field codes, and fallbacks that repeat the text."""
BOX = qn("w:txbxContent")
TEXTS = frozenset({qn("w:t"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
DELETED_TEXTS = TEXTS | {qn("w:delText")}
BLANKS = frozenset(qn(name) for name in ("w:tab", "w:br", "w:cr", "w:ptab"))
HYPHEN, SYMBOL, FORM_BOX = qn("w:noBreakHyphen"), qn("w:sym"), qn("w:checkBox")
REFERENCES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
WINGDINGS = {
    0x6F: UNCHECKED, 0x71: UNCHECKED, 0xA8: UNCHECKED, 0x72: UNCHECKED,
    0x78: CHECKED, 0xFD: CHECKED, 0xFE: CHECKED, 0x52: CHECKED, 0x54: CHECKED, 0xFC: "✓",
}  # fmt: skip
"""Boxes and ticks of the Wingdings fonts by their code."""


@dataclass(slots=True)
class Marks:
    """The footnotes and endnotes that the text refers to, in order: kind and id."""

    seen: list[tuple[str, str]] = field(default_factory=list)

    def number(self, kind: str, note: str) -> str:
        """Return the superscript number of a note, counted from 1 in the order of the text."""
        if (kind, note) not in self.seen:
            self.seen.append((kind, note))
        return raised(self.seen.index((kind, note)) + 1)


@dataclass(slots=True)
class TextReader:
    """The reader of a document's text. `hidden_words` counts the words that are deleted, struck through or hidden."""

    looks: Looks = field(default_factory=Looks)
    marks: Marks = field(default_factory=Marks)
    hidden_words: int = 0

    def paragraph(self, element: Any, item: bool = False) -> Paragraph:  # noqa: ANN401 - lxml has no types
        """Return the visible words of a paragraph's XML element."""
        return Paragraph(words_of_runs(self._runs(element)), item=item)

    def _runs(self, element: Any) -> Iterator[TextRun]:  # noqa: ANN401 - lxml has no types
        """Yield the runs of a paragraph, or of an element within it, that are shown."""
        for child in element.iterchildren():
            if child.tag in DELETED or (child.tag == qn("w:r") and not self.looks.is_shown(child)):
                self.hidden_words += sum(len((e.text or "").split()) for e in child.iter(*DELETED_TEXTS))
            elif child.tag == qn("w:r"):
                bold, shift = self.looks.is_set(child, "w:b"), self.looks.shift(child)
                yield from (TextRun(text, bold, shift) for text in self._texts(child))
            elif child.tag not in SKIPPED and child.tag != BOX and isinstance(child.tag, str):
                yield from (TextRun(child.text or ""),) if child.tag in TEXTS else self._runs(child)

    def _texts(self, run: Any) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
        """Yield the texts of a run in order."""
        for child in run.iterchildren():
            if child.tag in TEXTS:
                yield child.text or ""
            elif child.tag in BLANKS:
                yield " "
            elif child.tag == HYPHEN:
                yield "-"
            elif child.tag == SYMBOL:
                yield _symbol(child)
            elif child.tag in REFERENCES:
                yield self.marks.number(REFERENCES[child.tag], child.get(qn("w:id")) or "")
            elif child.tag == qn("w:fldChar"):
                yield from (_box_state(box) for box in child.iter(FORM_BOX))
            elif child.tag not in SKIPPED and child.tag != BOX and isinstance(child.tag, str):
                yield from self._texts(child)


def _symbol(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return the character of a symbol; boxes and ticks of Wingdings become those of Unicode."""
    font, code = element.get(qn("w:font")) or "", element.get(qn("w:char")) or ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if font.startswith("Wingdings"):
        return WINGDINGS.get(number & 0xFF, "")
    return chr(number) if 0x20 <= number < 0xD800 else ""


def _box_state(box: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return the sign for the state of a form's box."""
    found = box.find(qn("w:checked"))
    found = box.find(qn("w:default")) if found is None else found
    is_ticked = found is not None and found.get(qn("w:val")) not in ("0", "false", "off")
    return f" {CHECKED if is_ticked else UNCHECKED} "


def boxed_paragraphs(element: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    """Yield the paragraphs in text boxes that are anchored to a paragraph."""
    for child in element.iterchildren():
        if child.tag in SKIPPED or child.tag in DELETED or not isinstance(child.tag, str):
            continue
        if child.tag == BOX:
            yield from child.iter(qn("w:p"))
        else:
            yield from boxed_paragraphs(child)
