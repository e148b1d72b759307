"""Read the words of a Word paragraph, with weight and footnote marks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from corpus.layout import Paragraph, Word
from corpus.text.markup import MAX_WORD
from corpus.text_cues import SUPERSCRIPTS

SKIPPED = frozenset(qn(name) for name in ("w:del", "w:moveFrom", "w:pPr", "w:instrText", "w:delText")) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
"""Elements without visible text: deletions, properties, field codes, and fallbacks that repeat the text."""
TEXT, BOX = qn("w:t"), qn("w:txbxContent")
BLANKS = frozenset(qn(name) for name in ("w:tab", "w:br", "w:cr", "w:ptab"))
HYPHEN = qn("w:noBreakHyphen")
REFERENCES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_RAISED = str.maketrans("0123456789", SUPERSCRIPTS)


@dataclass(slots=True)
class Marks:
    """The footnotes and endnotes that the text refers to, in order: kind and id."""

    seen: list[tuple[str, str]] = field(default_factory=list)

    def number(self, kind: str, note: str) -> str:
        """Return the superscript number of a note, counted from 1 in the order of the text."""
        if (kind, note) not in self.seen:
            self.seen.append((kind, note))
        return raised(self.seen.index((kind, note)) + 1)


def raised(number: int) -> str:
    """Write a number in superscript digits."""
    return str(number).translate(_RAISED)


def paragraph_of(element: Any, marks: Marks, item: bool = False) -> Paragraph:  # noqa: ANN401 - lxml has no types
    """Return the visible words of a paragraph's XML element."""
    words: list[Word] = []
    open_word = False
    for text, bold in _runs(element, marks):
        parts = text.split()
        if open_word and parts and not text[:1].isspace():
            last = words.pop()
            words.append(Word(last.text + parts.pop(0), bold=last.bold and bold))
        words += [Word(part, bold=bold) for part in parts]
        open_word = bool(words) and not text[-1:].isspace() if text else open_word
    cut = (
        Word(word.text[start : start + MAX_WORD], bold=word.bold)
        for word in words
        for start in range(0, len(word.text), MAX_WORD)
    )
    return Paragraph(tuple(cut), item=item)


def _runs(element: Any, marks: Marks) -> Iterator[tuple[str, bool]]:  # noqa: ANN401 - lxml has no types
    """Yield the texts of a paragraph in order, each with True if it is bold."""
    for child in element.iterchildren():
        if child.tag in SKIPPED or child.tag == BOX or not isinstance(child.tag, str):
            continue
        if child.tag == TEXT:
            yield child.text or "", _is_bold(element)
        elif child.tag in BLANKS:
            yield " ", _is_bold(element)
        elif child.tag == HYPHEN:
            yield "-", _is_bold(element)
        elif child.tag in REFERENCES:
            yield marks.number(REFERENCES[child.tag], child.get(qn("w:id")) or ""), False
        else:
            yield from _runs(child, marks)


def _is_bold(run: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Return True if a run's own properties make it bold."""
    properties = run.find(qn("w:rPr"))
    flag = properties.find(qn("w:b")) if properties is not None else None
    return flag is not None and flag.get(qn("w:val")) not in ("0", "false", "off")


def boxed_paragraphs(element: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    """Yield the paragraphs in text boxes that are anchored to a paragraph."""
    for child in element.iterchildren():
        if child.tag in SKIPPED or not isinstance(child.tag, str):
            continue
        if child.tag == BOX:
            yield from child.iter(qn("w:p"))
        else:
            yield from boxed_paragraphs(child)
